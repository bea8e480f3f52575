#!/usr/bin/env python3
"""Every address inside a built site leads somewhere: `ok DIR` or `FAIL page: why`. Exit 1 when one does not.

Read with Python's own parser, which shares no line with the program that wrote the pages. Asked of each page: links and
fragments, styles, scripts and pictures, integrity hashes, ids that stand once, labels that name an id; nothing is fetched
from elsewhere; what the style sheets name is there; the sitemap lists pages that are there and is told where it is.
"""
import base64
import hashlib
import html.parser
import pathlib
import re
import sys
import urllib.parse

FETCHED = {"script": "src", "img": "src", "source": "src", "iframe": "src", "audio": "src", "video": "src", "object": "data"}
ELSEWHERE = ("http:", "https:", "//")
NAMES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.twice, self.links, self.fetched, self.names, self.hashes, self.canonical = set(), [], [], [], [], [], None
        self.inline, self.title, self.heading = [], "", 0
        self.inside = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        self.inside = tag
        self.heading += tag == "h1"
        if "id" in said:
            (self.twice.append(said["id"]) if said["id"] in self.ids else self.ids.add(said["id"]))
        for name in NAMES:
            self.names += (said.get(name) or "").split()
        self.inline += [name for name in said if name.startswith("on") or name == "style"]
        if tag == "a" and said.get("href") is not None:
            self.links.append(said["href"])
        elif tag == "link" and "canonical" in (said.get("rel") or ""):
            self.canonical = said.get("href")
        elif tag == "link" and said.get("href"):
            where = self.links if "alternate" in (said.get("rel") or "") else self.fetched
            where.append(said["href"])
        elif said.get(FETCHED.get(tag, "")):
            self.fetched.append(said[FETCHED[tag]])
        if said.get("integrity"):
            self.hashes.append((said.get("href") or said.get("src"), said["integrity"]))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_data(self, data):
        if self.inside == "title":
            self.title += data

    def handle_endtag(self, tag):
        self.inside = None


def target(root, page, address, fetched=False):
    """The file that an address of a page leads to, and its fragment; None for what leaves the site."""
    parts = urllib.parse.urlsplit(address)
    # A link may lead to another office's site; only what is fetched may not.
    if parts.scheme in ("tel", "mailto", "data") or (parts.scheme == "https" and not fetched):
        return None
    if parts.scheme or parts.netloc:
        raise ValueError(f"comes from elsewhere: {address}")
    path = urllib.parse.unquote(parts.path)
    if path.startswith("/"):
        # A server shows this page at any address, so that only addresses from the top hold; others open from a stick.
        if page != "404.html":
            raise ValueError(f"leads nowhere when opened from a folder: {address}")
        page, path = "index.html", path.lstrip("/")
    file = (root / page).parent / path if path else root / page
    file = (file / "index.html" if file.is_dir() else file).resolve()
    if root not in file.parents:
        raise ValueError(f"leads above the site: {address}")
    return file, urllib.parse.unquote(parts.fragment)


def faults(root):
    pages = {file: Page(file.read_text()) for file in sorted(root.rglob("*.html"))}
    titles = {}
    for file, page in pages.items():
        at = file.relative_to(root).as_posix()
        if page.heading != 1:
            yield f"{at}: {page.heading} headings of the first rank"
        if page.title in titles:
            yield f"{at}: the same title as {titles[page.title]}"
        titles[page.title] = at
        for name in page.twice:
            yield f"{at}: id {name} stands twice"
        for name in page.names:
            if name not in page.ids:
                yield f"{at}: nothing has the id {name}"
        for name in page.inline:
            yield f"{at}: {name} written into the page"
        for address, fetched in [(link, False) for link in page.links] + [(file, True) for file in page.fetched]:
            try:
                found = target(root, at, address, fetched)
            except ValueError as why:
                yield f"{at}: {why}"
                continue
            if found is None:
                continue
            led, fragment = found
            if not led.is_file():
                yield f"{at}: {address} leads nowhere"
            elif fragment and led in pages and fragment not in pages[led].ids:
                yield f"{at}: {address}: there is no such place on that page"
        for address, integrity in page.hashes:
            kind, _, wanted = integrity.partition("-")
            led, _ = target(root, at, address)
            if not led.is_file() or base64.b64encode(hashlib.new(kind, led.read_bytes()).digest()).decode() != wanted:
                yield f"{at}: the hash of {address} is not that of the file"
        if page.canonical and not urllib.parse.urlsplit(page.canonical).path.endswith(at):
            yield f"{at}: names another address as its own: {page.canonical}"
    for sheet in sorted(root.rglob("*.css")):
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", sheet.read_text()):
            if address.startswith(ELSEWHERE) or not (address.startswith("data:") or (sheet.parent / address).is_file()):
                yield f"{sheet.name}: {address} is not there"
    yield from map_of(root, pages)


def map_of(root, pages):
    sitemap = root / "sitemap.xml"
    listed = re.findall(r"<loc>([^<]+)</loc>", sitemap.read_text()) if sitemap.is_file() else []
    for address in listed:
        path = urllib.parse.unquote(urllib.parse.urlsplit(address).path).lstrip("/")
        if not (root / path).is_file():
            yield f"sitemap.xml: {address} is not there"
        elif 'content="noindex' in (root / path).read_text():
            yield f"sitemap.xml: {address} asks not to be listed"
    robots = root / "robots.txt"
    if listed and "sitemap.xml" not in (robots.read_text() if robots.is_file() else ""):
        yield "robots.txt does not say where the sitemap is"
    reached, todo = set(), [root / "index.html"]
    while todo:
        file = todo.pop()
        if file in reached or file not in pages:
            continue
        reached.add(file)
        at = file.relative_to(root).as_posix()
        for address in pages[file].links:
            try:
                found = target(root, at, address)
            except ValueError:
                continue
            if found:
                todo.append(found[0])
    for file in pages:
        if file not in reached and file.name != "404.html":
            yield f"{file.relative_to(root).as_posix()}: no link leads here from the home page"


def main():
    failed = False
    for name in sys.argv[1:]:
        root = pathlib.Path(name).resolve()
        found = list(faults(root)) if (root / "index.html").is_file() else ["index.html is not there"]
        for fault in found:
            print(f"links FAIL {name}/{fault}")
        failed |= bool(found)
        if not found:
            print(f"links ok {name}")
    sys.exit(failed or len(sys.argv) < 2)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What machines read of a built site: feeds (RFC 4287), the site map, notices.json. `feeds ok DIR` or `feeds FAIL file: why`.

Feeds are judged twice: against the grammar of RFC 4287 beside this file, and by the package feedparser, as a reader's
program would take them. Exit 1 on a fault.
"""
import datetime
import json
import pathlib
import sys
import urllib.parse

import feedparser
from lxml import etree

GRAMMAR = pathlib.Path(__file__).parent / "atom.rng"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DAYS = ("posted", "last", "rows_until")


def inside(root, address):
    """The file of the site that an address leads to."""
    return root / urllib.parse.unquote(urllib.parse.urlsplit(address).path).lstrip("/")


def feed(root, file):
    tree = etree.parse(str(file))
    grammar = etree.RelaxNG(file=str(GRAMMAR))
    if not grammar.validate(tree):
        yield from (f"line {error.line}: {error.message}" for error in grammar.error_log)
    read = feedparser.parse(file.read_bytes())
    if read.bozo:
        yield f"feedparser: {read.bozo_exception}"
    entries = tree.getroot().findall(ATOM + "entry")
    if len(read.entries) != len(entries):
        yield f"feedparser reads {len(read.entries)} entries of {len(entries)}"
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    if len(set(ids)) != len(ids):
        yield "an id stands twice"
    # RFC 4287, 4.1.1 and 4.1.2: an author for each entry or for all, and content or a link to it.
    for entry in entries:
        links = [link for link in entry.findall(ATOM + "link") if link.get("rel", "alternate") == "alternate"]
        if entry.find(ATOM + "author") is None and tree.getroot().find(ATOM + "author") is None:
            yield f"{entry.findtext(ATOM + 'id')}: no author"
        if entry.find(ATOM + "content") is None and not links:
            yield f"{entry.findtext(ATOM + 'id')}: neither content nor a link"
        for link in links:
            address = urllib.parse.urljoin(file.relative_to(root).as_posix(), link.get("href"))
            if not inside(root, address).is_file():
                yield f"{link.get('href')} is not there"


def site_map(root, file):
    tree = etree.parse(str(file)).getroot()
    if tree.tag != MAP + "urlset":
        yield f"begins with {tree.tag}"
    places = [url.findtext(MAP + "loc") for url in tree]
    if not places or len(set(places)) != len(places) or None in places:
        yield "an address stands twice or not at all"
    for url in tree:
        wrong = {child.tag for child in url} - {MAP + name for name in ("loc", "lastmod", "changefreq", "priority")}
        if url.tag != MAP + "url" or wrong:
            yield f"unknown: {url.tag} {wrong}"
        if url.findtext(MAP + "lastmod"):
            datetime.date.fromisoformat(url.findtext(MAP + "lastmod")[:10])
        if not urllib.parse.urlsplit(url.findtext(MAP + "loc")).scheme:
            yield f"{url.findtext(MAP + 'loc')} has no host"


def notices(root, file):
    told = json.loads(file.read_text())
    datetime.date.fromisoformat(told["built"])
    pages = {page.relative_to(root).as_posix() for page in root.glob("villages/*/notices/*/index.html")}
    if pages != {notice["page"] for notice in told["notices"]}:
        yield "tells of other notices than there are pages"
    for notice in told["notices"]:
        for day in DAYS:
            if notice.get(day):
                datetime.date.fromisoformat(notice[day])
        for place in ("page", "pdf"):
            if notice.get(place) and not (root / notice[place]).is_file():
                yield f"{notice[place]} is not there"


def faults(root):
    for file in sorted([*root.rglob("*.xml"), *root.rglob("*.atom"), *root.glob("notices.json")]):
        if file.name == "notices.json":
            ask = notices
        elif file.name == "sitemap.xml":
            ask = site_map
        else:
            ask = feed
        for fault in ask(root, file):
            yield f"{file.relative_to(root)}: {fault}"


def main():
    failed = False
    for name in sys.argv[1:]:
        root = pathlib.Path(name).resolve()
        found = list(faults(root)) if (root / "notices.json").is_file() else ["notices.json is not there"]
        for fault in found:
            print(f"feeds FAIL {name}/{fault}")
        failed |= bool(found)
        if not found:
            print(f"feeds ok {name}")
    sys.exit(failed or len(sys.argv) < 2)


if __name__ == "__main__":
    main()

"""A built site on the disk: its pages, what kind each is, and a server for it that knows no other address."""
import functools
import http.server
import pathlib
import re
import threading


class Site:
    def __init__(self, root, beside=None):
        self.root = pathlib.Path(root).resolve()
        self.pages = sorted(path.relative_to(self.root).as_posix() for path in self.root.rglob("*.html"))
        if "index.html" not in self.pages:
            raise SystemExit(f"{root} is no site: it has no index.html")
        if beside:
            known = {beside.kind(page) for page in beside.pages}
            self.pages = [page for page in self.pages if self.kind(page) not in known]

    def kinds(self):
        """One page for each kind, the longest: what many pages share is looked at once."""
        chosen = {}
        for page in self.pages:
            kind = self.kind(page)
            size = (self.root / page).stat().st_size
            if kind not in chosen or size > chosen[kind][0]:
                chosen[kind] = (size, page)
        return [page for _, page in sorted(chosen.values(), key=lambda pair: pair[1])]

    def kind(self, page):
        """Pages that differ by a name only are of one kind; notices of two states are not."""
        kind = re.sub(r"^policies/[^/]+/", "policy/", page)
        kind = re.sub(r"^(villages|leaflets|archive)/[^/]+/", r"\1/*/", kind)
        kind = re.sub(r"/notices/[^/]+/", "/notices/*/", kind)
        state = re.search(r'class="banner ([a-z]+)', (self.root / page).read_text())
        return f"{kind} {state[1]}" if state else kind

    def first(self, pattern):
        """The first page whose address fits, or None."""
        return next((page for page in self.pages if re.fullmatch(pattern, page)), None)

    def search(self):
        """The page for searching, if the menu leads to one."""
        menu = re.search(r'<nav class="menu".*?</nav>|<header.*?</header>', (self.root / "index.html").read_text(), re.S)
        return "search/index.html" if menu and "search/index.html" in menu[0] else None


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".ics": "text/calendar",
        ".xml": "application/xml",
        ".json": "application/json",
    }

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A browser that closes a connection is no news."""


def serve(site):
    """Serves the site on a free port of loopback; gives the address that all its pages begin with."""
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site.root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"

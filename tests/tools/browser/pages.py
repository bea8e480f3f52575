"""What every page must stand: asked in a browser, of each page or of one of each kind. Faults in words, none is good."""
import pathlib

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
HERE = pathlib.Path(__file__).parent
# Layout shift up to which a page counts as still. On a busy machine the first paint may come before the script: a line
# then settles by a pixel. What a reader notices begins a hundred times higher.
STILL = 0.001


class Reader:
    """A browser's window on a site; it notes what a page asks for and what it complains of."""

    def __init__(self, browser, base, day=None, **how):
        self.base, self.faults = base, []
        how.setdefault("viewport", PHONE)
        self.context = browser.new_context(locale="zh-CN", reduced_motion="reduce", service_workers="block", **how)
        self.context.add_init_script(path=HERE / "probes.js")
        self.page = self.context.new_page()
        if day:
            self.page.clock.set_fixed_time(f"{day}T09:00:00+08:00")
        self.page.on("request", self.asked)
        self.page.on("response", lambda got: got.status >= 400 and self.faults.append(f"{got.status} {got.url}"))
        # A page that is left takes its icon's request along: no fault. A missing file has another failure.
        self.page.on("requestfailed", lambda got: got.failure != "net::ERR_ABORTED" and self.faults.append(f"{got.failure} {got.url}"))
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.faults.append(f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def asked(self, request):
        if not request.url.startswith((self.base, "data:")):
            self.faults.append(f"asks elsewhere: {request.url}")

    def open(self, address):
        self.page.goto(self.base + address)
        return self.page

    def ask(self, question, *given):
        return self.page.evaluate(f"(given) => judge.{question}(...given)", list(given))

    def taken(self):
        """What was noted since the last time."""
        noted, self.faults = self.faults, []
        return noted

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()


def narrow(reader, thoroughly):
    """No sideways scroll: on small phones, with the reader's letters twice as large, with the site's large letters."""
    for width, factor in ((320, 1), (360, 1), (360, 2), (1280, 2)) if thoroughly else ((320, 1),):
        reader.page.set_viewport_size({"width": width, "height": 740})
        if factor > 1:
            reader.ask("largest", factor)
        for fault in reader.ask("sideways"):
            yield f"{width} px wide, letters ×{factor}: sideways {fault}"
        for fault in reader.ask("parted"):
            yield f"{width} px wide, letters ×{factor}: a line parts {fault}"
        reader.ask("asBefore")
    for width in (320, 360, 1280) if thoroughly else (320,):
        reader.page.set_viewport_size({"width": width, "height": 740})
        reader.page.evaluate("document.documentElement.classList.add('large')")
        for fault in reader.ask("sideways"):
            yield f"{width} px wide, large letters: sideways {fault}"
        for fault in reader.ask("parted"):
            yield f"{width} px wide, large letters: a line parts {fault}"
        reader.page.evaluate("document.documentElement.classList.remove('large')")
    reader.page.set_viewport_size(PHONE)


def keyboard(reader):
    """Tab reaches all there is to press, in sight and with a visible ring, and leads out again."""
    for _ in range(1500):
        reader.page.keyboard.press("Tab")
        reached = reader.ask("reach")
        if reached is None or reached["again"]:
            break
        yield from reached["faults"]
    else:
        yield "Tab does not come to an end"
    for name in reader.ask("unreached"):
        yield f"Tab never reaches {name}"


def moved(reader, address):
    """How much of an open page moved while it loaded. One that moves does so each time; a busy machine that settled a line late
    does not do it three times."""
    shift = reader.ask("shifts")
    for _ in range(2):
        if shift > STILL:
            reader.open(address)
            shift = min(shift, reader.ask("shifts"))
    return shift


def each(browser, site, base):
    """Every page, as a phone shows it."""
    kinds = site.kinds()
    with Reader(browser, base) as reader:
        for address in site.pages:
            reader.open(address)
            faults = [f"moves while it loads: {shift}" for shift in [moved(reader, address)] if shift > STILL]
            faults += narrow(reader, address in kinds)
            faults += [f"forbidden by its own policy: {breach}" for breach in reader.ask("breaches")]
            yield from (f"{address}: {fault}" for fault in faults + reader.taken())


def fingers(browser, site, base):
    """Of each kind of page: keys, targets, paper."""
    with Reader(browser, base) as reader:
        for address in site.kinds():
            reader.open(address)
            faults = list(keyboard(reader))
            for width in (PHONE, DESK):
                reader.page.set_viewport_size(width)
                faults += [f"too small for a finger at {width['width']} px: {what}" for what in reader.ask("targets")]
            reader.page.set_viewport_size({"width": 718, "height": 1000})
            reader.page.emulate_media(media="print", color_scheme="dark")
            faults += [f"print: {what}" for what in reader.ask("onPaper") + reader.ask("sideways")]
            reader.page.emulate_media(media="screen", color_scheme="light")
            reader.page.set_viewport_size(PHONE)
            yield from (f"{address}: {fault}" for fault in faults + reader.taken())


def without_script(browser, site, base):
    """A browser that runs no script shows the same words, and nothing that only a script could make work."""
    with Reader(browser, base) as rich, Reader(browser, base, java_script_enabled=False) as poor:
        for address in site.kinds():
            if address == site.search():
                continue
            rich.open(address)
            poor.open(address)
            words = poor.page.locator("main").inner_text()
            if " ".join(words.split()) != rich.ask("words"):
                yield f"{address}: says something else without a script"
            for idle in poor.page.locator("button:visible").all_inner_texts():
                yield f"{address}: a button that does nothing without a script: {idle}"
            yield from (f"{address}: {fault}" for fault in rich.taken() + poor.taken())


def from_folder(browser, site):
    """Opened by double click from a stick: nothing is missing, nothing complains, every page has its dress."""
    base = site.root.as_uri() + "/"
    with Reader(browser, base) as reader:
        for address in site.pages:
            # This one is only ever shown by a server.
            if address == "404.html":
                continue
            page = reader.open(address)
            if page.evaluate("document.styleSheets.length") == 0 or page.evaluate("document.styleSheets[0].disabled"):
                yield f"{address}: no style from a folder"
            if page.locator("#large").count() and not page.locator("#large").is_visible():
                yield f"{address}: the script did not run from a folder"
            faults = reader.taken() + [f"forbidden by its own policy: {breach}" for breach in reader.ask("breaches")]
            yield from (f"{address}: from a folder: {fault}" for fault in faults)

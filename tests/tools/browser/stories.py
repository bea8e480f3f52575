"""What happens to a site over a visit or over days: larger letters, searching, days that go by, what a visit costs."""
import datetime
import json
import re

from playwright.sync_api import TimeoutError

from pages import DESK, PHONE, STILL, Reader, moved

HOME_BYTES = 60_000
SEARCH_BYTES = 100_000
WORDS = ("帮扶", "明白纸", "低保")
RESULTS = "main #results > li"


def size(page):
    return page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")


def shape(page):
    """How large everything on the page is: the same when a page looks the same."""
    boxes = "all => all.map(e => e.getBoundingClientRect()).map(box => [Math.round(box.width), Math.round(box.height)])"
    return page.eval_on_selector_all("main, main *", boxes)


def large_letters(browser, site, base):
    """The switch makes letters larger, and they stay so over pages and reloads until it is pressed again."""
    for where in (base, site.root.as_uri() + "/"):
        with Reader(browser, where) as reader:
            page = reader.open("index.html")
            before = size(page)
            page.keyboard.press("Tab")
            page.locator("#large").focus()
            page.keyboard.press("Enter")
            large = size(page)
            if large < before * 1.2:
                yield f"large letters are {large} px, the others {before}"
            if page.locator("#large").get_attribute("aria-pressed") != "true":
                yield "the switch does not say that it is on"
            for address in site.kinds():
                if address == "404.html" and where != base:
                    continue
                reader.open(address)
                if size(page) != large:
                    yield f"{address}: forgets the large letters"
                shift = moved(reader, address)
                if shift > STILL:
                    yield f"{address}: moves while large letters load: {shift}"
            page.reload()
            if size(page) != large:
                yield "a reload forgets the large letters"
            page.locator("#large").click()
            reader.open("index.html")
            if size(page) != before:
                yield "large letters cannot be switched off"
            yield from reader.taken()


def budget(browser, site, base):
    """The home page costs little, and shows itself when the script never comes."""
    for width in (PHONE, DESK):
        with Reader(browser, base, viewport=width) as reader:
            page = reader.open("index.html")
            page.wait_for_timeout(200)
            got = reader.ask("bytes")
            weight = sum(count for _, count in got)
            if weight > HOME_BYTES or not got or min(count for _, count in got) == 0:
                yield f"home weighs {weight} bytes in {len(got)} files, allowed are {HOME_BYTES}: {got}"
            rich = shape(page)
        with Reader(browser, base, viewport=width) as reader:
            reader.context.route("**/*.js", lambda route: route.abort())
            page = reader.open("index.html")
            page.wait_for_timeout(200)
            if not reader.ask("paints").get("first-contentful-paint"):
                yield f"{width['width']} px: paints nothing when the script does not come"
            if shape(page) != rich:
                yield f"{width['width']} px: looks otherwise when the script does not come: {shape(page)}, not {rich}"


def visible_links(page):
    """Where the links in the middle of a page lead, with the words around each."""
    pairs = "all => all.filter(a => a.getClientRects().length).map(a => [a.href, (a.closest('li') || a).innerText])"
    return dict(page.eval_on_selector_all("main a[href]", pairs))


def quotes(browser, site, base, address):
    """Words far from the beginning of a clause are shown where they stand, and text stays text."""
    with Reader(browser, base) as reader:
        page = reader.open("policy/text/index.html")
        texts = page.locator("main p").all_inner_texts()
        runs = (re.search(r"[一-鿿]{6}", text[80:]) for text in texts if len(text) > 100)
        wanted = [run[0] for run in runs if run and sum(run[0] in text for text in texts) == 1][:3]
        if not wanted:
            yield "no clause is long enough to ask for its end"
        for word in wanted:
            reader.open(address)
            page.locator("main input").first.fill(word)
            page.keyboard.press("Enter")
            try:
                page.locator(f"{RESULTS} p mark", has_text=word).first.wait_for(timeout=5000)
            except TimeoutError:
                yield f"{word} stands in a clause and is not shown: {page.locator(RESULTS).first.inner_text()!r}"
                continue
            line = page.locator(f"{RESULTS} p:has(mark)", has_text=word).first.inner_text()
            if not len(word) < len(line) < 110:
                yield f"{word}: shown with {len(line)} characters"
            if page.locator(f"{RESULTS} *").evaluate_all("all => all.some(one => !['P', 'SPAN', 'H2', 'A', 'MARK'].includes(one.tagName))"):
                yield f"{word}: a result holds more than text"
        yield from reader.taken()


def search(browser, site, base):
    """If the menu leads to a search: it finds what people look for, by keys alone, cheaply, from a folder too."""
    address = site.search()
    if address is None:
        return
    for where in (base, site.root.as_uri() + "/"):
        with Reader(browser, where) as reader:
            for word in WORDS:
                page = reader.open(address)
                before = set(visible_links(page))
                page.locator("main input").first.focus()
                page.keyboard.type(word)
                page.keyboard.press("Enter")
                found = {}
                for _ in range(50):
                    found = {link: text for link, text in visible_links(page).items() if link not in before}
                    if found:
                        break
                    page.wait_for_timeout(100)
                else:
                    yield f"{word} is not found, opened as {where[:5]}"
                if found and not any(word in text for text in found.values()):
                    yield f"{word}: nothing that was found says it"
                for link in page.eval_on_selector_all(RESULTS, "all => all.filter(one => !one.querySelector('mark')).map(one => one.querySelector('a').href)"):
                    # A notice shows its days, whatever in it was asked for.
                    if "/notices/" not in link:
                        yield f"{word}: {link} does not show where it says so"
                for link in dict.fromkeys(link.split("#")[0].removeprefix(where) for link in found):
                    if not (site.root / link).is_file():
                        yield f"{word}: found a page that is not there: {link}"
                for fault in reader.ask("sideways"):
                    yield f"{word}: sideways {fault}"
                weight = sum(count for _, count in reader.ask("bytes"))
                if where == base and weight > SEARCH_BYTES:
                    yield f"{word}: an answer costs {weight} bytes, allowed are {SEARCH_BYTES}"
            yield from reader.taken()
    yield from quotes(browser, site, base, address)
    with Reader(browser, base, java_script_enabled=False) as reader:
        page = reader.open(address)
        if len(page.locator("main").inner_text().strip()) < 20:
            yield "without a script the search says nothing and leads nowhere"
        yield from reader.taken()


def days_go_by(browser, site, base):
    """A page built for one day and read on others: rows and words about days left follow the reader's day."""
    built = json.loads((site.root / "notices.json").read_text())
    if 'data-sample' in (site.root / "index.html").read_text():
        yield "a sample does not follow the reader's clock: build it without sample_day"
        return
    day = lambda text, more=0: (datetime.date.fromisoformat(text) + datetime.timedelta(days=more)).isoformat()
    asked = 0
    # Where it is still the evening before: the village's day counts.
    with Reader(browser, base, timezone_id="America/New_York") as reader:
        on = lambda when, address: (reader.page.clock.set_fixed_time(f"{when}T00:30:00+08:00"), reader.open(address))[1]
        for notice in built["notices"]:
            until, last, page = notice.get("rows_until"), notice.get("last"), notice["page"]
            if notice["state"] not in ("open", "closed") or not until:
                continue
            asked += 1
            for when, shown in ((built["built"], True), (until, True), (day(until, 1), False), (day(until, 400), False)):
                there = on(when, page).locator(".rows table").count() > 0
                if there != shown:
                    yield f"{page} read on {when}: {'rows still stand there' if there else 'rows are gone'}"
                if not shown and not reader.page.locator(".rows-gone").first.is_visible():
                    yield f"{page} read on {when}: nothing says that the rows were taken down"
            if notice["state"] != "open":
                continue
            for when, words in ((day(last, -1), "还剩1天"), (last, "今天是最后一天"), (day(last, 1), "公示期满")):
                for address, box in (("index.html", f".card:has(a[href='{page}'])"), (page, ".banner")):
                    if when >= built["built"] and words not in on(when, address).locator(box).inner_text():
                        yield f"{address} read on {when}: does not say {words}"
        yield from reader.taken()
    if asked == 0:
        yield "no notice has rows that could go"

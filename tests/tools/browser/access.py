"""axe-core on every kind of page: WCAG 2.2 A and AA, its best practices, and contrast as AAA asks for it (7:1)."""
import axe_playwright_python
import pathlib

from pages import DESK, PHONE, Reader

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": LEVELS, "rules": {"color-contrast-enhanced": {"enabled": True}}, "resultTypes": ["violations", "incomplete"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]}, "resultTypes": ["violations", "incomplete"]}


def found(page, what):
    said = page.evaluate(
        """async (what) => {
            const result = await axe.run(document, what);
            const why = (node) => (node.any[0] || node.all[0] || node.none[0] || { message: "" }).message;
            const short = (list) => list.map((rule) => [rule.id, rule.nodes.map((node) => node.target.join(" ") + ": " + why(node))]);
            /* What lies under a text may be a gradient or a shape beside it: then we reckon ourselves. */
            const pale = result.incomplete.filter((rule) => rule.id.startsWith("color-contrast"))
                .flatMap((rule) => rule.nodes.map((node) => document.querySelector(node.target[0])))
                .map((e) => [e, judge.contrast(e)]).filter(([e, ratio]) => !(ratio >= 7));
            return { faults: short(result.violations), pale: pale.map(([e, ratio]) => e.outerHTML.slice(0, 80) + " " + ratio), passed: result.passes.length };
        }""",
        what,
    )
    if said["passed"] == 0:
        yield "axe looked at nothing"
    for rule, nodes in said["faults"]:
        yield f"{rule} ({len(nodes)}): {nodes[0]}"
    for node in said["pale"]:
        yield f"contrast below 7: {node}"


def accessible(browser, site, base):
    with Reader(browser, base) as reader:
        for address in site.kinds():
            for size in (PHONE, DESK):
                reader.page.set_viewport_size(size)
                reader.page.emulate_media(color_scheme="light")
                page = reader.open(address)
                page.evaluate(AXE)
                for look, what in (("light", EVERYTHING), ("dark", COLOURS)):
                    page.emulate_media(color_scheme=look)
                    for fault in found(page, what):
                        yield f"{address}: {size['width']} px, {look}: {fault}"
            yield from (f"{address}: {fault}" for fault in reader.taken())

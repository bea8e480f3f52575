#!/usr/bin/env python3
"""Pictures of a built site for people to look at: look.py DIR OUT. Phone, desk, large letters, dark, paper."""
import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

from built import Site, serve
from main import SWITCHES
from pages import DESK, PHONE, Reader


def main():
    site, out = Site(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[3:] or site.kinds()
    base = serve(site)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        for address in wanted:
            name = site.kind(address).replace("index.html", "").strip("/ ").replace("/", "-").replace("*", "x").replace(" ", "-") or "home"
            for look, size, scheme, large in (
                ("phone", PHONE, "light", False), ("desk", DESK, "light", False), ("large", PHONE, "light", True),
                ("dark", PHONE, "dark", False), ("dark-desk", DESK, "dark", False), ("tiny-large", {"width": 320, "height": 640}, "light", True),
            ):
                with Reader(browser, base, viewport=size, color_scheme=scheme) as reader:
                    if large:
                        reader.context.add_init_script("localStorage.setItem('large', '1')")
                    reader.open(address).screenshot(path=out / f"{name}.{look}.png", full_page=True)
            with Reader(browser, base) as reader:
                reader.open(address).pdf(path=out / f"{name}.pdf", format="A4", print_background=False)
        browser.close()


if __name__ == "__main__":
    main()

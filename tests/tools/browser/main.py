#!/usr/bin/env python3
"""A real browser reads built sites: main.py NAME=DIR… prints `ok` or `FAIL` a question and site, exit 1 on a fault."""
import argparse
import shutil
import sys
import time

from playwright.sync_api import sync_playwright

import access
import pages
import stories
from built import Site, serve

# Asked of pages.
PAGES = {
    "each page": pages.each,
    "keys, fingers, paper": pages.fingers,
    "without script": pages.without_script,
    "axe": access.accessible,
    "from a folder": lambda browser, site, base: pages.from_folder(browser, site),
}
# Asked of a whole site.
VISITS = {"large letters": stories.large_letters, "search": stories.search, "budget": stories.budget}
# Asked of sites that follow the reader's clock.
LIVE = {"days go by": stories.days_go_by}
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-pings", "--disable-default-apps",
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--live", action="store_true", help="the sites follow the reader's clock: ask what days do to them")
    arguments.add_argument("--beside", help="a site that was asked already: leave out pages of the kinds that it has")
    arguments.add_argument("--only", help="one question")
    arguments.add_argument("--times", action="store_true")
    arguments.add_argument("sites", nargs="+")
    said = arguments.parse_args()
    questions = LIVE if said.live else PAGES if said.beside else PAGES | VISITS
    program = shutil.which("chromium") or sys.exit("chromium is not installed")
    failed = False
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=SWITCHES)
        for folder in said.sites:
            site = Site(folder, beside=Site(said.beside) if said.beside else None)
            base = serve(site)
            for name, ask in questions.items():
                if said.only not in (None, name):
                    continue
                begun = time.monotonic()
                faults = list(dict.fromkeys(ask(browser, site, base)))
                for fault in faults:
                    print(f"browser FAIL {folder}: {name}: {fault}", flush=True)
                took = f" ({time.monotonic() - begun:.1f} s)" if said.times else ""
                if not faults:
                    print(f"browser ok {folder}: {name}{took}", flush=True)
                elif took:
                    print(took)
                failed |= bool(faults)
        browser.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()

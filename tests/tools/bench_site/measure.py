#!/usr/bin/env python3
"""Builds and previews both sites of corpus.py, and prints CPU, memory and save-to-visible with their ratios.

    measure.py OUT MINGBAI HUGO
"""

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

TODAY = ["--today", "2025-04-10"]
ROUNDS, SAVES = 3, 7


def once(command):
    """CPU seconds, peak kB of a command."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def build(command, out):
    runs = []
    for _ in range(ROUNDS):
        shutil.rmtree(out, ignore_errors=True)
        runs.append(once(command))
    return statistics.median(run[0] for run in runs), max(run[1] for run in runs)


def page(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError):
        return ""


def wait(address, text, limit):
    """Seconds until the page holds the text; looks every 10 ms."""
    start = time.monotonic()
    while time.monotonic() - start < limit:
        if text in page(address):
            return time.monotonic() - start
        time.sleep(0.01)
    sys.exit(f"{address} never showed it")


def preview(command, address, file, log):
    with open(file, encoding="utf-8") as source:
        before = source.read()
    with open(log, "wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            wait(address, "会议记录", 600)
            times = []
            for n in range(SAVES):
                time.sleep(1.5)
                with open(file, "w", encoding="utf-8") as out:
                    out.write(before.replace("会议记录", f"会议记录和第{n}次改动"))
                times.append(wait(address, f"第{n}次改动", 60))
            with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
                peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        finally:
            process.terminate()
            with open(file, "w", encoding="utf-8") as out:
                out.write(before)
    return statistics.median(times), peak


def main():
    out, mingbai, hugo = sys.argv[1:4]
    ws, site = f"{out}/ws", f"{out}/hugo"
    ours = build([mingbai, "-C", ws, *TODAY, "build", "--out", f"{out}/dist"], f"{out}/dist")
    theirs = build([hugo, "--source", site, "--destination", f"{out}/public", "--quiet"], f"{out}/public")
    our_page = "villages/v00/notices/2025-04-00000"
    seen = preview([mingbai, "-C", ws, *TODAY, "serve", "--port", "17890"],
                   f"http://127.0.0.1:17890/{our_page}/index.html", f"{ws}/{our_page}.md", f"{out}/serve.log")
    theirs_seen = preview([hugo, "server", "--source", site, "--port", "17891", "--bind", "127.0.0.1"],
                          "http://127.0.0.1:17891/v00/2025-04-00000/", f"{site}/content/v00/2025-04-00000.md",
                          f"{out}/hugo.log")
    print(f"{'':34}{'mingbai':>12}{'Hugo':>12}{'Hugo/mingbai':>16}")
    for title, a, b in [
        ("full build, CPU in s", ours[0], theirs[0]),
        ("full build, peak memory in MB", ours[1] / 1024, theirs[1] / 1024),
        ("save to visible, median in ms", seen[0] * 1000, theirs_seen[0] * 1000),
        ("preview, peak memory in MB", seen[1] / 1024, theirs_seen[1] / 1024),
    ]:
        print(f"{title:34}{a:12.2f}{b:12.2f}{b / a:16.1f}")


if __name__ == "__main__":
    main()

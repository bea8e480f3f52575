#!/usr/bin/env python3
"""QR codes by zbarimg: one line a file, `ok FILE` or `FAIL FILE: why`. Exit 1 when a file fails.

Every page with a code is drawn by poppler at 150 dpi, as a phone sees it, and read. What is read must be what the
figure's alternative text says («二维码：…，网址 …») and what stands beneath it in words, without the scheme.
"""
import collections
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf

MARK = "，网址 "


def figures(pdf):
    """Addresses that figures claim, by page number."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    claims = collections.defaultdict(list)
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if element.get("/S") == "/Figure" and MARK in str(element.get("/Alt", "")):
            claims[numbers[element.Pg.objgen]].append(str(element.Alt).split(MARK)[1])
        children = element.get("/K")
        children = children if isinstance(children, pikepdf.Array) else [children]
        waiting += [child for child in children if isinstance(child, pikepdf.Dictionary) and "/S" in child]
    return claims


def run(*command):
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def faults(path, claims, folder):
    for number, urls in sorted(claims.items()):
        page = ("-f", str(number), "-l", str(number))
        picture = folder / "page"
        run("pdftoppm", "-r", "150", "-gray", "-singlefile", *page, path, str(picture))
        read = run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", f"{picture}.pgm").split()
        if sorted(read) != sorted(urls):
            yield f"p.{number}: reads {read}, should read {urls}"
        words = "".join(run("pdftotext", "-q", "-raw", *page, path, "-").split())
        for url in urls:
            if url.split("://")[1].rstrip("/") not in words:
                yield f"p.{number}: {url} does not stand there in words"


def main(paths):
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            try:
                with pikepdf.open(path) as pdf:
                    claims = figures(pdf)
                found = list(faults(path, claims, Path(folder)))
            except (pikepdf.PdfError, AttributeError) as fault:
                claims, found = {}, [str(fault)]
            failed |= bool(found)
            count = sum(map(len, claims.values()))
            print(f"FAIL {path}: {'; '.join(found)}" if found else f"ok {path} ({count} codes)")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

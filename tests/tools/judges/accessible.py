#!/usr/bin/env python3
"""PDF/UA-1 by outloud: one line a file, `ok FILE` or `FAIL FILE: why`. Exit 1 when a file fails.

Every error counts, every warning, and every rule that crashed instead of answering. Three of its warnings are
guesses about appearance (no validator tests them, it says) that guess wrong here:

* TBL-014, a ruled grid that no Table covers: it looks for a Table that *begins* on the page and whose *words* cover
  half of the grid, so a list that goes on from the page before and a form whose cells wait for a pen look untagged.
  Rows and cells themselves are judged by its other rules for tables.
* TBL-012, mostly empty cells: a sheet to sign on.
* PAG-001, a running head tagged as content: in a booklet of one leaflet for many households each copy begins with
  the same title. Only files with an outline, that is booklets, are forgiven.
"""
import sys

import pikepdf
from outloud import check

GUESSES = {"TBL-012", "TBL-014"}


def faults(path):
    result = check(path)
    if result.error:
        yield result.error
        return
    forgiven = set(GUESSES)
    with pikepdf.open(path) as pdf:
        if "/Outlines" in pdf.Root:
            forgiven.add("PAG-001")
    for found in result.findings:
        if found.severity != "info" and not (found.severity == "warning" and found.rule in forgiven):
            yield f"{found.rule} p.{found.page}: {found.message} {found.evidence or ''}"
    for run in result.runs:
        if run.status == "crashed":
            yield f"{run.rule} crashed: {run.reason}"
    if not any(run.status == "ran" for run in result.runs):
        yield "no rule ran"


def main(paths):
    failed = False
    for path in paths:
        found = list(faults(path))
        failed |= bool(found)
        print(f"FAIL {path}: {'; '.join(' '.join(fault.split()) for fault in found)}" if found else f"ok {path}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

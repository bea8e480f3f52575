#!/usr/bin/env bash
# One print job of many addressed leaflets, beside typst making the same pages in one document, in one run: CPU time,
# size a page and peak memory of the whole processes. Ratios are what to look at. Also what one notice costs beside
# reading and cutting its fonts alone.
#
#   tests/tools/bench_print.sh [LEAFLETS]      needs python3 and the PyPI package typst
set -euo pipefail
cd "$(dirname "$0")/../.."
count=${1:-1000}
program=$(cargo bench --no-run --bench leaflets 2>&1 | sed -n 's/.*Executable.*(\(.*\))$/\1/p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$program" "$count" "$work" <<'PY'
import os, subprocess, sys
program, count, work = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def run(*command):
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    assert status == 0, command
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

def pages(file):
    said = subprocess.run(["pdfinfo", file], capture_output=True, text=True).stdout
    return int(next(line for line in said.splitlines() if line.startswith("Pages:")).split()[1])

rows = {}
for name, command in {"mingbai": [program], "typst": ["python3", "tests/bench/leaflets.py"]}.items():
    file = f"{work}/{name}.pdf"
    cpu, memory = run(*command, str(count), file)
    rows[name] = cpu / pages(file) * 1000, os.path.getsize(file) / pages(file), memory, pages(file)
    print("{:8} {:7.2f} ms CPU a page  {:7.0f} bytes a page  {:6.0f} MB at most  {} pages".format(name, *rows[name]))
ours, theirs = rows["mingbai"], rows["typst"]
print("typst : mingbai = {:.1f} in CPU, {:.1f} in bytes, {:.1f} in memory".format(*(t / o for t, o in zip(theirs, ours))))
PY

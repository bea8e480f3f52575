#!/usr/bin/env bash
# Makes the pictures of README from the built sample: the sheet of a board print with the list, and a page on a phone 360 px wide.
#
#   tests/tools/pictures.sh [dist]        needs pdftoppm (poppler-utils) and chromium
set -euo pipefail
cd "$(dirname "$0")/../.."
dist=$(realpath "${1:-dist}")
village=qingsong notice=2025-04-identify
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
mkdir -p docs/pictures

pdftoppm -png -gray -r 72 -f 2 -singlefile "$dist/board/$village/$notice-A4.pdf" docs/pictures/board
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --user-data-dir="$desk" --hide-scrollbars \
  --window-size=360,800 --screenshot="$PWD/docs/pictures/phone.png" "file://$dist/public/villages/$village/notices/$notice/index.html" 2>"$desk/log" ||
  { cat "$desk/log" >&2; exit 1; }

for picture in board phone; do
  size=$(stat -c %s "docs/pictures/$picture.png")
  if ((size >= 200000)); then echo "docs/pictures/$picture.png: $size bytes, want less than 200 kB" >&2; exit 1; fi
done

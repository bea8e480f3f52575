#!/usr/bin/env bash
# Makes the pictures of docs/notice-life.md from the sample: samples before signing, a sheet to be signed by hand, the print that hangs.
#
#   tests/tools/life_pictures.sh target/release/mingbai        needs pdftoppm (poppler-utils) and chromium
set -euo pipefail
cd "$(dirname "$0")/../.."
mingbai=$(realpath "$1")
name=villages/qingsong/notices/2025-04-identify
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
out=$PWD/docs/pictures

"$mingbai" init "$desk/ws" >"$desk/log"
"$mingbai" -C "$desk/ws" build --out "$desk/dist" >>"$desk/log" || true
rm -r "$desk/ws/$name.proof"
"$mingbai" -C "$desk/ws" --today 2025-04-04 proof "$name" >>"$desk/log"
cat >>"$desk/ws/villages/qingsong/village.toml" <<'EOF'

[[official]]
role = "村民委员会"
name = "张三"
from = 2021-01-20
EOF
"$mingbai" -C "$desk/ws" --today 2025-04-04 sheet "$name" --role 村民委员会 --out "$desk/sheet.pdf" >>"$desk/log"
draft=$(echo "$desk/ws/$name.proof"/*)

picture() { pdftoppm -png -gray -r 60 -f "$3" -singlefile "$1" "$out/$2"; }
picture "$draft/board-A4.pdf" life-sample 1
picture "$desk/sheet.pdf" life-sheet 2
picture "$desk/dist/board/qingsong/2025-04-identify-A4.pdf" life-print 2
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --user-data-dir="$desk/browser" --hide-scrollbars \
  --window-size=360,800 --screenshot="$out/life-page.png" "file://$draft/page.html" 2>>"$desk/log" ||
  { cat "$desk/log" >&2; exit 1; }

for picture in sample sheet print page; do
  size=$(stat -c %s "$out/life-$picture.png")
  if ((size >= 200000)); then echo "$out/life-$picture.png: $size bytes, want less than 200 kB" >&2; exit 1; fi
done

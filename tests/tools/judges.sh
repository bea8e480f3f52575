#!/usr/bin/env bash
# Programs of others judge our prints and calendars: tests/tools/judges.sh DIR…
#
# A line a file and judge, exit 1 when one of them objects. Of prints of one kind, alike but for village, month and
# number, the largest is judged, and of those for everybody the smallest too. The judges sit side by side: each is one
# thread. A judge that is not installed is an error, unless JUDGES_OPTIONAL=1.
#
#   qpdf         sound syntax, streams that unpack
#   pikepdf      PDF/A-2b                                  pip: pikepdf[pdfa]
#   outloud      PDF/UA-1                                  pip: outloud
#   preflight    PDF/A-1b, as far as parts 1 and 2 agree   apt: libpdfbox2-java libactivation-java libjaxb-api-java, a JDK
#   zbarimg      every QR code, drawn at 150 dpi           apt: zbar-tools poppler-utils
#   pdffonts     fonts embedded, subset, with Unicode      apt: poppler-utils
#   icalendar    calendars                                 pip: icalendar
set -euo pipefail
here=$(dirname "$(realpath "$0")")
[ $# -gt 0 ] || { echo "usage: $0 DIR…" >&2; exit 64; }
export LC_ALL=C.UTF-8

# Paths from the smallest file to the largest, each after its kind.
kinds() {
  find "$@" -name '*.pdf' -printf '%s\t%p\n' | sort -n | cut -f 2 | sed -E '
    h; s#^(.*/)?(board|loudspeaker|private|villages)/[^/]+/#\2/*/#; s#[0-9]{4}-[0-9]{2}-##g; s#[0-9]{3,}#N#g; G; s#\n#\t#'
}
mapfile -t files < <(kinds "$@" | awk -F '\t' '
  !($1 in first) { first[$1] = $2 } { last[$1] = $2 }
  END { for (kind in last) { print last[kind]; if (kind !~ /^private/ && first[kind] != last[kind]) print first[kind] } }' | sort)
[ ${#files[@]} -gt 0 ] || { echo "no PDF below $*" >&2; exit 1; }

prints=${#files[@]}

failed=0
# A judge's lines, begun with its name; anything but `ok` is an objection, and so is silence about a file.
report() {
  local judge=$1 said
  said=$(cat)
  sed "s/^/$judge /" <<<"$said"
  if grep -qv '^ok ' <<<"$said" || [ "$(grep -c '^ok ' <<<"$said")" != ${#files[@]} ]; then failed=1; fi
}

at_hand() {
  local judge=$1 what
  shift
  for what in "$@"; do
    case $what in
      *.jar) test -r "/usr/share/java/$what" ;;
      python:*) python3 -c "import ${what#python:}" 2>/dev/null ;;
      *) command -v "$what" >/dev/null ;;
    esac || {
      echo "$judge: $what is not installed" >&2
      [ "${JUDGES_OPTIONAL:-}" = 1 ] || failed=1
      return 1
    }
  done
}

heard=$(mktemp -d)
trap 'rm -rf "$heard"' EXIT
judges=()
# Lets a judge begin; what it says is reported when all have done.
judge() {
  judges+=("$1")
  "judge_$1" >"$heard/$1" &
}

judge_qpdf() {
  local file said
  for file in "${files[@]}"; do
    if said=$(qpdf --check "$file" 2>&1); then echo "ok $file"; else echo "FAIL $file: ${said//$'\n'/ }"; fi
  done
}
judge_pikepdf() { python3 "$here/judges/archive.py" "${files[@]}"; }
judge_outloud() { python3 "$here/judges/accessible.py" "${files[@]}"; }
judge_zbarimg() { python3 "$here/judges/codes.py" "${files[@]}"; }
jars=(preflight.jar pdfbox2.jar fontbox2.jar xmpbox.jar commons-logging.jar javax.activation.jar jaxb-api.jar)
judge_preflight() {
  local file path unpacked=$heard/unpacked
  path=$(printf ':/usr/share/java/%s' "${jars[@]}")
  # Part 1 stands on PDF 1.4, which knows no object and cross-reference streams: it is shown the same objects unpacked.
  for file in "${files[@]}"; do
    mkdir -p "$unpacked/$(dirname "$file")"
    qpdf --object-streams=disable --newline-before-endstream "$file" "$unpacked/$file"
  done
  java -cp "${path#:}" "$here/judges/Preflight.java" "${files[@]/#/"$unpacked/"}" | sed "s|$unpacked/||"
}
judge_pdffonts() {
  local file bad
  for file in "${files[@]}"; do
    # Columns from the right: embedded, subset, Unicode, object number, generation.
    bad=$(pdffonts "$file" 2>&1 | awk 'NR > 2 { n++; if ($1 !~ /^[A-Z]+\+/ || $(NF-4) $(NF-3) $(NF-2) != "yesyesyes") print }
      END { if (!n) print "no fonts" }')
    if [ -z "$bad" ]; then echo "ok $file"; else echo "FAIL $file: ${bad//$'\n'/; }"; fi
  done
}

if at_hand zbarimg python3 python:pikepdf zbarimg pdftoppm pdftotext; then judge zbarimg; fi
if at_hand outloud python3 python:outloud; then judge outloud; fi
if at_hand pikepdf python3 python:pikepdf.pdfa; then judge pikepdf; fi
if at_hand preflight javac java qpdf "${jars[@]}"; then judge preflight; fi
if at_hand qpdf qpdf; then judge qpdf; fi
if at_hand pdffonts pdffonts; then judge pdffonts; fi
wait
for name in "${judges[@]}"; do report "$name" <"$heard/$name"; done

mapfile -t files < <(find "$@" -name '*.ics' | sort)
if [ ${#files[@]} -gt 0 ] && at_hand icalendar python3 python:icalendar; then
  report icalendar < <(python3 "$here/judges/calendars.py" "${files[@]}")
fi

echo "$((prints + ${#files[@]})) files judged"
exit $failed

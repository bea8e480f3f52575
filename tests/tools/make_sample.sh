#!/usr/bin/env bash
# Makes the sample township anew: rosters, keys, signatures. Needed after a change of the sample or of its pack,
# because signers confirm the pack's digest. The secret keys are thrown away: nobody else may sign for the sample.
#
#   tests/tools/make_sample.sh path/to/mingbai
set -euo pipefail
cd "$(dirname "$0")/../.."
mingbai=$(realpath "${1:?path of the mingbai binary}")
secrets=$(mktemp -d)
trap 'rm -rf "$secrets"' EXIT

python3 tests/tools/make_sample.py content/villages
rm -rf content/keys content/kept content/villages/*/rosters/*.signoff content/villages/*/notices/*.proof

keys() { # village committee-member supervisor
  mkdir -p "content/keys/$1"
  "$mingbai" keygen --role 村民委员会 --name "$2" --out "$secrets/$1-village-committee" </dev/null >/dev/null
  "$mingbai" keygen --role 村务监督委员会 --name "$3" --out "$secrets/$1-supervision-committee" </dev/null >/dev/null
  for role in village-committee supervision-committee; do
    mv "$secrets/$1-$role.pub" "content/keys/$1/$role.pub"
  done
}
sign() { # day village notice role
  "$mingbai" -C content --today "$1" sign "villages/$2/notices/$3" --key "$secrets/$2-$4.key" </dev/null >/dev/null
}

keys qingsong 罗启山 高明
keys shiqiao 董世安 韩永年
keys bailu 沈国栋 卢静波
# The township and the county had not reviewed it yet when the village signed.
exit=content/villages/qingsong/notices/2025-03-exit.toml
cp "$exit" "$secrets/exit.toml"
sed -i '/^township = /d; /^county = /d' "$exit"
for role in village-committee supervision-committee; do
  sign 2025-03-14 qingsong 2025-03-exit "$role"
  sign 2025-04-03 qingsong 2025-04-identify "$role"
  sign 2025-03-31 shiqiao 2025-03-identify "$role"
  sign 2025-04-08 bailu 2025-04-identify "$role"
done
sign 2025-04-09 bailu 2025-04-exit village-committee
cp "$secrets/exit.toml" "$exit"
# Prints are made anew by everybody who looks at a proof; what the office keeps is not for a sample.
rm -rf content/kept content/villages/*/notices/*.proof/*/*.pdf

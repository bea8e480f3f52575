#!/usr/bin/env bash
# Makes the example townships of the packs anew: rosters, keys, signatures. Needed after a change of such a pack, because
# signers confirm the pack's digest. The secret keys are thrown away.
#
#   tests/tools/make_examples.sh path/to/mingbai
set -euo pipefail
cd "$(dirname "$0")/../.."
mingbai=$(realpath "${1:?path of the mingbai binary}")
secrets=$(mktemp -d)
trap 'rm -rf "$secrets"' EXIT

for pack in policies/*/pack.toml; do
  rm -rf "$(dirname "$pack")/example"
done
PYTHONDONTWRITEBYTECODE=1 python3 tests/tools/make_examples.py . > "$secrets/notices"
while read -r pack day notice; do
  for role in 村民委员会 村务监督委员会; do
    key="$secrets/$pack-$role"
    if [ ! -e "$key.key" ]; then
      name=$([ "$role" = 村民委员会 ] && echo 罗启山 || echo 高明)
      "$mingbai" keygen --role "$role" --name "$name" --out "$key" </dev/null >/dev/null
      file=$([ "$role" = 村民委员会 ] && echo village-committee || echo supervision-committee)
      mkdir -p "policies/$pack/example/keys/cun"
      cp "$key.pub" "policies/$pack/example/keys/cun/$file.pub"
    fi
    "$mingbai" -C "policies/$pack/example" --today "$day" sign "$notice" --key "$key.key" </dev/null >/dev/null
  done
done < "$secrets/notices"
rm -rf policies/*/example/kept policies/*/example/villages/*/notices/*.proof/*/*.pdf

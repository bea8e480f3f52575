#!/usr/bin/env bash
# Times whole commands on a township of many villages (50 households each), with hyperfine; ratios, not seconds, are
# what to look at: the first build, the same again, and `status`, all in one run.
#
#   tests/tools/bench.sh path/to/mingbai [VILLAGES]
set -euo pipefail
mingbai=$(realpath "${1:?path of the mingbai binary}")
villages=${2:-20}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$mingbai" init "$work/ws" >/dev/null
rm -rf "$work/ws/villages" "$work/ws/keys"
sed -i '/^villages = /d' "$work/ws/township.toml"
python3 - "$work/ws" "$villages" <<'PY'
import os, sys
root, villages = sys.argv[1], int(sys.argv[2])
given = "明强芳娟敏静丽磊洋艳勇军杰涛超霞平刚桂"
def ident(first):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights)) % 11]
for v in range(villages):
    folder = f"{root}/villages/v{v:03}"
    os.makedirs(folder + "/rosters"), os.makedirs(folder + "/notices")
    name = f"第{v + 1}村"
    with open(folder + "/village.toml", "w") as out:
        out.write(f'name = "{name}"\ncommittee = "{name}村民委员会"\nboard = "村务公开栏"\n')
    with open(folder + "/notices/2025-04-identify.toml", "w") as out:
        out.write('kind = "identify"\nroster = "rosters/r.csv"\nposted = 2025-04-07\n[steps]\nlead = 2025-03-28\n')
    with open(folder + "/rosters/r.csv", "w") as out:
        out.write("序号,组,户编号,户主姓名,身份证号,家庭人口,监测对象类别,联系电话\n")
        for n in range(50):
            person = "王李张刘陈"[n % 5] + given[n % 19] + given[(n * 7 + v) % 19]
            number = ident(f"990244{1950 + n % 50}0{1 + n % 9}1{n % 9}{n:03}")
            out.write(f"{n + 1},{1 + n % 6}组,h{v:03}{n:04},{person},{number},{1 + n % 5},脱贫不稳定户,154{v:04}{n:04}\n")
PY
for role in 村民委员会 村务监督委员会; do
  mkdir -p "$work/ws/keys"
  "$mingbai" keygen --role "$role" --name "$role经办人" --out "$work/$role" </dev/null >/dev/null
  mv "$work/$role.pub" "$work/ws/keys/"
  for notice in "$work"/ws/villages/*/notices/*.toml; do
    name=${notice#"$work/ws/"}
    "$mingbai" -C "$work/ws" --today 2025-04-07 sign "${name%.toml}" --key "$work/$role.key" </dev/null >/dev/null
  done
done
hyperfine --warmup 1 --runs 5 \
  --prepare "rm -rf $work/dist" -n 'first build' "$mingbai -C $work/ws build --out $work/dist" \
  --prepare true -n 'build again' "$mingbai -C $work/ws build --out $work/dist" \
  --prepare true -n 'status' "$mingbai -C $work/ws status"
/usr/bin/time -f 'peak memory of a build: %M kB' "$mingbai" -C "$work/ws" build --out "$work/dist" >/dev/null

#!/usr/bin/env python3
"""One value of each kind, planted in each carrier and in each disguise → tables of what the program finds, as Markdown.

    planted.py MINGBAI [--carrier ID]… [--disguise NAME]… [--kind ID]… [--jobs N] [--passes]

A workspace with one signed roster is clean. Into a copy goes a value that the roster holds (honest/carriers.py: where;
honest/disguises.py: how), it is built, and the build must be refused because of that very row. Several values share a
build; what is found is taken out until the rest is published. ✓ found, ! published with a warning that names the cell,
r refused for another reason, ✗ passes, · the disguise changes nothing here. What passes and is not listed in
planted_out_of_reach.txt (lines of: carrier or disguise, kind, reason, with tabs; * for all) makes the exit code 1.

--passes also prints how to lay each that passes by hand. Needs Python 3.11 and PyPI's `cryptography`. Nobody in it exists.
"""

import argparse
import concurrent.futures
import itertools
import os
import re
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, f"{HERE}/honest"]
import people  # noqa: E402
import workbook  # noqa: E402
from bench_site.corpus import identity  # noqa: E402
from carriers import CARRIERS, NOTICE, VILLAGE  # noqa: E402
from disguises import DISGUISES  # noqa: E402
from workspace import Workspace  # noqa: E402

HEAD = ["序号", "组", "户编号", "户主姓名", "身份证号", "家庭人口", "监测对象类别", "出生日期", "住址", "联系电话", "邻居电话", "开户账号",
        "人均纯收入", "患病情况", "备注", "监护人", "联系人", "担保人"]
# Kind → title, head, what more stands in the row, what is planted of it (what stands after a stroke is disguised; {m}: the
# mask), and where the row is: "" the signed sheet.
KINDS = {
    "name": ("whole name", "庞卫东", {}, "庞卫东", ""),
    "name2": ("name of two", "瞿磊", {}, "瞿磊", ""),
    "word-name": ("name that is a word", "高明", {}, "请找|高明", ""),
    "id": ("ID number", "鄢继业", {}, "{id}", ""),
    "bank": ("account", "阚书文", {"开户账号": "6299990412345678903"}, "6299990412345678903", ""),
    "phone": ("mobile", "邬国良", {"联系电话": "15466083917"}, "15466083917", ""),
    "phone7": ("phone of 7 digits", "蔺晓峰", {"邻居电话": "6283947"}, "6283947", ""),
    "remark": ("remark", "宁长顺", {"备注": "父亲早逝，母亲改嫁，由伯父照管"}, "父亲早逝，母亲改嫁，由伯父照管", ""),
    "address": ("address", "褚万年", {"住址": "石桥村二组老榨油坊旁12号"}, "老榨油坊旁12号", ""),
    "address-short": ("short address", "苗春生", {"住址": "老桥头3号"}, "老桥头3号", ""),
    "disease": ("disease at a mask", "翟永贵", {"患病情况": "尿毒症"}, "{m}患|尿毒症", ""),
    "story": ("story at a mask", "路有福", {"备注": "服刑人员"}, "{m}是|服刑人员", ""),
    "birth": ("birth date at a mask", "庄德海", {"出生日期": "1955-11-07"}, "{m}|1955年11月7日出生", ""),
    "id-tail": ("ID tail at a mask", "柯玉梅", {}, "{m}身份证尾号|{tail}", ""),
    "amount": ("amount at a mask", "耿守信", {"人均纯收入": 48760}, "{m}收入|48760", ""),
    "guardian": ("guardian", "卞少华", {"监护人": "卞芳"}, "卞芳", ""),
    "contact": ("contact person", "詹启发", {"联系人": "宗建芬"}, "宗建芬", ""),
    "voucher": ("unknown column", "戚守业", {"担保人": "岑立本"}, "岑立本", ""),
    "hidden": ("hidden row", "佟国栋", {}, "佟国栋", "hidden"),
    "sheet": ("other sheet", "甄世昌", {}, "甄世昌", "sheet"),
    "unused": ("unused roster", "郜文秀", {}, "郜文秀", "unused"),
    "unsigned": ("unsigned roster", "栾若兰", {}, "栾若兰", "unsigned"),
}
# How many values a place has room for; the others have room for all.
ROOM = {"village-name": 4, "committee": 4, "township-name": 4, "publisher": 4, "pack-heading": 4, "number": 6, "place": 6, "board": 6,
        "one-code-title": 1, "one-code-words": 1, "notice-file-name": 1, "folder-name": 1}


def row(number, kind, group=None):
    _, head, more, _, _ = KINDS[kind]
    category = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"][number // 3 % 3]
    group = group or f"{'一二三'[number % 3]}组"
    return dict(zip(HEAD, [number, group, f"sq{number:06}", head, id_number(kind), 1 + number % 5, category])) | more


def id_number(kind):
    at = list(KINDS).index(kind)
    born = "19551107" if kind == "birth" else f"19{48 + at * 2}{1 + at % 12:02}{3 + at:02}"
    return identity(f"990244{born}{317 + at * 7}")


def text(kind, disguise):
    """What is planted, or None where the disguise changes nothing."""
    _, head, _, pattern, _ = KINDS[kind]
    before, _, secret = pattern.rpartition("|")
    number = id_number(kind)
    secret = secret.format(id=number, tail=number[-4:])
    hidden = DISGUISES[disguise][1](secret)
    if hidden is None or (hidden == secret and disguise != "plain"):
        return None
    return before.format(m=f"{head[0]}*{head[-1]}") + hidden


def build(mingbai, root, plants):
    """Plants are (carrier, kind, disguise). Returns exit code, rows that findings name, whether something else is wrong."""
    space = Workspace(mingbai, root, "puan-2025", "普安乡")
    space.more, space.stem, space.slug, space.group_cells = "", "2025-04-identify", "shiqiao", {}
    space.village("shiqiao", "石桥村")
    space.write(f"{NOTICE}.md", "本次公示的会议记录，可以到村委会查看。\n")
    for carrier, group in itertools.groupby(plants, key=lambda plant: plant[0]):
        group = list(group)
        texts = [text(kind, disguise) for _, kind, disguise in group]
        if carrier == "group-cell":
            texts = {kind: planted for (_, kind, _), planted in zip(group, texts)}
        CARRIERS[carrier][1](space, texts)
    sheets = {"": [], "sheet": [], "unused": [], "unsigned": []}
    where, hidden = {}, set()
    for kind, (_, _, _, _, place) in KINDS.items():
        rows = sheets["" if place == "hidden" else place]
        group = f"一组（{space.group_cells[kind]}）" if kind in space.group_cells else None
        rows.append(row(len(rows) + 1, kind, group))
        where[("" if place == "hidden" else place, len(rows) + 1)] = kind
        if place == "hidden":
            hidden.add(len(rows) + 1)
    lines = {place: [HEAD, *([cells.get(word, "") for word in HEAD] for cells in rows)] for place, rows in sheets.items()}
    signed = workbook.xlsx([{"name": "名册", "rows": lines[""], "hidden_rows": hidden}, {"name": "另表", "rows": lines["sheet"]}])
    if space.slug != "shiqiao":
        os.rename(f"{space.root}/{VILLAGE}", f"{space.root}/villages/{space.slug}")
    if space.stem != "2025-04-identify":
        notices = f"{space.root}/villages/{space.slug}/notices"
        os.rename(f"{notices}/2025-04-identify.md", f"{notices}/{space.stem}.md")
    space.pack_digest = space.digest()
    space.notice(space.slug, space.stem, "identify", "signed.xlsx", signed, more='sheet = "名册"\nhidden_rows = 1\n' + space.more)
    space.kinds = space.kinds | {"exit": ("2025-04-21", space.kinds["exit"][1])}
    space.notice(space.slug, "2025-04-exit", "exit", "unsigned.csv", workbook.csv(lines["unsigned"]), signed=False)
    space.write(f"villages/{space.slug}/rosters/unused.csv", workbook.csv(lines["unused"]))
    code, said = space.build()
    if code == 0:
        said = space.warnings()
    shutil.rmtree(root)
    named, other = set(), []
    for finding in said:
        told = f"{finding['path']}:{finding['line']} {finding['message']}"
        found = re.search(r"rosters/(signed|unused|unsigned)\.(?:xlsx|csv):(\d+)", told)
        place = found and {"signed": "sheet" if "另表" in finding["message"] else ""}.get(found[1], found[1])
        kind = found and where.get((place, int(found[2])))
        if kind:
            named.add(kind)
        elif finding["severity"] != "warning" and not finding["code"].startswith("leak-"):
            other.append(finding["code"])
    return code, named, other


def alone(args, number, plant):
    code, named, other = build(args.mingbai, os.path.join(args.work, f"p{number}"), [plant])
    if code == 0:
        return "!" if plant[1] in named else "✗"
    return "✓" if plant[1] in named or not other else "r"


def batch(args, number, plants):
    """Outcomes of plants: those that are found are taken out until the rest is published, or refused for another reason."""
    outcomes, rest = {}, plants
    while len(rest) > 1:
        code, named, _ = build(args.mingbai, os.path.join(args.work, f"p{number}"), rest)
        if code == 0:
            return outcomes | {plant: "!" if plant[1] in named else "✗" for plant in rest}
        found = [plant for plant in rest if plant[1] in named]
        if not found:
            break
        outcomes |= dict.fromkeys(found, "✓")
        rest = [plant for plant in rest if plant not in found]
    return outcomes | {plant: alone(args, number, plant) for plant in rest}


def table(title, rows, kinds, outcomes):
    print(f"\n### {title}\n\n| | " + " | ".join(KINDS[kind][0] for kind in kinds) + " |\n|---" + "|:-:" * len(kinds) + "|")
    for label, key in rows:
        print(f"| {label} | " + " | ".join(outcomes.get(key(kind), "·") for kind in kinds) + " |")


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("mingbai")
    parse.add_argument("--carrier", action="append", choices=CARRIERS)
    parse.add_argument("--disguise", action="append", choices=DISGUISES)
    parse.add_argument("--kind", action="append", choices=KINDS)
    parse.add_argument("--jobs", type=int, default=2)
    parse.add_argument("--passes", action="store_true")
    args = parse.parse_args()
    args.work = tempfile.mkdtemp(prefix="planted-")
    kinds = args.kind or list(KINDS)
    carriers = args.carrier or ([] if args.disguise else list(CARRIERS))
    disguises = args.disguise or ([] if args.carrier else [name for name in DISGUISES if name != "plain"])
    code, named, other = build(args.mingbai, f"{args.work}/clean", [])
    if code:
        sys.exit(f"the workspace without plants is refused: {sorted(named)} {other}")
    batches = []
    for carrier in carriers:
        room = ROOM.get(carrier, len(kinds))
        batches += [[(carrier, kind, "plain") for kind in kinds[start:start + room]] for start in range(0, len(kinds), room)]
    batches += [[(DISGUISES[name][0], kind, name) for kind in kinds if text(kind, name) is not None] for name in disguises]
    outcomes = {}
    with concurrent.futures.ProcessPoolExecutor(args.jobs) as pool:
        for run in [pool.submit(batch, args, number, plants) for number, plants in enumerate(batches)]:
            outcomes |= run.result()
    shutil.rmtree(args.work, ignore_errors=True)
    table("By place", [(CARRIERS[c][0], lambda kind, c=c: (c, kind, "plain")) for c in carriers], kinds, outcomes)
    table("By disguise", [(name, lambda kind, name=name: (DISGUISES[name][0], kind, name)) for name in disguises], kinds, outcomes)
    listed = set()
    with open(f"{HERE}/planted_out_of_reach.txt", encoding="utf-8") as lines:
        listed = {tuple(line.split("\t")[:2]) for line in lines if line.strip() and not line.startswith("#")}
    passing = []
    for (carrier, kind, disguise), outcome in outcomes.items():
        place = carrier if disguise == "plain" else disguise
        if outcome == "✗" and not {(place, kind), (place, "*")} & listed:
            passing.append((place, kind))
            if args.passes:
                print(f"passes: {place}: {CARRIERS[carrier][0]} <- {text(kind, disguise)!r}")
    print(f"\n{len(outcomes)} plants, {sum(o == '✓' for o in outcomes.values())} found, "
          f"{sum(o == '✗' for o in outcomes.values())} pass, {len(passing)} of them not listed as out of reach")
    return 1 if passing else 0


if __name__ == "__main__":
    sys.exit(main())

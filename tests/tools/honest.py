#!/usr/bin/env python3
"""Random honest rosters, signed → a count of what the program refuses all the same.

    honest.py MINGBAI [--small] [--rosters N] [--seed S] [--words RATE] [--borrowed RATE] [--jobs N] [--show] [--keep]

Workspaces full of signed rosters in the shapes that offices keep (honest/shapes.py), with the words that offices write
(honest/words.toml), are built. Nothing in them is published but what the pack shows, so that every finding that stops a
build is a false alarm: it is printed with code, place, field and seed, and the exit code is 1. Two kinds are counted by
themselves, because a person may have to decide: heads whose names are ordinary words (--words, share of all heads), and
values that are borrowed from what is public, such as a villager called like the village or the official contact
(--borrowed, share of rosters). Where such a value is refused, [[allowed]] is written for it and the workspace is built
again: what is refused even then makes the exit code 1 too. --show prints the values: nobody in them exists.

Needs Python 3.11 and PyPI's `cryptography`. --small: 300 rosters, for CI. Same rosters for the same seed.
"""

import argparse
import collections
import concurrent.futures
import os
import random
import re
import shutil
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, f"{HERE}/honest"]
import people  # noqa: E402
import shapes  # noqa: E402
import workbook  # noqa: E402
from people import WORDS  # noqa: E402
from workspace import PACKS, Workspace  # noqa: E402

ORDER = ["puan-2025", "huizhou-2020", "puan-2025", "linyi-2020", "puan-2025", "yangshuo-2021", "puan-2025", "huizhou-2020",
         "puan-2025", "jilin-2020"]
VILLAGES = 50
# Fields, as findings call them, that name somebody.
NAMING = {"姓名", "户主姓名", "帮扶责任人", "监护人", "开户名", "验收人"} | set(shapes.EXTRA["vouching"][0])
CELL = re.compile(r"(villages/[^（）()，\s:]+):(\d+):(\d+)")


def is_naming(field):
    """Whether a column may hold names: one of those, or one that the program does not know."""
    return field in NAMING or re.fullmatch("第[A-Z]+列", field)


ALLOWED = """
[[allowed]]
word = "{}"
reason = "这里是词语，不是人名"
decided_by = "村民委员会"
"""


def borrow(dice, roster, village):
    """Makes a villager or a cell say what stands in public as something else. Returns what, and the contact's name."""
    kind = dice.choice(["village", "contact-is-villager", "contact-is-helper", "compound", "phone"])
    heads = roster.households
    if kind == "village":
        heads[0]["head"] = village[:2]
        return {village[:2]}, None
    if kind == "contact-is-villager":
        return {heads[0]["head"]}, f"{village}村务监督委员会 {heads[0]['head']}"
    if kind == "contact-is-helper":
        name = roster.folk.name()
        roster.staff = [name]
        return {name}, f"{village}村务监督委员会 {name}"
    if kind == "compound" and len(heads) > 1:
        heads[0]["head"], heads[1]["head"] = "欧阳", "欧阳修远"
        return {"欧阳", "欧阳修远"}, None
    roster.staff = [f"{village}村务监督委员会0990-0001301"]
    return set(roster.staff), None


def fill(args, number, count):
    """One workspace: builds it and returns what was refused."""
    seed = f"{args.seed}/{number}"
    dice = random.Random(seed)
    pack = ORDER[number % len(ORDER)]
    township = dice.choice(WORDS["township"])
    root = os.path.join(args.work, f"ws{number}")
    others = [other for other in PACKS if other != pack]
    more = f"more_policies = {others}\n".replace("'", '"') if dice.random() < 0.3 else ""
    space = Workspace(args.mingbai, root, pack, township, papers=number % 10 == 0, more=more)
    folk = people.People(seed, args.words)
    names = dice.sample(WORDS["village"], min(VILLAGES, len(WORDS["village"])))
    borrowed, made, at = set(), 0, 0
    while made < count:
        slug, village = f"v{at:02}", names[at % len(names)]
        taken, board, contact = set(), dice.choice(WORDS["board"]), None
        for kind in list(space.kinds)[:max(1, count - made)]:
            posted, days = space.kinds[kind]
            place = {"at": at, "pack": pack, "township": township, "county": dice.choice(["云县", "平安县", ""]),
                     "village": village, "year": int(space.year), "posted": posted, "days": days,
                     "prefix": dice.choice(["hh", "cq", "nh0"]) + f"{at:02}{kind[0]}"}
            shape = shapes.ledger if kind == "housing" else dice.choice(shapes.SHAPES)
            numbered = shape in shapes.NUMBERED or dice.random() < 0.3
            roster = shapes.Roster(folk, place, numbered, taken)
            if dice.random() < args.borrowed:
                values, person = borrow(dice, roster, village)
                borrowed |= values
                contact = contact or person
            data, ending, note = shape(roster, pack)
            stem = dice.choice([f"{space.year}-{kind}", f"{posted[:7]}-{kind}", f"{posted[:7]}-{made:05}"])
            text = "\n\n".join(dice.sample(WORDS["own_text"], dice.randint(1, 3))) + "\n" if dice.random() < 0.5 else None
            if dice.random() < 0.3:
                number = dice.choice(WORDS["number"]).format(village=village[:-1], year=space.year, n=dice.randint(1, 30))
                note += f'number = "{number}"\n'
            space.notice(slug, stem, kind, f"{stem}.{ending}", data, text, note)
            made += 1
        hours = f'hours = "{dice.choice(WORDS["hours"])}"\n' if dice.random() < 0.4 else ""
        space.village(slug, village, board, contact, hours)
        at += 1
    code, alarms = build(space, folk, borrowed)
    words = {a["value"] for a in alarms if a["kind"] != "ordinary"}
    if words:
        for slug in os.listdir(f"{root}/villages"):
            path = f"villages/{slug}/village.toml"
            space.write(path, space.read(path) + "".join(ALLOWED.format(word) for word in sorted(words)))
        again = {(a["roster"], a["cell"]) for a in build(space, folk, borrowed)[1] if a["kind"] != "ordinary"}
        for a in alarms:
            a["again"] = (a["roster"], a["cell"]) in again
    if not args.keep:
        shutil.rmtree(root)
    return seed, made, code, alarms


def build(space, folk, borrowed):
    code, said = space.build()
    return code, [alarm(space, finding, folk.names, borrowed) for finding in said if finding["severity"] in ("error", "refusal")]


def public_text(space):
    """What stands in public whoever is on the list: the pack, the theme, the villages' own texts, places shown as groups."""
    text = list(shapes.PLACES)
    for base, _, files in os.walk(space.root):
        for name in files:
            if "/rosters" not in base and name.endswith((".toml", ".md", ".html", ".css", ".js", ".svg", ".txt")):
                with open(os.path.join(base, name), encoding="utf-8") as source:
                    text.append(source.read())
    return "\n".join(text)


def alarm(space, finding, names, borrowed):
    """A finding with the value it is about, and whether it is one of the two kinds that are counted apart."""
    found = CELL.search(finding["message"]) or CELL.search(f"{finding['path']}:{finding['line']}:{finding['column']}")
    sheet = re.search("工作表“([^”]*)”", finding["message"])
    value = workbook.cell(f"{space.root}/{found[1]}", int(found[2]), int(found[3]), sheet and sheet[1]) if found else ""
    kind = "ordinary"
    if value in borrowed:
        kind = "borrowed"
    elif value in names and is_naming(finding["field"]) and value in public_text(space):
        kind = "name that is a word"
    roster = found[1] if found else finding["path"]
    return {"kind": kind, "code": finding["code"], "field": finding["field"], "place": finding["path"],
            "message": finding["message"], "roster": roster, "cell": found and f"{found[2]}:{found[3]}", "value": value}


def report(args, seed, alarms):
    """Each value once."""
    seen = set()
    for a in alarms:
        key = (a["kind"], a["code"], a["field"], a["value"])
        if key not in seen:
            seen.add(key)
            value = f" “{a['value']}”" if args.show else ""
            where = f"{a['place']}: {a['message']}" if args.show else a["place"]
            although = ", although allowed" if a.get("again") else ""
            print(f"  {a['kind']}{although}: {a['code']} {a['field']}{value} in {where} <- {a['roster']}:{a['cell']} (seed {seed})",
                  flush=True)


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("mingbai")
    parse.add_argument("--rosters", type=int, default=10_000)
    parse.add_argument("--small", action="store_true", help="300 rosters")
    parse.add_argument("--seed", default="1")
    parse.add_argument("--only", type=int, help="only the workspace of this number, the part of a seed after the stroke")
    parse.add_argument("--words", type=float, default=0.002)
    parse.add_argument("--borrowed", type=float, default=0.02)
    parse.add_argument("--jobs", type=int, default=2)
    parse.add_argument("--per", type=int, default=60, help="rosters in a workspace")
    parse.add_argument("--show", action="store_true", help="print values")
    parse.add_argument("--keep", action="store_true", help="keep the workspaces")
    args = parse.parse_args()
    args.work = tempfile.mkdtemp(prefix="honest-")
    total = 300 if args.small else args.rosters
    counts = [min(args.per, total - start) for start in range(0, total, args.per)]
    started, sums, refused, wrong = time.monotonic(), collections.Counter(), collections.Counter(), 0
    with concurrent.futures.ProcessPoolExecutor(args.jobs) as pool:
        runs = [pool.submit(fill, args, n, count) for n, count in enumerate(counts) if args.only in (None, n)]
        for run in concurrent.futures.as_completed(runs):
            seed, made, code, alarms = run.result()
            sums["rosters"] += made
            sums["workspaces"] += 1
            wrong += code != 0
            for kind in {a["kind"] for a in alarms}:
                refused[kind] += len({a["roster"] for a in alarms if a["kind"] == kind})
            refused["again"] += len({a["roster"] for a in alarms if a.get("again")})
            report(args, seed, alarms)
    if args.keep:
        print("workspaces:", args.work)
    else:
        shutil.rmtree(args.work, ignore_errors=True)
    print(f"{sums['rosters']} rosters in {sums['workspaces']} workspaces, {time.monotonic() - started:.0f} s: "
          f"{wrong} workspaces refused; rosters at fault: {refused['ordinary']} ordinary, "
          f"{refused['name that is a word']} with a name that is a word (rate {args.words}), "
          f"{refused['borrowed']} borrowed (rate {args.borrowed}), {refused['again']} of both although allowed")
    return 1 if refused["ordinary"] or refused["again"] else 0


if __name__ == "__main__":
    sys.exit(main())

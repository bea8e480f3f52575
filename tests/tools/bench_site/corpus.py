#!/usr/bin/env python3
"""Writes N notices twice: OUT/ws, a signed workspace, and OUT/hugo, the same pages for Hugo.

    corpus.py OUT N MINGBAI

Nobody exists: identity numbers of region 9902, mobiles with 154. Same bytes on every run but for keys and signatures.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VILLAGES, HOUSEHOLDS, ROWS = 20, 600, 30
POSTED = "2025-04-07"
SURNAMES = "罗邓蒋韩唐冯董程曹袁许傅沈曾彭吕苏卢贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
GIVEN = "琮瑾珩璐玮骥骞晟昶曦熠焕烨炜澍涵淇湜泓楠梓榕桦桐"
CATEGORIES = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"]
ROLES = ["村民委员会", "村务监督委员会"]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(text.encode() if isinstance(text, str) else text)


def identity(first):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights)) % 11]


def household(village, n):
    """Group, number, head, identity number, size, category, phone of the n-th household of a village."""
    at = village * HOUSEHOLDS + n
    head = SURNAMES[at % 35] + GIVEN[at // 35 % 24] + GIVEN[at // 840 % 24]
    birth = f"{1950 + n % 45}{1 + n % 9:02}{1 + n % 28:02}"
    number = identity(f"9902{village:02}{birth}{n:03}")
    return f"{1 + n % 6}组", f"h{village:02}{n:04}", head, number, 1 + n % 5, CATEGORIES[n % 3], f"154{village:04}{n:04}"


class Key:
    """A key pair and its signatures in minisign's format."""

    def __init__(self):
        self.key, self.id = Ed25519PrivateKey.generate(), os.urandom(8)

    def public(self):
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.b64encode(b"Ed" + self.id + raw).decode()

    def sign(self, text):
        signature = self.key.sign(hashlib.blake2b(text).digest())
        comment = "mingbai"
        whole = self.key.sign(signature + comment.encode())
        box = base64.b64encode(b"ED" + self.id + signature).decode()
        return f"untrusted comment: mingbai signature\n{box}\ntrusted comment: {comment}\n{base64.b64encode(whole).decode()}\n"


def pack(root):
    """The sample's pack without board, leaflets and forms: what Hugo has no like of."""
    folder = f"{root}/policies/puan-2025"
    with open(f"{folder}/pack.toml", encoding="utf-8") as source:
        blocks = source.read().split("\n[[")
    kept = [block for block in blocks if not block.startswith(("leaflet]]", "form]]"))]
    text = "\n[[".join(kept).replace('channel = ["web", "board"', 'channel = ["web"')
    text = text.replace('"web", "chat", "loudspeaker"]', '"web"]')
    os.rename(folder, f"{root}/policies/bench")
    folder = f"{root}/policies/bench"
    for unused in ("example", "forms", "leaflets"):
        shutil.rmtree(f"{folder}/{unused}", ignore_errors=True)
    write(f"{folder}/pack.toml", text)
    digest = hashlib.sha256()
    names = sorted(
        os.path.relpath(os.path.join(base, name), folder) for base, _, files in os.walk(folder) for name in files
    )
    for name in names:
        with open(f"{folder}/{name}", "rb") as source:
            content = source.read()
        digest.update(f"{len(name.encode())} {name}\0{len(content)} ".encode() + content)
    return digest.hexdigest()


def statement(notice, roster_path, roster, pack_digest, role):
    lines = [
        ("公示", notice), ("种类", "identify"), ("张贴日", POSTED), ("名册文件", roster_path),
        ("名册SHA-256", hashlib.sha256(roster).hexdigest()), ("政策包", "bench"), ("政策包SHA-256", pack_digest),
        ("角色", role), ("签字人", f"{role}经办人"), ("签字日期", "2025-04-03"),
    ]
    text = "明白签字声明 1\n" + "".join(f"{label}：{value}\n" for label, value in lines)
    closing = "我看过上面写明的名册文件，同意用它、按上面写明的政策包，从张贴日起公示。\n名册或政策包改动一个字，本声明作废，须重新签字。\n"
    return (text + "\n" + closing).encode()


def workspace(root, count, mingbai):
    subprocess.run([mingbai, "init", root], check=True, stdout=subprocess.DEVNULL)
    for unused in ("villages", "keys"):
        shutil.rmtree(f"{root}/{unused}")
    pack_digest = pack(root)
    write(f"{root}/township.toml", """name = "普安乡"
publisher = "普安乡人民政府"
pack = "bench"
base_url = "https://puan.example/"

[prints]
web = false

[[contact]]
purpose = "政策咨询"
name = "普安乡便民服务中心"
phone = "023-5550 1210"
""")
    keys = {role: Key() for role in ROLES}
    for role, key in keys.items():
        write(f"{root}/keys/{role}.pub", f"untrusted comment: mingbai public key role={role} name={role}经办人\n{key.public()}\n")
    for village in range(VILLAGES):
        name = f"第{village + 1}村"
        write(f"{root}/villages/v{village:02}/village.toml",
              f'name = "{name}"\ncommittee = "普安乡{name}村民委员会"\nboard = "{name}村务公开栏"\n')
    for n in range(count):
        village, stem = n % VILLAGES, f"2025-04-{n:05}"
        folder = f"{root}/villages/v{village:02}"
        write(f"{folder}/notices/{stem}.toml",
              f'kind = "identify"\nroster = "rosters/{stem}.csv"\nposted = {POSTED}\n\n'
              "[steps]\nlead = 2025-03-28\nverify = 2025-04-03\nreview = 2025-04-03\n")
        write(f"{folder}/notices/{stem}.md", f"本次公示的有关会议记录，可以到村委会查看（第{n}号）。\n")
        rows = ["序号,组,户编号,户主姓名,身份证号,家庭人口,监测对象类别,联系电话"]
        for at, row in enumerate(chosen(n)):
            group, number, head, ident, size, category, phone = household(village, row)
            rows.append(f"{at + 1},{group},{number},{head},{ident},{size},{category},{phone}")
        roster = ("\n".join(rows) + "\n").encode()
        path = f"villages/v{village:02}/rosters/{stem}.csv"
        write(f"{root}/{path}", roster)
        for role, key in keys.items():
            text = statement(f"villages/v{village:02}/notices/{stem}", path, roster, pack_digest, role)
            write(f"{root}/{path}.signoff/{role}.txt", text)
            write(f"{root}/{path}.signoff/{role}.txt.minisig", key.sign(text))


def chosen(n):
    return [(n * 7 + at * 19) % HOUSEHOLDS for at in range(ROWS)]


def hugo(root, count):
    write(f"{root}/hugo.toml", """baseURL = "https://puan.example/"
languageCode = "zh-CN"
title = "普安乡村务公开"
disableKinds = ["taxonomy", "term"]
[services.rss]
limit = 100
[outputs]
home = ["html", "rss"]
section = ["html"]
""")
    frame = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}</title><meta name="description" content="{{ .Description }}"><link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="/site.css"></head><body>
<header><a href="/">普安乡村务公开</a><nav><ul><li><a href="/">首页</a></li><li><a href="/notices/">公示</a></li></ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main><footer><p>普安乡人民政府</p></footer></body></html>
"""
    cards = """{{ define "main" }}<h1>{{ .Title }}</h1><ul class="cards">
{{ range PAGES }}<li class="card"><p><span>{{ .Params.village }}</span><span class="pill">公示中，还剩4天</span></p>
<h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3><p>{{ .Params.last }}截止</p></li>
{{ end }}</ul>{{ end }}
"""
    layouts = f"{root}/layouts"
    write(f"{layouts}/_default/baseof.html", frame)
    write(f"{layouts}/index.html", cards.replace("PAGES", "site.RegularPages"))
    write(f"{layouts}/notices/list.html", cards.replace("PAGES", "site.RegularPages"))
    write(f"{layouts}/_default/list.html", cards.replace("PAGES", ".RegularPages"))
    write(f"{layouts}/_default/single.html", """{{ define "main" }}<article><h1>{{ .Title }}</h1>
<p class="banner"><strong>公示中</strong>，还剩4天。有不同意见，最迟在<time datetime="2025-04-14">{{ .Params.last }}</time>当天提出。</p>
{{ .Content }}</article><section><h2>有疑问，打电话</h2><ul><li>政策咨询：普安乡便民服务中心 023-5550 1210</li></ul></section>
<p><a href="../">{{ .Params.village }}的其他公示</a></p>{{ end }}
""")
    write(f"{root}/static/site.css", "body{margin:0}\n")
    write(f"{root}/content/notices/_index.md", "---\ntitle: 公示\n---\n")
    for village in range(VILLAGES):
        write(f"{root}/content/v{village:02}/_index.md", f"---\ntitle: 第{village + 1}村\n---\n")
    for n in range(count):
        village = n % VILLAGES
        rows = ["| 序号 | 村民小组 | 户主姓名 | 家庭人口 | 监测对象类别 |", "|:-:|:-:|:-:|:-:|:-:|"]
        for at, row in enumerate(chosen(n)):
            group, _, head, _, size, category, _ = household(village, row)
            rows.append(f"| {at + 1} | {group} | {head[0]}\\*{head[2]} | {size} | {category} |")
        name = f"第{village + 1}村"
        body = "\n".join(rows)
        write(f"{root}/content/v{village:02}/2025-04-{n:05}.md", f"""---
title: 关于{name}拟纳入防止返贫监测对象的公示
description: {name}拟纳入监测对象的公示，名单经过遮挡
date: {POSTED}
village: {name}
last: 2025年4月14日（星期一）
---

根据《关于健全完善防止返贫动态监测和帮扶工作机制的通知》规定，经农户申请或线索排查、入户核查、村级民主评议（2025年4月3日），{name}拟将下列30户90人纳入防止返贫监测对象。现予公示，请大家监督。

**公示期：2025年4月7日（星期一）至2025年4月14日（星期一）。** 张贴当日不计，满5天，末日遇休息日顺延。

对公示内容有不同意见的，请在公示期内向下列单位反映。可以当面说、打电话，也可以写信。反映情况要实事求是，最好写明姓名和联系方式，便于核实和答复；我们会为反映人保密。

本次公示的有关会议记录，可以到村委会查看（第{n}号）。

## 拟纳入防止返贫监测对象名单

{body}

{name}村民委员会，{POSTED}
""")


if __name__ == "__main__":
    out, count = sys.argv[1], int(sys.argv[2])
    workspace(f"{out}/ws", count, sys.argv[3])
    # Statements are made in the old form, by a program of another kind; the program takes them over.
    subprocess.run([sys.argv[3], "-C", f"{out}/ws", "--today", POSTED, "upgrade", "--yes"], check=True, stdout=subprocess.DEVNULL)
    hugo(f"{out}/hugo", count)

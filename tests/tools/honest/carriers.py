"""Places of a workspace that become public → a function that puts texts there.

Each takes the workspace and a list of texts and writes them before anybody signs. Texts are whole, such as 庞卫东 or
翟*贵患尿毒症.
"""

import json
import os

from disguises import STRONG

VILLAGE, NOTICE = "villages/shiqiao", "villages/shiqiao/notices/2025-04-identify"
PACK, THEME = "policies/puan-2025", "themes/default"


def quote(text):
    return json.dumps(text, ensure_ascii=False)


def append(path, shape="\n\n{}\n", md=False):
    def put(space, texts):
        old = space.read(path) if os.path.exists(f"{space.root}/{path}") else ""
        if md:
            texts = [text if r"\*" in text else text.replace("*", r"\*") for text in texts]
            texts = [text.replace(STRONG, "**") for text in texts]
        space.write(path, old + "".join(shape.format(text) for text in texts))
    return put


def replace(path, old, new):
    """`new` holds {}: all texts in a row."""
    def put(space, texts):
        text = space.read(path)
        assert text.count(old) >= 1, (path, old)
        space.write(path, text.replace(old, new.replace("{}", "；".join(texts)), 1))
    return put


def quoted(path, old, new):
    """The same inside a TOML string."""
    put = replace(path, old, new)
    return lambda space, texts: put(space, [quote(text)[1:-1] for text in texts])


def contact(field):
    def put(space, texts):
        for text in texts:
            fields = {"purpose": "政策咨询", "name": "石桥村便民服务站", "phone": "0990-0001399", "hours": "每天 8:30—18:00"}
            fields[field] = text
            lines = "".join(f"{key} = {quote(value)}\n" for key, value in fields.items())
            append("township.toml", "\n[[contact]]\n{}")(space, [lines])
    return put


def one_code(field):
    def put(space, texts):
        fields = {"url": "https://yifangpin.example/sb", "title": "一码通", "words": "微信扫码，自己申报"}
        fields[field] = "；".join(texts)
        lines = "".join(f"{key} = {quote(value)}\n" for key, value in fields.items())
        append("township.toml", "\n[one_code]\n{}")(space, [lines])
    return put


def file_name(space, texts):
    for text in texts:
        space.write(f"{THEME}/static/{text.replace('/', '')}.txt", "附\n")


def stem(space, texts):
    space.stem = "-".join(texts).lower()


def folder(space, texts):
    space.slug = "-".join(texts).lower()


def group(space, texts):
    """Into the group cell of the row itself; `texts` are by row here."""
    space.group_cells = texts


FOOT = '<footer class="foot"'

CARRIERS = {
    "md": ("notice's own text", append(f"{NOTICE}.md", md=True)),
    "number": ("notice's number", lambda space, texts: setattr(space, "more", f"number = {quote('；'.join(texts))}\n")),
    "place": ("notice's place", lambda space, texts: setattr(space, "more", f"place = {quote('；'.join(texts))}\n")),
    "board": ("board", quoted(f"{VILLAGE}/village.toml", "村务公开栏", "村务公开栏（{}）")),
    "contact-name": ("contact's name", contact("name")),
    "contact-purpose": ("contact's purpose", contact("purpose")),
    "contact-hours": ("contact's hours", contact("hours")),
    "contact-phone": ("contact's phone", contact("phone")),
    "village-name": ("village's name", quoted(f"{VILLAGE}/village.toml", 'name = "石桥村"', 'name = "石桥村{}"')),
    "committee": ("committee", quoted(f"{VILLAGE}/village.toml", "村民委员会", "村民委员会{}")),
    "township-name": ("township's name", quoted("township.toml", 'name = "普安乡"', 'name = "普安乡{}"')),
    "publisher": ("publisher", quoted("township.toml", "普安乡人民政府", "普安乡人民政府{}")),
    "one-code-title": ("one-code title", one_code("title")),
    "one-code-words": ("one-code words", one_code("words")),
    "pack-notice": ("pack's notice", append(f"{PACK}/notices/identify.md", md=True)),
    "pack-leaflet": ("pack's leaflet", append(f"{PACK}/leaflets/apply.md", md=True)),
    "pack-text": ("pack's policy text", append(f"{PACK}/text.md", md=True)),
    "pack-heading": ("pack's heading", quoted(f"{PACK}/pack.toml", "防止返贫监测对象的公示\"", "防止返贫监测对象的公示{}\"")),
    "pack-measure": ("pack's measure", quoted(f"{PACK}/pack.toml", "修路、供水", "修路、供水{}")),
    "theme-text": ("theme: text", replace(f"{THEME}/templates/base.html", f"{FOOT}>", FOOT + "><p>{}</p>")),
    "theme-attribute": ("theme: attribute", replace(f"{THEME}/templates/base.html", FOOT, FOOT + ' title="{}"')),
    "theme-comment": ("theme: comment", replace(f"{THEME}/templates/base.html", f"{FOOT}>", FOOT + "><!-- {} -->")),
    "theme-js": ("theme: script", append(f"{THEME}/static/site.js", "\nvar note = {};\n")),
    "theme-js-comment": ("theme: script's comment", append(f"{THEME}/static/site.js", "\n// {}\n")),
    "theme-css": ("theme: style", append(f"{THEME}/static/site.css", '\n.note::after{{content:"{}"}}\n')),
    "theme-svg": ("theme: SVG", replace(f"{THEME}/static/icon.svg", "</svg>", "<text>{}</text></svg>")),
    "theme-txt": ("theme: text file", append(f"{THEME}/static/note.txt")),
    "theme-file-name": ("theme: file name", file_name),
    "notice-file-name": ("notice's file name", stem),
    "folder-name": ("village's folder", folder),
    "group-cell": ("roster's group cell", group),
}

"""The same leaflets as tests/bench/leaflets.rs, made by typst in one document, as PDF/A-2a and PDF/UA-1 of its own making.

    python3 tests/bench/leaflets.py COUNT FILE      needs the PyPI package typst
"""
import json, os, re, sys, tempfile
import typst

count, target = int(sys.argv[1]), sys.argv[2]
source = open(os.path.join(os.path.dirname(__file__), "leaflets.rs"), encoding="utf-8").read()
block = re.search(r"const PROSE.*?\];", source, re.S).group(0)
prose = [re.sub(r"\\\n\s*", "", text) for text in re.findall(r'"((?:[^"\\]|\\\n)*)"', block)]
family = re.search(r'FAMILY: &str = "(.*?)"', source).group(1)
given = re.search(r'GIVEN: &str = "(.*?)"', source).group(1)

def name(n):
    return family[n % len(family)] + given[n // 20 % len(given)] + given[(n // 7 + n) % len(given)]

def rows(number):
    measures = ["产业帮扶", "就业帮扶", "健康帮扶", "教育保障"]
    return [[str(row), f"{1 + row % 9}组", name(number * 20 + row), f"{1 + (number + row) % 6}人",
             measures[(number + row) % 4],
             f"{300 + (number * 37 + row * 11) % 4000}.{(number + row) % 100:02}元"] for row in range(1, 21)]

data = [{"to": name(number) + "户", "rows": rows(number)} for number in range(count)]
template = """
#set document(title: "明白纸", date: datetime(year: 2025, month: 4, day: 10))
#set page("a4", margin: (top: 15mm, bottom: 17mm, x: 18mm), numbering: "1")
#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
#let data = json("data.json")
#for (at, leaflet) in data.leaflets.enumerate() [
  #if at > 0 { pagebreak() }
  #heading(level: 1, align(center, text(size: 20pt)[防止返贫帮扶政策明白纸]))
  #par(first-line-indent: 0em)[#leaflet.to：]
  #for words in data.prose { par(words) }
  #table(columns: 6, align: center, table.header([序号], [小组], [姓名], [人口], [措施], [金额]),
    ..leaflet.rows.flatten())
]
"""
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "data.json"), "w", encoding="utf-8") as out:
        json.dump({"prose": prose, "leaflets": data}, out, ensure_ascii=False)
    main = os.path.join(folder, "main.typ")
    with open(main, "w", encoding="utf-8") as out:
        out.write(template)
    typst.compile(main, output=target, pdf_standards=["a-2a", "ua-1"])

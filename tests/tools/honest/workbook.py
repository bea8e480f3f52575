"""Rows → the bytes of an .xlsx workbook or a csv file. Standard library only; same bytes on every run."""

import datetime
import io
import re
import zipfile
from csv import reader
from xml.sax.saxutils import escape, unescape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
STYLES = (f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
          '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
          '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
          '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/>'
          '<xf numFmtId="164" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>')


def letter(column):
    """The letters of a column, the first being 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _cell(row, column, value):
    at = f"{letter(column)}{row}"
    if isinstance(value, datetime.date):
        return f'<c r="{at}" s="1"><v>{(value - datetime.date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _sheet(rows, merges, hidden_rows, hidden_columns):
    columns = "".join(f'<col min="{c}" max="{c}" width="12" customWidth="1" hidden="1"/>' for c in sorted(hidden_columns))
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(number, c, value) for c, value in enumerate(row, 1) if value not in (None, ""))
        hidden = ' hidden="1"' if number in hidden_rows else ""
        lines.append(f'<row r="{number}"{hidden}>{cells}</row>')
    merged = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
    merged = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ""
    columns = f"<cols>{columns}</cols>" if columns else ""
    return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}">'
            f'{columns}<sheetData>{"".join(lines)}</sheetData>{merged}</worksheet>')


def xlsx(sheets):
    """Sheets are dicts: name, rows, and perhaps merges, hidden_rows, hidden_columns, hidden."""
    count = range(1, len(sheets) + 1)
    overrides = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}worksheet+xml"/>' for n in count)
    state = ["", ' state="hidden"']
    names = "".join(f'<sheet name="{escape(s["name"])}" sheetId="{n}"{state[bool(s.get("hidden"))]} r:id="rId{n}"/>'
                    for n, s in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in count)
    parts = [
        ("[Content_Types].xml", f'<Types xmlns="{TYPES}">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}sheet.main+xml"/>'
         f'<Override PartName="/xl/styles.xml" ContentType="{KIND}styles+xml"/>{overrides}</Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">'
         f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}'
         f'<Relationship Id="rId0" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'),
        ("xl/styles.xml", STYLES),
    ]
    for n, sheet in enumerate(sheets, 1):
        text = _sheet(sheet["rows"], sheet.get("merges", []), sheet.get("hidden_rows", ()), sheet.get("hidden_columns", ()))
        parts.append((f"xl/worksheets/sheet{n}.xml", text))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
        for name, text in parts:
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            book.writestr(info, text.encode())
    return out.getvalue()


def csv(rows, encoding="utf-8-sig", end="\r\n", tabbed=False):
    """`tabbed`: a tab before long numbers, as spreadsheets are told to keep them."""
    def cell(value):
        text = "" if value is None else str(value)
        if tabbed and len(text) >= 11 and text[:-1].isdigit():
            text = "\t" + text
        quoted = any(c in text for c in ',"\n')
        return f'"{text}"' if quoted else text
    return "".join(",".join(map(cell, row)) + end for row in rows).encode(encoding)


def cell(path, row, column, sheet=None):
    """The text of a cell of a file that this module wrote."""
    if path.endswith(".csv"):
        with open(path, "rb") as source:
            data = source.read()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        rows = list(reader(io.StringIO(text, newline="")))
        return rows[row - 1][column - 1].strip() if row <= len(rows) and column <= len(rows[row - 1]) else ""
    with zipfile.ZipFile(path) as book:
        names = re.findall('<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
        number = names.index(sheet) + 1 if sheet in names else 1
        found = re.search(f'<c r="{letter(column)}{row}"[^>]*>(.*?)</c>', book.read(f"xl/worksheets/sheet{number}.xml").decode(), re.S)
    return unescape(re.sub("<[^>]*>", "", found[1])) if found else ""

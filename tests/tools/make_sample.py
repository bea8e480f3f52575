#!/usr/bin/env python3
"""Writes the sample rosters of 普安乡: three fictional villages in the shape that offices keep their workbooks in.

    python3 tests/tools/make_sample.py OUTDIR        writes OUTDIR/<village>/rosters/…

Nobody in them exists: identity numbers are of region 9902xx (not assigned), mobiles begin with 154 (not issued) and
accounts with 629999. Standard library only. Same bytes on every run: own dice, fixed timestamps, stored zip entries.
"""

import datetime
import os
import sys
import zipfile
from xml.sax.saxutils import escape

HEADER = ["序号", "村", "组", "户编号", "家庭成员信息", None, None, None, None, "家庭人口数", "监测对象类别", "风险类型",
          "线索发现日期", "入户核查日期", "民主评议日期", "联系电话", "开户账号", "人均纯收入(元)", "拟采取帮扶措施", "备注"]
MEMBER_HEADER = ["姓名", "与户主关系", "证件号码", "性别", "健康状况"]
FIRST_MEMBER, LAST_MEMBER, BANK_COLUMN = 5, 9, 17

SURNAMES = "罗邓蒋韩唐冯董程曹袁许傅沈曾彭吕苏卢贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚廖邹熊金陆郝孔白崔康毛邱"
MALE = ["志明", "家旺", "守业", "长青", "兴发", "定邦", "有田", "开富", "绍云", "世林", "正坤", "光辉", "朝阳", "德厚", "元亮",
        "立新", "顺昌", "松柏", "鸿", "磊", "思源", "宗义", "万福", "跃进", "明远", "启航", "子轩", "浩然"]
FEMALE = ["淑贞", "秋菊", "玉珍", "冬梅", "素芬", "彩云", "凤仙", "月娥", "翠莲", "琼", "碧霞", "润芝", "晓燕", "春桃", "慧敏",
          "银花", "香莲", "秀云", "雪", "雨欣", "佳怡", "诗涵", "若兰", "静宜", "金凤", "兰英"]
CATEGORIES = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"]
RISKS = ["因病", "因残", "因学", "因灾", "因意外事故", "缺劳动力", "失业", "产业项目失败"]
HEALTH = ["健康"] * 7 + ["长期慢性病", "残疾", "患有大病"]
MEASURES = ["产业帮扶", "就业帮扶", "公益性岗位", "健康帮扶", "教育保障", "综合保障", "社会帮扶"]

# Heads that a masking rule must survive: (group, name, sex, age). Two of a group that look alike once masked, compound
# surnames, two and four characters, a middle dot, a long name, rare characters, an orphan, and names that are ordinary
# words. A fifth value: people in the household at least. Groups 9 and 10 of 白鹭社区 are merged where they are shown.
QINGSONG = [(2, "罗大明", "男", 61), (2, "罗小明", "男", 57), (1, "欧阳松", "男", 66), (3, "诸葛青云", "男", 52, 7),
            (1, "蒋鸿", "男", 48), (3, "邓㛃", "女", 39), (4, "阿米娜·艾山", "女", 44), (4, "唐一诺", "女", 13),
            (2, "高明", "男", 58), (1, "程𬭳", "男", 36)]
SHIQIAO = [(1, "董秀珍", "女", 63), (1, "董玉珍", "女", 59), (5, "诸葛亮亮", "男", 41), (2, "欧阳珺瑶", "女", 37),
           (3, "曹喆", "男", 45), (4, "买买提·吾守尔", "男", 50), (6, "韩思齐", "男", 15), (2, "安全", "男", 55),
           (6, "冯雪", "女", 47), (5, "傅㛃", "女", 33)]
BAILU = [(3, "沈长河", "男", 68), (3, "沈长江", "男", 64), (3, "沈长海", "男", 60), (7, "欧阳春花", "女", 54),
         (2, "诸葛珺", "女", 42), (5, "高明", "男", 49), (9, "热孜完古丽·阿不都热合曼", "女", 38), (1, "苏喆", "男", 35, 6),
         (6, "卢𬭳", "男", 57), (4, "彭可心", "女", 11), (8, "安全", "女", 62), (10, "吕㛃", "女", 46)]

VILLAGES = [  # slug, name, prefix, households, groups, special heads, month, first lead day, review day, seed
    ("qingsong", "青松村", "qs", 16, 4, QINGSONG, (2025, 4), datetime.date(2025, 3, 28), datetime.date(2025, 4, 3), 11),
    ("shiqiao", "石桥村", "sq", 34, 6, SHIQIAO, (2025, 3), datetime.date(2025, 3, 24), datetime.date(2025, 3, 31), 23),
    ("bailu", "白鹭社区", "bl", 52, 8, BAILU, (2025, 4), datetime.date(2025, 3, 31), datetime.date(2025, 4, 8), 47),
]


EXITS = [  # slug, village, prefix, households, groups, file, encoding, seed: households whose risk is over, as a plain list
    ("qingsong", "青松村", "qs", 9, 4, "2025-03-exit.csv", "gb18030", 71),
    ("bailu", "白鹭社区", "bl", 12, 8, "2025-04-exit.csv", "utf-8-sig", 83),
]


class Dice:
    """Numbers that are the same on every machine and with every Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self.state >> 33) % bound

    def pick(self, items):
        return items[self.below(len(items))]

    def digits(self, count):
        return "".join(str(self.below(10)) for _ in range(count))


def id_number(dice, sex, born, used):
    """A valid 18-digit number of region 9902xx, of that sex and birthday."""
    while True:
        running = dice.below(480) * 2 + 20 + (1 if sex == "男" else 0)
        head = "990244%s%03d" % (born.strftime("%Y%m%d"), running)
        weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        number = head + "10X98765432"[sum(int(d) * w for d, w in zip(head, weights)) % 11]
        if number not in used and not number.endswith("000"):
            used.add(number)
            return number


def person(dice, name, relation, sex, age, month, used):
    """One member row."""
    born = datetime.date(month[0] - age, 1 + dice.below(12), 1 + dice.below(28))
    if (born.month, born.day) > (month[1], 1):  # the birthday is still to come this year
        born = born.replace(year=born.year - 1)
    health = "健康" if age < 16 else dice.pick(HEALTH)
    return [name, relation, id_number(dice, sex, born, used), sex, health]


def new_name(dice, surname, sex, names):
    """A name that nobody else in the village has."""
    while True:
        name = surname + dice.pick(MALE if sex == "男" else FEMALE)
        if name not in names:
            names.add(name)
            return name


def surname_of(name):
    """The surname; names with a middle dot have none to pass on."""
    return name[:2] if name[:2] in ("欧阳", "诸葛") else name[0]


def family(dice, head, month, names, used):
    """The rows of a household, head first."""
    name, sex, age, *least = head
    rows = [person(dice, name, "户主", sex, age, month, used)]
    if age < 18:
        return rows
    own = surname_of(name) if "·" not in name else dice.pick(SURNAMES)
    other = "女" if sex == "男" else "男"

    def add(relation, surname, kin_sex, kin_age):
        rows.append(person(dice, new_name(dice, surname, kin_sex, names), relation, kin_sex, kin_age, month, used))

    line = own  # the surname that children carry
    if dice.below(10) < 5:
        spouse = dice.pick(SURNAMES)
        add("配偶", spouse, other, max(22, age - 4 + dice.below(9)))
        line = own if sex == "男" else spouse
    if age <= 62:
        child = age - 23 - dice.below(5)
        for _ in range(dice.below(3)):
            child = max(3, child - 2 - dice.below(3))
            kin_sex = dice.pick(["男", "女"])
            add("之子" if kin_sex == "男" else "之女", line, kin_sex, child)
    elif dice.below(10) < 4:
        kin_sex = dice.pick(["男", "女"])
        add("孙子" if kin_sex == "男" else "孙女", line, kin_sex, max(3, age - 52 - dice.below(6)))
    if age <= 60 and dice.below(10) < 3:
        kin_sex = dice.pick(["男", "女"])
        add("之父" if kin_sex == "男" else "之母", own if kin_sex == "男" else dice.pick(SURNAMES), kin_sex, age + 22 + dice.below(6))
    while least and len(rows) < least[0]:
        kin_sex = dice.pick(["男", "女"])
        kin = ("孙子", "孙女") if age > 50 else ("之子", "之女")
        add(kin[kin_sex == "女"], line, kin_sex, 3 + dice.below(9))
    return rows


def note(dice, names, rows, minor):
    """Free text as offices write it: relatives, phones, illnesses."""
    head = rows[0][0]
    relative = new_name(dice, dice.pick(SURNAMES) if "·" in head else surname_of(head), "男", names)
    phone = "154" + dice.digits(8)
    if minor:
        return "父母已故，由其伯父%s照管，电话%s" % (relative, phone)
    if rows[0][4] == "患有大病":
        return dice.pick(["肝硬化，长期服药", "尿毒症，每周透析三次", "胃癌术后"])
    return ["", "", "", "", "其侄子%s电话%s" % (relative, phone), "整户无劳动能力，兜底保障",
            "与其弟%s分户未分家" % relative][dice.below(7)]


def working_days_after(day, count):
    """Weekdays, less the one public holiday of the sample's weeks (清明节)."""
    while count:
        day += datetime.timedelta(days=1)
        count -= day.weekday() < 5 and day != datetime.date(2025, 4, 4)
    return day


def several(dice, items, most):
    """One to `most` different items, joined as offices do."""
    chosen = []
    for _ in range(1 + dice.below(most)):
        item = dice.pick(items)
        if item not in chosen:
            chosen.append(item)
    return "、".join(chosen)


def households(village):
    """Every household of a village as (household cells by column, member rows)."""
    _, name, prefix, count, groups, special, month, first, review, seed = village
    dice = Dice(seed)
    names, used = {head[1] for head in special}, set()
    out = []
    for number in range(1, count + 1):
        # The special heads stand spread among the others.
        step = max(1, count // len(special))
        index = (number - 1) // step
        if (number - 1) % step == 0 and index < len(special):
            group, *head = special[index]
        else:
            sex = dice.pick(["男", "男", "女"])
            head = [new_name(dice, dice.pick(SURNAMES), sex, names), sex, 31 + dice.below(50)]
            group = 1 + dice.below(groups)
        rows = family(dice, head, month, names, used)
        lead = first + datetime.timedelta(days=dice.below(4))
        verify = min(working_days_after(lead, 1 + dice.below(4)), review)
        cells = {1: number, 2: name, 3: "%d组" % group, 4: "%s%06d" % (prefix, number), 10: len(rows),
                 11: dice.pick(CATEGORIES), 12: several(dice, RISKS, 2), 13: lead, 14: verify, 15: review,
                 16: "154" + dice.digits(8), 17: "629999" + dice.digits(13), 18: 3900 + dice.below(4200),
                 19: several(dice, MEASURES, 3), 20: note(dice, names, rows, head[2] < 18)}
        out.append((cells, rows))
    assert any(row[2].endswith("X") for _, rows in out for row in rows), "no number with X"
    return out


def letter(column):
    """Sheets here have at most 20 columns."""
    return chr(ord("A") + column - 1)


def cell(row, column, value, style=0):
    """A cell: text inline, numbers as numbers, dates as serials with a date format."""
    at = "%s%d" % (letter(column), row)
    if isinstance(value, datetime.date):
        return '<c r="%s" s="2"><v>%d</v></c>' % (at, (value - datetime.date(1899, 12, 30)).days)
    if isinstance(value, int):
        return '<c r="%s"><v>%d</v></c>' % (at, value)
    return '<c r="%s" s="%d" t="inlineStr"><is><t>%s</t></is></c>' % (at, style, escape(value))


def sheet(village):
    """The worksheet's XML: title, two header rows, households with merged cells, footer, hidden column."""
    _, name, _, _, _, _, month, *_ = village
    lines, merges = [], ["A1:P1"]
    lines.append((1, cell(1, 1, "普安乡%s防止返贫监测对象信息表（%d年%d月）" % (name, *month), 1)))
    lines.append((2, "".join(cell(2, c, word) for c, word in enumerate(HEADER, 1) if word)))
    lines.append((3, "".join(cell(3, c, word) for c, word in enumerate(MEMBER_HEADER, FIRST_MEMBER))))
    merges.append("%s2:%s2" % (letter(FIRST_MEMBER), letter(LAST_MEMBER)))
    single = [c for c, word in enumerate(HEADER, 1) if word and c != FIRST_MEMBER]
    merges += ["%s2:%s3" % (letter(c), letter(c)) for c in single]
    row = 4
    for cells, members in households(village):
        if len(members) > 1:
            merges += ["%s%d:%s%d" % (letter(c), row, letter(c), row + len(members) - 1) for c in single]
        for index, member in enumerate(members):
            values = dict(enumerate(member, FIRST_MEMBER))
            if index == 0:
                values.update({c: value for c, value in cells.items() if value != ""})
            lines.append((row, "".join(cell(row, c, values[c]) for c in sorted(values))))
            row += 1
    lines.append((row + 1, cell(row + 1, 1, "填表人：罗会计") + cell(row + 1, 10, "审核人：邓主任")))
    data = "".join('<row r="%d">%s</row>' % line for line in lines)
    merged = "".join('<mergeCell ref="%s"/>' % merge for merge in merges)
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet '
            'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            '<cols><col min="%d" max="%d" width="22" customWidth="1" hidden="1"/></cols><sheetData>%s</sheetData>'
            '<mergeCells count="%d">%s</mergeCells><legacyDrawing r:id="rId2"/></worksheet>'
            % (BANK_COLUMN, BANK_COLUMN, data, len(merges), merged))


def comment_parts(seed):
    """A cell comment with a phone number, and the drawing that Excel wants beside it."""
    phone = "154" + Dice(seed + 1000).digits(8)
    note_xml = ('<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>office</author>'
                '</authors><commentList><comment ref="T4" authorId="0"><text><t>核对电话 %s</t></text></comment></commentList>'
                '</comments>' % phone)
    drawing = ('<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
               '<v:shape id="s1" type="#_x0000_t202" style="visibility:hidden"><x:ClientData ObjectType="Note">'
               '<x:Row>3</x:Row><x:Column>19</x:Column></x:ClientData></v:shape></xml>')
    return note_xml, drawing


def parts(village):
    """Every part of the workbook, in order."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    note_xml, drawing = comment_parts(village[-1])

    def links(*targets):
        return '<Relationships xmlns="%s">%s</Relationships>' % (package, "".join(
            '<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>' % (n, office, what, where)
            for n, (what, where) in enumerate(targets, 1)))

    return [
        ("[Content_Types].xml",
         '<Types xmlns="%s"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
         '<Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>'
         '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="%sworksheet+xml"/>'
         '<Override PartName="/xl/styles.xml" ContentType="%sstyles+xml"/>'
         '<Override PartName="/xl/comments1.xml" ContentType="%scomments+xml"/></Types>' % (types, kind, kind, kind, kind)),
        ("_rels/.rels", links(("officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml",
         '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="监测对象信息" sheetId="1" r:id="rId1"/></sheets></workbook>'
         % (main, office)),
        ("xl/_rels/workbook.xml.rels", links(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))),
        ("xl/styles.xml",
         '<styleSheet xmlns="%s"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
         '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="宋体"/></font></fonts>'
         '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
         '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
         '<xf numFmtId="0" xfId="0"/><xf numFmtId="0" fontId="1" applyFont="1" applyAlignment="1" xfId="0">'
         '<alignment horizontal="center"/></xf><xf numFmtId="164" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>' % main),
        ("xl/worksheets/sheet1.xml", sheet(village)),
        ("xl/worksheets/_rels/sheet1.xml.rels", links(("comments", "../comments1.xml"), ("vmlDrawing", "../drawings/note1.vml"))),
        ("xl/comments1.xml", note_xml),
        ("xl/drawings/note1.vml", drawing),
    ]


def write(path, village):
    """Stored entries with a fixed time: compression differs between zlib versions."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as book:
        for name, text in parts(village):
            info = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            book.writestr(info, text.encode("utf-8"))


def exit_list(entry):
    """One line a household, as spreadsheets save it: a tab before long numbers, CRLF."""
    _, village, prefix, count, groups, _, _, seed = entry
    dice, names, used = Dice(seed), set(), set()
    lines = ["序号,村,组,户编号,户主姓名,身份证号,家庭人口,监测对象类别,联系电话,备注"]
    for number in range(1, count + 1):
        sex = dice.pick(["男", "女"])
        row = person(dice, new_name(dice, dice.pick(SURNAMES), sex, names), "户主", sex, 35 + dice.below(40), (2025, 3), used)
        lines.append("%d,%s,%d组,%s9%05d,%s,\t%s,%d,%s,\t154%s,%s" % (
            number, village, 1 + dice.below(groups), prefix, number, row[0], row[2], 1 + dice.below(5),
            dice.pick(CATEGORIES), dice.digits(8), dice.pick(["", "", "已在县城务工，收入稳定"])))
    return "\r\n".join(lines) + "\r\n"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)

    def target(slug, name):
        folder = os.path.join(sys.argv[1], slug, "rosters")
        os.makedirs(folder, exist_ok=True)
        return os.path.join(folder, name)

    for village in VILLAGES:
        slug, month = village[0], village[6]
        write(target(slug, "%d-%02d-identify.xlsx" % month), village)
    for entry in EXITS:
        with open(target(entry[0], entry[5]), "wb") as out:
            out.write(exit_list(entry).encode(entry[6]))


if __name__ == "__main__":
    main()

"""Ten shapes in which offices keep a roster: households → the bytes of a file, its ending, and what the notice adds.

A household is a dict of fields; a shape chooses header words and columns for them. Every shape is honest: what it holds
may be signed, and nothing of it stands in public but what the pack shows.
"""

import datetime

import people
import workbook
from people import WORDS

NUMERALS = "一二三四五六七八九十"
GROUPS = [lambda n: f"{n}组", lambda n: f"{NUMERALS[n - 1]}组", lambda n: f"第{NUMERALS[n - 1]}村民小组", lambda n: f"{n}社"]
PLACES = ["王家湾", "李家坝", "上坝", "下坝", "大湾", "老屋基", "河边", "坪上", "石坎", "新房子"]
CATEGORIES = {
    "puan-2025": ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"],
    "huizhou-2020": ["脱贫不稳定户", "边缘易致贫户"],
    "linyi-2020": ["即时帮扶户", "脱贫监测户"],
    "jilin-2020": ["脱贫监测户", "边缘户"],
    "yangshuo-2021": ["脱贫不稳定户", "边缘易致贫户"],
}

# Header words of a field, and what stands below: a list of words.toml or one of the makers of `Roster.cell`.
EXTRA = {
    "note": (["备注", "备注说明", "情况说明", "家庭情况", "基本情况"], "remark"),
    "note2": (["备注2", "补充说明", "其他情况", "需要说明的事项"], "remark"),
    "address": (["住址", "家庭住址", "详细地址", "户籍地址"], "address"),
    "unit": (["帮扶单位", "结对单位", "挂联单位", "包联单位"], "unit"),
    "unit2": (["填报单位", "审核单位", "认定单位"], "unit"),
    "staff": (["帮扶责任人", "网格员", "包户干部"], "staff"),
    "staff_phone": (["帮扶责任人电话", "网格员电话"], "phone"),
    "guardian": (["监护人", "监护人姓名"], "person"),
    "vouching": (["担保人", "介绍人", "经办人", "信息员", "紧急联系人"], "person"),
    "kin": (["联系人关系", "与联系人关系"], "kin"),
    "risk": (["风险类型", "致贫原因", "返贫风险", "认定原因"], "risks"),
    "source": (["线索来源", "发现渠道", "发现方式"], "source"),
    "measures": (["帮扶措施", "拟采取帮扶措施", "享受政策"], "measures"),
    "housing": (["住房情况", "饮水安全", "住房安全"], "living"),
    "work": (["职业", "务工情况", "工作单位", "就业情况"], "job"),
    "labour": (["劳动能力", "劳动技能"], "able"),
    "health": (["健康状况", "患病情况", "残疾情况"], "health"),
    "education": (["文化程度", "学历"], "education"),
    "politics": (["政治面貌"], "politics"),
    "ethnic": (["民族"], "ethnic"),
    "marriage": (["婚姻状况"], "marriage"),
    "schooling": (["在校情况", "就读学校"], "school"),
    "sex": (["性别"], "sex"),
    "age": (["年龄"], "age"),
    "birth": (["出生日期", "出生年月"], "birth"),
    "income": (["人均纯收入", "家庭人均纯收入(元)", "年收入"], "amount"),
    "expense": (["刚性支出", "医疗支出"], "amount"),
    "phone": (["联系电话", "手机号码", "联系方式"], "phone"),
    "bank": (["开户账号", "一卡通账号", "银行卡号"], "account"),
    "holder": (["开户名", "户名", "持卡人"], "holder"),
    "bank_name": (["开户银行", "开户行"], "bank"),
    "result": (["评议结果", "民主评议"], "answer"),
    "form": (["公示方式", "材料", "附件", "佐证材料", "状态", "是否低保", "批次", "年度", "房屋等级"], "answer"),
    "field": (["耕地面积", "林地面积(亩)", "养殖规模"], "small"),
    "file": (["档案盒号", "档案编号"], "box"),
}
FEW = ["note", "address", "risk", "phone", "unit", "staff", "measures", "form", "source", "work"]
PERSONAL = ["work", "labour", "health", "education", "schooling", "sex"]


class Roster:
    """The households of one notice. `place` tells township, village, year and days; `taken` holds the village's masks."""

    def __init__(self, folk, place, numbered, taken, count=None):
        self.folk, self.dice, self.place, self.numbered = folk, folk.dice, place, numbered
        self.group_name = self.dice.choice(GROUPS) if self.dice.random() < 0.8 else lambda n: PLACES[n - 1]
        self.groups = self.dice.randint(2, 6)
        self.staff = [folk.name() for _ in range(3)]
        count = count or self.dice.randint(6, 24)
        self.child = self.dice.randint(1, count) if self.dice.random() < 0.05 else 0
        self.households = [self.household(n, taken) for n in range(1, count + 1)]

    def household(self, n, taken):
        dice, place = self.dice, self.place
        while True:
            head = self.folk.name()
            # Without a household number two heads must look different once masked.
            if people.mask(head) not in taken:
                break
        taken.add(people.mask(head))
        born = self.folk.born(place["year"], *((6, 15) if n == self.child else (22, 88)))
        home = {"n": n, "head": head, "born": born, "id": self.folk.identity(place["at"], born), "size": dice.randint(1, 7),
                "group": self.group_name(dice.randint(1, self.groups)), "category": dice.choice(CATEGORIES[place["pack"]]),
                "number": f"{place['prefix']}{n:06}"}
        home["filled"] = {"township": place["township"], "publisher": place["township"] + "人民政府", "village": place["village"],
                          "committee": f"{place['township']}{place['village']}村民委员会", "group": home["group"],
                          "category": home["category"], "year": place["year"], "posted": chinese_day(place["posted"]),
                          "review": chinese_day(place["days"].get("review", place["posted"])),
                          "lead": chinese_day(min(place["days"].values()))}
        return home

    def word(self, home, kind):
        text = self.dice.choice(WORDS[kind])
        if "{" not in text:
            return text.replace("_", " ")
        folk, dice = self.folk, self.dice
        person = folk.name(people.surname(home["head"])) if "{person}" in text else ""
        phone = folk.mobile() if "{phone}" in text else ""
        return text.format(n=dice.randint(1, 99), amount=dice.randint(2, 120) * 100, person=person, phone=phone,
                           illness=dice.choice(WORDS["illness"]), **home["filled"])

    def cell(self, home, kind):
        """What stands in a column of that kind for a household."""
        dice, folk = self.dice, self.folk
        if kind in WORDS:
            return self.word(home, kind)
        if kind == "risks":
            return "、".join(dict.fromkeys(self.word(home, "risk") for _ in range(dice.randint(1, 2))))
        if kind == "measures":
            return dice.choice("、，,；").join(dict.fromkeys(self.word(home, "measure") for _ in range(dice.randint(1, 3))))
        if kind == "address":
            place = self.place
            front = dice.choice(["", place["township"], f"{place['county']}{place['township']}"])
            village, group, door = place["village"], home["group"], self.word(home, "door")
            return dice.choice([f"{front}{village}{group}{door}", f"{village}{group}", village, f"{front}{village}", group, door])
        if kind == "staff":
            return dice.choice(self.staff)
        if kind == "person":
            return folk.name(people.surname(home["head"]) if dice.random() < 0.6 else None)
        if kind == "holder":
            return home["head"] if dice.random() < 0.8 else folk.name()
        if kind == "phone":
            number = folk.mobile() if dice.random() < 0.85 else folk.landline()
            return number if dice.random() < 0.93 else f"{number}、{folk.mobile()}"
        if kind == "account":
            return folk.account()
        if kind == "amount":
            return dice.randint(1500, 29999)
        if kind == "small":
            return dice.choice([dice.randint(0, 30), f"{dice.randint(1, 30)}亩", f"{dice.randint(1, 9)}.{dice.randint(1, 9)}亩"])
        if kind == "sex":
            return "男" if int(home["id"][16]) % 2 else "女"
        if kind == "age":
            return int(self.place["year"]) - int(home["born"][:4])
        if kind == "birth":
            born = home["born"]
            year, month, day = born[:4], born[4:6], born[6:]
            return dice.choice([f"{year}-{month}-{day}", f"{year}年{int(month)}月{int(day)}日", f"{year}.{month}"])
        if kind == "box":
            return dice.choice([f"A4-{home['n']:02}", f"{self.place['year']}-{home['n']:03}", f"第{home['n']}盒"])
        raise KeyError(kind)

    def extras(self, wanted):
        """Header words and kinds for these fields."""
        return [(self.dice.choice(EXTRA[field][0]), EXTRA[field][1]) for field in wanted]

    def fill(self, home, columns):
        # Columns that name somebody for every household are filled whole; in others offices leave gaps.
        return [self.cell(home, kind) if self.dice.random() < 0.8 else "" for _, kind in columns]

    def sample(self, least, most, among=tuple(EXTRA)):
        among = [field for field in among if field not in ("staff_phone",)]
        return self.dice.sample(among, self.dice.randint(least, min(most, len(among))))


def chinese_day(day):
    year, month, date = day.split("-")
    return f"{year}年{int(month)}月{int(date)}日"


def basic(roster, pack):
    """Header words and values that nearly every list begins with."""
    pick = roster.dice.choice
    columns = [(pick(["序号", "编号"]), lambda h: h["n"]), (pick(["组", "组别", "村民小组", "小组"]), lambda h: h["group"]),
               (pick(["户主姓名", "户主", "姓名"]), lambda h: h["head"]), (pick(["身份证号", "身份证号码", "证件号码"]), lambda h: h["id"]),
               (pick(["家庭人口", "家庭人口数", "人口数"]), lambda h: h["size"])]
    if pack != "linyi-2020" or roster.dice.random() < 0.3:
        columns.append((pick(["监测对象类别", "监测类别", "类别"]), lambda h: h["category"]))
    if roster.numbered:
        columns.insert(2, (pick(["户编号", "户号"]), lambda h: h["number"]))
    if roster.dice.random() < 0.4:
        columns.insert(1, (pick(["村", "行政村", "所在村"]), lambda h: h["filled"]["village"]))
    if roster.dice.random() < 0.2:
        columns.insert(1, (pick(["乡镇", "镇", "乡"]), lambda h: h["filled"]["township"]))
    return columns


def table(roster, pack, wanted):
    """Header row and one row a household."""
    first, more = basic(roster, pack), roster.extras(wanted)
    head = [word for word, _ in first] + [word for word, _ in more]
    return head, [[value(home) for _, value in first] + roster.fill(home, more) for home in roster.households]


def heads_csv(roster, pack):
    head, rows = table(roster, pack, roster.sample(1, 5))
    return workbook.csv([head, *rows]), "csv", ""


def heads_xlsx(roster, pack):
    head, rows = table(roster, pack, roster.sample(3, 9))
    place = roster.place
    title = [f"{place['township']}{place['village']}防止返贫监测对象信息表"]
    foot = [[], ["填表人：罗会计", "", "", "审核人：邓主任"]] if roster.dice.random() < 0.5 else []
    return workbook.xlsx([{"name": "Sheet1", "rows": [title, head, *rows, *foot]}]), "xlsx", ""


def gbk(roster, pack):
    head, rows = table(roster, pack, roster.sample(2, 6))
    return workbook.csv([head, *rows], "gb18030", tabbed=True), "csv", ""


def numbered_csv(roster, pack):
    head, rows = table(roster, pack, FEW[:roster.dice.randint(2, len(FEW))])
    return workbook.csv([head, *rows], "utf-8", "\n"), "csv", ""


def relatives(roster, pack):
    wanted = ["guardian", "vouching", "kin", "unit", "unit2", "note2", "staff"]
    head, rows = table(roster, pack, wanted + roster.sample(1, 3, ["note", "form", "file", "address"]))
    return workbook.xlsx([{"name": "名册", "rows": [head, *rows]}]), "xlsx", ""


def accounts(roster, pack):
    head, rows = table(roster, pack, ["phone", "bank", "holder", "bank_name"] + roster.sample(1, 3, ["income", "expense", "note", "risk"]))
    hidden = [head.index(word) + 1 for word in head if "账号" in word or "卡号" in word] if roster.dice.random() < 0.4 else []
    return workbook.xlsx([{"name": "发放表", "rows": [head, *rows], "hidden_columns": hidden}]), "xlsx", ""


def notes_sheet(roster, pack):
    """A second sheet tells how to fill in the first, in words that a site uses too."""
    head, rows = table(roster, pack, roster.sample(1, 5))
    place = roster.place
    notes = ["填表说明", "1. 身份证号码一列用文本格式。", "2. 监测对象类别：脱贫不稳定户、边缘易致贫户、突发严重困难户。",
             "3. 风险类型：因病、因残、因学、因灾、缺劳动力、其他。", f"4. {place['village']}村民委员会填写，报{place['township']}人民政府审核。",
             "5. 公示期不少于5天，公示无异议后上报。", "OK", "PDF", "A4纸打印", place["village"]]
    lines = [[note] for note in roster.dice.sample(notes, 6)]
    sheet = {"name": roster.dice.choice(["填表说明", "Sheet2", "说明"]), "rows": lines, "hidden": roster.dice.random() < 0.3}
    return workbook.xlsx([{"name": "名册", "rows": [head, *rows]}, sheet]), "xlsx", 'sheet = "名册"\n'


def two_rows(roster, pack):
    """帮扶责任人 over 姓名 and 电话, the other titles over both rows."""
    head, rows = table(roster, pack, roster.sample(1, 5, [field for field in EXTRA if field != "staff"]))
    top = head + ["帮扶责任人", ""]
    below = [""] * len(head) + ["姓名", "电话"]
    at = len(head) + 1
    merges = [f"{workbook.letter(c)}1:{workbook.letter(c)}2" for c in range(1, at)] + [f"{workbook.letter(at)}1:{workbook.letter(at + 1)}1"]
    rows = [row + [roster.cell(home, "staff"), roster.folk.mobile()] for row, home in zip(rows, roster.households)]
    return workbook.xlsx([{"name": "Sheet1", "rows": [top, below, *rows], "merges": merges}]), "xlsx", ""


def headings(roster, pack):
    """No column for the group: a line of its own stands above each."""
    roster.households.sort(key=lambda home: home["group"])
    head, rows = table(roster, pack, roster.sample(1, 5))
    at = next(n for n, word in enumerate(head) if word in ("组", "组别", "村民小组", "小组"))
    lines, last = [head[:at] + head[at + 1:]], None
    for home, row in zip(roster.households, rows):
        if home["group"] != last:
            last = home["group"]
            # A bare name of a place may be somebody's name: offices write 组 behind it.
            lines.append([last if last[-1] in "组社" else f"{last}组"])
        lines.append(row[:at] + row[at + 1:])
    return workbook.xlsx([{"name": "Sheet1", "rows": lines}]), "xlsx", ""


def ticks(roster, pack):
    """One column a category, ticked."""
    head, rows = table(roster, pack, roster.sample(1, 4))
    word = next((word for word in ("监测对象类别", "监测类别", "类别") if word in head), None)
    if word is None:
        return heads_csv(roster, pack)
    at, titles = head.index(word), CATEGORIES[pack]
    top = head[:at] + [word] + [""] * (len(titles) - 1) + head[at + 1:]
    below = [""] * at + titles + [""] * (len(head) - at - 1)
    merges = [f"{workbook.letter(at + 1)}1:{workbook.letter(at + len(titles))}1"]
    lines = [row[:at] + ["√" if home["category"] == title else "" for title in titles] + row[at + 1:]
             for row, home in zip(rows, roster.households)]
    return workbook.xlsx([{"name": "Sheet1", "rows": [top, below, *lines], "merges": merges}]), "xlsx", ""


def members(roster, pack):
    """Two header rows; members stand under their head, and cells of the household are merged."""
    first = ["序号", "组"] + (["户编号"] if roster.numbered else [])
    person = roster.extras(roster.sample(1, 4, PERSONAL))
    of_persons = PERSONAL + ["age", "birth", "politics", "ethnic", "marriage"]
    more = roster.extras(roster.sample(2, 7, [field for field in EXTRA if field not in of_persons]))
    top = first + ["家庭成员信息", "", ""] + [""] * len(person) + ["家庭人口数", "监测对象类别"] + [word for word, _ in more]
    below = [""] * len(first) + ["姓名", "与户主关系", "证件号码"] + [word for word, _ in person]
    rows, merges, at = [], [], len(first) + 1
    span = range(at, at + 3 + len(person))
    letter = workbook.letter
    single = [c for c in range(1, len(top) + 1) if c not in span]
    merges += [f"{letter(span[0])}1:{letter(span[-1])}1"] + [f"{letter(c)}1:{letter(c)}2" for c in single]
    for home in roster.households:
        size = min(home["size"], 5)
        start = len(rows) + 3
        for n in range(size):
            name = home["head"] if n == 0 else roster.folk.name(people.surname(home["head"]) if roster.dice.random() < 0.7 else None)
            number = home["id"] if n == 0 else roster.folk.identity(roster.place["at"], roster.folk.born(roster.place["year"], 2, 80))
            # Nobody has two spouses.
            others = WORDS["relation"] if n == 1 else [word for word in WORDS["relation"] if word != "配偶"]
            own = [name, "户主" if n == 0 else roster.dice.choice(others), number, *roster.fill(home, person)]
            if n == 0:
                lead = [home["n"], home["group"]] + ([home["number"]] if roster.numbered else [])
                rows.append(lead + own + [size, home["category"]] + roster.fill(home, more))
            else:
                rows.append([""] * len(first) + own)
        if size > 1:
            merges += [f"{letter(c)}{start}:{letter(c)}{start + size - 1}" for c in single]
    title = ["防止返贫监测对象信息表"]
    if roster.dice.random() < 0.5:
        return workbook.xlsx([{"name": "Sheet1", "rows": [top, below, *rows], "merges": merges}]), "xlsx", ""
    merges = [shift(merge) for merge in merges]
    return workbook.xlsx([{"name": "Sheet1", "rows": [title, top, below, *rows], "merges": merges}]), "xlsx", ""


def shift(merge):
    """A merged range one row further down."""
    ends = []
    for end in merge.split(":"):
        word = end.rstrip("0123456789")
        ends.append(f"{word}{int(end[len(word):]) + 1}")
    return ":".join(ends)


def ledger(roster, pack):
    """A list of problems: one row a problem, with the day it was solved."""
    found = roster.place["days"]["ledger"]
    posted = datetime.date.fromisoformat(roster.place["posted"])
    head = ["序号", "村民小组", "户主", "发现日期", "问题", "解决办法", "责任人", "解决日期", "验收人"]
    rows = []
    for home in roster.households:
        solved = roster.dice.random() < 0.6
        day = (posted - datetime.timedelta(days=roster.dice.randint(1, 6))).isoformat()
        rows.append([home["n"], home["group"], home["head"], found, roster.word(home, "problem"), roster.word(home, "remedy"),
                     roster.cell(home, "staff"), day if solved else "", roster.staff[0] if solved else ""])
    return workbook.csv([head, *rows]), "csv", ""


SHAPES = [heads_csv, heads_xlsx, gbk, numbered_csv, relatives, accounts, notes_sheet, two_rows, headings, ticks, members]
NUMBERED = (numbered_csv,)

#!/usr/bin/env python3
"""Writes the example townships of the packs: policies/<pack>/example/, without keys and signatures.

    python3 tests/tools/make_examples.py REPOSITORY      prints one line a notice: pack, day, notice

Nobody in them exists (see make_sample.py). Standard library only, same bytes on every run.
"""

import datetime
import os
import sys

from make_sample import FEMALE, SURNAMES, Dice, id_number, new_name

HEADS = ["罗大明", "罗小明", "欧阳松", "诸葛青云"]  # two that look alike once masked, two compound surnames
RISKS = ["因病", "因残", "因学", "因灾", "缺劳动力", "失业"]

# A ledger of the office: some of its problems are closed.
LEDGER = [
    ["发现日期", "问题", "解决办法", "解决日期", "验收人"],
    ["2021-05-06", "屋顶漏雨", "换瓦，重做防水", "2021-05-12", "罗启山"],
    ["2021-05-06", "电线老化", "重新布线", "2021-05-10", "罗启山"],
    ["2021-05-07", "墙体开裂", "请县住建局鉴定，加固", "", ""],
    ["2021-05-07", "屋后土坡松动", "砌挡土墙，雨天先搬到村委会", "", ""],
    ["2021-05-08", "门窗损坏", "更换门窗", "2021-05-14", "高明"],
    ["2021-05-10", "屋顶漏雨", "换瓦", "2021-05-18", "高明"],
    ["2021-05-11", "木梁虫蛀", "换梁", "", ""],
    ["2021-05-11", "屋内没有独立电闸", "加装电闸", "2021-05-13", "罗启山"],
    ["2021-05-12", "地基下沉", "鉴定为C级，列入改造计划", "", ""],
]

PACKS = {
    "puan-2025": dict(
        town="云岭乡", village="云岭村", code="023", day="2025-04-10", groups=4, encoding="utf-8-sig",
        columns=["序号", "村民小组", "户主姓名", "身份证号", "家庭人口", "监测类别", "风险类型", "帮扶措施", "联系方式"],
        notices=[("2025-04-identify", "identify", "2025-04-07", 12, ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户"],
                  {"lead": "2025-04-01", "verify": "2025-04-02", "review": "2025-04-03"}),
                 ("2025-04-exit", "exit", "2025-04-08", 8, ["脱贫不稳定户", "边缘易致贫户"],
                  {"stable": "2024-09-10", "nominate": "2025-03-24", "verify": "2025-03-27", "review": "2025-04-03"})]),
    "huizhou-2020": dict(
        town="柳溪镇", village="柳溪村", code="0752", day="2020-07-22", groups=4, encoding="gb18030",
        columns=["镇", "村", "组别", "户主", "身份证号码", "家庭人数", "类别", "上年度人均可支配收入", "上年度刚性支出",
                 "纳入监测时间", "电话号码", "致贫返贫风险"],
        notices=[("2020-06-announce", "announce", "2020-07-17", 12, ["脱贫不稳定户", "边缘易致贫户"],
                  {"lead": "2020-06-15", "verify": "2020-06-23", "draft": "2020-06-29", "solicit": "2020-07-02", "review": "2020-07-14"}),
                 ("2020-07-solicit", "solicit", "2020-07-20", 14, ["脱贫不稳定户", "边缘易致贫户"],
                  {"lead": "2020-07-03", "verify": "2020-07-10", "draft": "2020-07-17"})]),
    "linyi-2020": dict(
        more="""
# 疫情防控期间先帮扶、后认定：由乡镇决定，写明起止日期和依据
[aid_first]
first = 2020-02-01
last = 2020-06-30
decided = "石泉镇党委会2020年1月31日决定"
""",
        town="石泉镇", village="石泉村", code="0539", day="2020-06-12", groups=4, encoding="utf-8-sig",
        columns=["编号", "乡镇", "村", "小组", "户主姓名", "证件号码", "家庭人口", "认定原因", "入户调查日期", "民主评议日期",
                 "县级比对完成日期", "联系方式"],
        notices=[("2020-06-immediate", "immediate", "2020-06-11", 12, [""],
                  {"lead": "2020-06-01", "visit": "2020-06-03", "review": "2020-06-05", "compare": "2020-06-10"}),
                 ("2020-06-return", "return", "2020-06-11", 9, [""],
                  {"visit": "2020-06-03", "review": "2020-06-05", "compare": "2020-06-10"}),
                 ("2020-06-watch", "watch", "2020-06-11", 8, [""], {"lead": "2020-06-08", "visit": "2020-06-11"})]),
    "jilin-2020": dict(
        town="松岗镇", village="松岗村", code="0432", day="2020-05-20", groups=5, encoding="utf-8-sig",
        columns=["序号", "村", "社（组）", "户主姓名", "身份证号", "人口", "对象类型", "预警等级", "预警原因", "责任人", "责任人电话"],
        notices=[("2020-05-warning", "warning", "2020-05-18", 14, ["脱贫监测户", "边缘户"],
                  {"apply": "2020-05-11", "verify": "2020-05-15"})]),
    "yangshuo-2021": dict(
        region='\n# 地方性假日（三月三）也算放假。\nregion = "广西壮族自治区"\n',
        town="竹林乡", village="竹林村", code="0773", day="2021-05-20", groups=5, encoding="utf-8-sig",
        columns=["村民小组", "户主", "身份证", "人口数", "拟纳入类别", "民主评议"],
        notices=[("2021-05-offline", "offline", "2021-05-18", 14, ["脱贫不稳定户", "边缘易致贫户"], {"offline": "2021-05-14"}),
                 ("2021-05-exit", "exit", "2021-05-19", 5, ["脱贫不稳定户", "边缘易致贫户"], {"follow": "2020-05-10", "village": "2021-05-17"},
                  ["村民小组", "户主", "身份证", "人口数", "监测类别", "识别时间", "风险类型", "帮扶措施"]),
                 ("2021-05-housing", "housing", "2021-05-20", 9, [""], {"ledger": "2021-05-12"},
                  ["序号", "村民小组", "户主", "发现日期", "问题", "解决办法", "责任人", "解决日期", "验收人"])]),
}


def value(column, dice, row, head, group, number, category, pack):
    """A cell: what stands under that header."""
    day = datetime.date.fromisoformat(pack["day"])
    if column in ("序号", "编号"):
        return str(row + 1)
    if column in ("镇", "乡镇"):
        return pack["town"]
    if column == "村":
        return pack["village"]
    if column in ("组别", "小组", "社（组）", "村民小组"):
        return "%d组" % group
    if column in ("户主", "户主姓名"):
        return head
    if column in ("身份证号码", "证件号码", "身份证号", "身份证"):
        # Spreadsheets keep long numbers whole behind a tab.
        return ("\t" if pack["encoding"] == "gb18030" else "") + number
    if column in ("家庭人数", "家庭人口", "人口", "人口数"):
        return str(1 + dice.below(5))
    if column in ("类别", "对象类型", "拟纳入类别", "监测类别"):
        return category
    if column == "预警等级":
        return dice.pick(["红色", "黄色", "蓝色"])
    if column in ("致贫返贫风险", "认定原因", "预警原因", "风险类型"):
        return dice.pick(RISKS)
    if column in ("电话号码", "联系方式", "责任人电话"):
        return "154" + dice.digits(8)
    if column == "责任人":
        return dice.pick(SURNAMES) + dice.pick(FEMALE)
    if column in ("上年度人均可支配收入", "上年度刚性支出"):
        return str(4000 + dice.below(5800))
    if column == "识别时间":
        return "%d%02d" % (day.year - 1, 1 + dice.below(4))
    if column == "帮扶措施":
        return dice.pick(["产业帮扶、就业帮扶", "教育帮扶", "健康帮扶"])
    if column in LEDGER[0]:
        return LEDGER[row + 1][LEDGER[0].index(column)]
    if column == "纳入监测时间":
        return "%d%02d" % (day.year, day.month)
    if column == "民主评议":
        return "通过"
    return {"入户调查日期": "2020-06-03", "民主评议日期": "2020-06-05", "县级比对完成日期": "2020-06-10"}[column]


def write(path, text, encoding="utf-8"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding=encoding, newline="") as file:
        file.write(text)


def main():
    root = sys.argv[1]
    for seed, (pack, is_) in enumerate(PACKS.items(), 5):
        base = f"{root}/policies/{pack}/example"
        dice, names, used = Dice(seed), set(HEADS), set()
        write(f"{base}/township.toml", f'''# 样例乡镇。里面的人名、电话都是虚构的。
name = "{is_["town"]}"
publisher = "{is_["town"]}人民政府"
pack = "{pack}"
base_url = "https://{pack}.example/"
closes = "17:30"
{is_.get("region", "")}
# 样例固定按这一天计算，网页上也会写明是样例。正式使用时删去这一行。
sample_day = {is_["day"]}

[[contact]]
purpose = "{is_["town"][-1]}里受理意见"
name = "{is_["town"]}便民服务中心"
phone = "{is_["code"]}-0001200"
hours = "工作日 9:00—17:30"
{is_.get("more", "")}''')
        write(f"{base}/villages/cun/village.toml", f'''name = "{is_["village"]}"
committee = "{is_["town"]}{is_["village"]}村民委员会"
board = "{is_["village"]}村务公开栏"

[[contact]]
purpose = "村里受理意见"
name = "{is_["village"]}村务监督委员会"
phone = "{is_["code"]}-0001301"
''')
        for stem, kind, posted, count, categories, steps, *own in is_["notices"]:
            columns = own[0] if own else is_["columns"]
            rows = [",".join(columns)]
            heads = HEADS[:] if not used else []
            for row in range(count):
                sex = dice.pick(["男", "女"])
                head = heads.pop(0) if heads else new_name(dice, dice.pick(SURNAMES), sex, names)
                born = datetime.date(1945 + dice.below(45), 1 + dice.below(12), 1 + dice.below(28))
                number = id_number(dice, sex, born, used)
                group, category = 1 + row % is_["groups"], categories[dice.below(len(categories))]
                cells = [value(column, dice, row, head, group, number, category, is_) for column in columns]
                rows.append(",".join(cells))
            write(f"{base}/villages/cun/rosters/{stem}.csv", "\r\n".join(rows) + "\r\n", is_["encoding"])
            days = "".join(f"{step} = {day}\n" for step, day in steps.items())
            text = f'kind = "{kind}"\nroster = "rosters/{stem}.csv"\nposted = {posted}\n\n[steps]\n{days}'
            write(f"{base}/villages/cun/notices/{stem}.toml", text)
            print(pack, posted, f"villages/cun/notices/{stem}")


if __name__ == "__main__":
    main()

//! What a sheet is called in messages: by its name, or by its position where the name may be somebody's. Offices name
//! tabs after heads of households, and a name of the roster stands in no message.

use super::grid::Grid;
use super::headings::{self, Says};
use super::{clean, is_han};
use crate::sealed::persons;
use crate::sealed::surnames::opens_with_surname;
use unicode_normalization::UnicodeNormalization;

/// Words of which names of sheets are made; what is left beside them may be somebody's name.
const WORDS: [&str; 94] = [
    "名单",
    "名册",
    "花名册",
    "台账",
    "汇总",
    "统计",
    "明细",
    "公示",
    "公告",
    "公开",
    "说明",
    "附件",
    "目录",
    "封面",
    "清单",
    "底册",
    "底稿",
    "原始",
    "最终",
    "定稿",
    "初稿",
    "修改",
    "更新",
    "导出",
    "导入",
    "补充",
    "材料",
    "情况",
    "信息",
    "基本",
    "数据",
    "字典",
    "代码",
    "编码",
    "选项",
    "指标",
    "模板",
    "样表",
    "示例",
    "填表",
    "填报",
    "备注",
    "家庭",
    "成员",
    "户主",
    "农户",
    "对象",
    "监测",
    "人员",
    "人口",
    "纳入",
    "新增",
    "识别",
    "认定",
    "退出",
    "消除",
    "终止",
    "风险",
    "边缘",
    "易致贫",
    "脱贫",
    "不稳定",
    "突发",
    "严重",
    "困难",
    "防返贫",
    "低保",
    "特困",
    "干部",
    "核查",
    "走访",
    "评议",
    "会议",
    "记录",
    "收入",
    "帮扶",
    "时间",
    "全村",
    "年度",
    "季度",
    "月份",
    "上半年",
    "表格",
    "工作表",
    "附表",
    "表",
    "档案",
    "资料",
    "登记",
    "下半年",
    "整改",
    "审核",
    "比对",
    "结果",
];
/// How the name of a place ends.
const PLACES: [&str; 10] = ["村", "社区", "乡", "镇", "街道", "组", "社", "队", "屯", "寨"];

/// The tabs of a workbook in their order, and what each is called.
pub(super) struct Tabs {
    all: Vec<Tab>,
}

struct Tab {
    name: String,
    /// By its position, as the clerk counts what is seen.
    number: String,
    visible: bool,
    /// Whether its name is said.
    said: bool,
}

impl Tabs {
    /// The tabs by their names and whether they are seen.
    pub(super) fn of<'a>(tabs: impl Iterator<Item = (&'a str, bool)>) -> Self {
        let (mut seen, mut covered) = (0, 0);
        let all = tabs.map(|(name, visible)| {
            let (count, kind) = if visible { (&mut seen, "") } else { (&mut covered, "隐藏的") };
            *count += 1;
            let number = format!("第{count}个{kind}工作表");
            Tab { name: name.to_owned(), number, visible, said: !may_name_somebody(name) }
        });
        Self { all: all.collect() }
    }

    /// Names that stand in the cells as well are somebody's.
    pub(super) fn compare<'a>(&mut self, grids: impl Iterator<Item = &'a Grid>) {
        let mut open: Vec<&mut Tab> =
            self.all.iter_mut().filter(|tab| tab.said && !is_group(&tab.name)).collect();
        for (_, cell) in grids.flat_map(Grid::cells) {
            let words = clean::squeeze(cell.words());
            let length = words.chars().count();
            if !(2..=20).contains(&length) || !words.chars().all(|c| is_han(c) || c == '·') {
                continue;
            }
            let named = persons::is_name(&words) || words.contains('·');
            for tab in &mut open {
                let name = clean::squeeze(&tab.name);
                if name == words || (named && name.contains(&words)) {
                    tab.said = false;
                }
            }
        }
    }

    /// Whether what a notice writes means this tab.
    pub(super) fn is(&self, name: &str, wanted: &str) -> bool {
        let wanted = wanted.trim();
        let by_name = |tab: &Tab| tab.name.trim() == wanted;
        name.trim() == wanted
            || (!self.all.iter().any(by_name)
                && self.all.iter().any(|tab| tab.name == name && tab.number == wanted && tab.visible))
    }

    /// What a tab is called.
    pub(super) fn label(&self, name: &str) -> String {
        self.all.iter().find(|tab| tab.name == name).map_or_else(
            || name.to_owned(),
            |tab| if tab.said { name.to_owned() } else { tab.number.clone() },
        )
    }

    /// What the tabs that can be seen are called.
    pub(super) fn seen(&self) -> Vec<String> {
        self.all.iter().filter(|tab| tab.visible).map(|tab| self.label(&tab.name)).collect()
    }

    /// Gives the grids the names by which they are called.
    pub(super) fn call<'a>(&self, grids: impl Iterator<Item = &'a mut Grid>) {
        for grid in grids {
            grid.sheet = grid.tab.as_deref().map(|name| self.label(name));
        }
    }
}

/// `工作表“一组”`, or `第2个工作表`.
pub(super) fn called(label: &str) -> String {
    let by_number = label.starts_with('第') && label.ends_with("个工作表");
    if by_number { label.to_owned() } else { format!("工作表“{label}”") }
}

/// Whether the name of a tab may be a person's, or hold one: 罗涛涛, 罗涛涛家, 一组罗涛涛.
pub(super) fn may_name_somebody(tab: &str) -> bool {
    if is_group(tab) {
        return false;
    }
    let folded: String = tab.nfkc().collect();
    let text = WORDS.iter().fold(clean::squeeze(&folded), |rest, word| rest.replace(word, " "));
    let whole = clean::squeeze(&folded);
    text.split(|c: char| !is_han(c) && c != '·').any(|piece| {
        let counted = piece.starts_with('第') && piece.ends_with(['批', '次', '期', '页', '份', '格']);
        // What ends like a place is one; behind it somebody may be named.
        let behind = PLACES.iter().filter_map(|kind| piece.rfind(kind).map(|at| at + kind.len())).max();
        let rest = &piece[behind.unwrap_or(0)..];
        let unknown = rest == whole && !counted;
        rest.chars().count() >= 2 && (opens_with_surname(rest) || rest.contains('·') || unknown)
    })
}

/// Whether a tab names a group that is nobody's name: 一组, 老屋基组.
fn is_group(tab: &str) -> bool {
    match headings::read(tab) {
        Says::Group(group) => headings::is_counted(&group) || !opens_with_surname(&group),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::may_name_somebody;

    #[test]
    fn a_tab_named_after_a_head_was_quoted() {
        for tab in [
            "罗涛涛",
            "罗涛涛家",
            "1罗涛涛",
            "一组 罗涛涛",
            "罗涛涛家庭情况表",
            "欧阳修远",
            "阿依古丽·买买提",
            "阿卜杜",
        ] {
            assert!(may_name_somebody(tab), "{tab}");
        }
        for tab in [
            "一组",
            "Sheet1",
            "名册",
            "花名册",
            "汇总",
            "老屋基组",
            "红岩村名单",
            "2025年3月",
            "第2个表格",
            "公示表",
            "表格",
            "明细",
        ] {
            assert!(!may_name_somebody(tab), "{tab}");
        }
    }
}

//! Measures 帮扶措施: names of what anybody may be given, although a word of an illness stands in them: 大病救助.

use super::place::is_sensitive;

/// How the name of a measure ends.
const ENDINGS: [&str; 34] = [
    "服务", "救助", "保障", "补贴", "补助", "补偿", "津贴", "保险", "帮扶", "救治", "康复", "报销", "减免",
    "优惠", "安置", "托养", "照护", "护理", "供养", "救济", "随访", "筛查", "体检", "签约", "政策", "计划",
    "资助", "扶持", "抚恤", "关爱", "慰问", "改造", "培训", "管理",
];
/// What may follow: 救助金, 救助对象.
const BEHIND: [&str; 8] = ["资金", "金", "费", "项目", "工作", "对象", "标准", "待遇"];
/// Whom measures are for: in the name of one these tell of nobody.
const FOR_WHOM: [&str; 20] = [
    "严重精神障碍",
    "精神障碍",
    "精神残疾",
    "智力残疾",
    "地方病",
    "慢性病",
    "传染病",
    "职业病",
    "结核病",
    "罕见病",
    "大病",
    "重病",
    "慢病",
    "看病",
    "疾病",
    "残疾",
    "孤儿",
    "死亡",
    "透析",
    "两癌",
];
/// Characters of such a name at most.
const LONGEST: usize = 12;

/// Whether words name a measure and nothing of whoever is given it: 慢病签约服务, never 患大病救助 or 尿毒症透析.
pub(in crate::sealed) fn is_measure(text: &str) -> bool {
    let end = BEHIND.iter().find_map(|behind| text.strip_suffix(behind)).unwrap_or(text);
    let named = ENDINGS.iter().any(|ending| end.ends_with(ending)) && text.chars().count() <= LONGEST;
    named && !is_sensitive(&FOR_WHOM.iter().fold(end.to_owned(), |rest, whom| rest.replace(whom, "")))
}

/// Whether words tell something of a person: an illness, a conviction, a marriage, a debt; a measure is everybody's.
pub(in crate::sealed) fn tells_of_somebody(text: &str) -> bool {
    is_sensitive(text) && !is_measure(text)
}

#[cfg(test)]
mod tests {
    use super::tells_of_somebody;

    #[test]
    fn a_measure_for_the_ill_tells_of_nobody() {
        let measures =
            ["慢病签约服务", "享受大病救助", "重度残疾人护理补贴", "孤儿保障金", "严重精神障碍管理"];
        for measure in measures.into_iter().chain(["大病保险报销", "两癌筛查", "残疾人救助对象"])
        {
            assert!(!tells_of_somebody(measure), "{measure}");
        }
        let stories =
            ["患大病救助", "尿毒症患者救助", "服刑人员帮扶", "离异户补助", "大病", "长期患慢病", "其母残疾"];
        for story in stories {
            assert!(tells_of_somebody(story), "{story}");
        }
    }
}

//! Who acts 办事主体: the subject of a sentence, or a name in the list that offices use.

use super::words::first;

/// Who acts, in the words of offices.
const ACTORS: &[&str] = &[
    "农户",
    "户主",
    "本人或村委会",
    "村委会",
    "村委",
    "村民委员会",
    "村（社区）",
    "村级",
    "镇级",
    "乡级",
    "村民代表",
    "村",
    "镇村",
    "乡镇扶贫部门",
    "乡镇",
    "乡村干部",
    "乡村",
    "各乡（镇）",
    "乡",
    "县级扶贫部门",
    "县级扶贫办",
    "县区扶贫部门",
    "县（市）区扶贫部门",
    "县（市）区脱贫攻坚领导小组",
    "县（市）区",
    "各县（市）区",
    "县扶贫办",
    "区县",
    "县级",
    "县",
    "相关行业部门",
    "行业部门",
    "乡镇（街道）",
    "市扶贫办",
    "驻村工作队",
];

/// How the name of a body, or of people who act, ends.
const ENDS: &[&str] = &[
    "政府",
    "委员会",
    "居委会",
    "村委会",
    "部门",
    "办事处",
    "民政局",
    "局",
    "办公室",
    "办",
    "中心",
    "所",
    "站",
    "小组",
    "干部",
    "代表",
    "代表会议",
    "工作队",
    "人员",
    "申请人",
    "户主",
    "农户",
    "家庭",
    "家庭成员",
    "会议",
    "两委",
];
/// What follows a subject, beside a number of days.
const THEN: &[&str] = &[
    "在", "应当", "应", "要", "对", "将", "收到", "组织", "负责", "根据", "向", "依据", "自", "于", "每",
    "可以", "可", "按", "会同", "进行", "审核", "审批", "提出", "通过", "统一", "及时", "逐户", "入户",
    "结合", "开展", "填写", "持", "书面", "召开", "公示", "汇总", "受理", "委托", "核查", "核实", "调查",
    "评议", "确认", "认定", "上门", "负", "适时", "派", "推举",
];
/// Words at the head of which nobody is named: they say whom it is done to, or when.
const NOT: &[&str] = &[
    "对", "将", "经", "以", "按", "在", "自", "如", "因", "未", "有", "无", "凡", "符", "报", "发现", "提交",
    "送", "并", "再",
];

/// Who acts in a text, and where the words about what they do begin: 由镇人民政府…, 村民代表对…. The first sentence
/// counts before the others.
pub(in crate::import) fn agent(text: &str) -> Option<(&str, usize)> {
    let end = text.find(['。', '\n']).map_or(text.len(), |end| end);
    let (sentence, rest) = text.split_at(end);
    let head = || actor_first(sentence).filter(|name| name.chars().count() > 1);
    within(sentence)
        .or_else(|| head().map(|name| (&text[..name.len()], name.len())))
        .or_else(|| within(rest).map(|(name, at)| (name, end + at)))
}

fn within(text: &str) -> Option<(&str, usize)> {
    let mut from = 0;
    for breath in text.split_inclusive(['，', '。', '；', '\n', '：']) {
        let by = breath.match_indices('由').map(|(at, by)| at + by.len());
        let found = by.chain([0]).find_map(|at| Some((at, subject(&breath[at..])?)));
        if let Some((at, name)) = found {
            return Some((name, from + at + name.len()));
        }
        from += breath.len();
    }
    None
}

/// A name at the head of some words, with what follows a subject behind it.
pub(in crate::import) fn subject(words: &str) -> Option<&str> {
    if NOT.iter().any(|word| words.starts_with(word)) {
        return None;
    }
    let then = first(words, THEN).map(|(at, _)| at);
    let at = then.into_iter().chain(words.find(|c: char| c.is_ascii_digit())).min()?;
    let name = &words[..at];
    let short = (2..=20).contains(&name.chars().count());
    (short && ENDS.iter().any(|end| name.ends_with(end))).then_some(name)
}

/// Who acts last in some words: the subject of the last breath, else anybody named.
pub(super) fn last(words: &str) -> Option<String> {
    let breath = words.rsplit(['，', '；', '。']).next().unwrap_or(words);
    within(breath).map(|(name, _)| name.to_owned()).or_else(|| acting(words))
}

/// Who acts in a text of its own: 将…农户移出 and 对农户… name whom it is done to, 村内 and 乡里 where.
pub(super) fn named(text: &str) -> Option<String> {
    let places = ["村内", "村里", "村务", "所在村", "本村", "乡里", "县里", "县内"];
    titled(&places.iter().fold(text.to_owned(), |text, place| text.replace(place, "　")))
}

/// The same in the name of a step: 村内公示 is the village's.
pub(super) fn titled(title: &str) -> Option<String> {
    acting(title).filter(|_| !title.starts_with(['将', '对']))
}

fn acting(text: &str) -> Option<String> {
    first(text, ACTORS).map(|(_, actor)| actor.to_owned())
}

/// Who is named last in some words.
pub(in crate::import) fn actor_before(words: &str) -> Option<&'static str> {
    let actors = ACTORS.iter().filter_map(|actor| words.rfind(actor).map(|at| (at + actor.len(), *actor)));
    actors.max_by_key(|(end, actor)| (*end, actor.len())).map(|(_, actor)| actor)
}

/// Who is named at the head of some words.
pub(in crate::import) fn actor_first(words: &str) -> Option<&'static str> {
    ACTORS.iter().filter(|actor| words.starts_with(**actor)).max_by_key(|actor| actor.len()).copied()
}

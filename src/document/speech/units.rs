//! What is counted 量词和单位: words behind a figure.

/// Characters that begin what a figure counts.
const UNITS: &str = "户人天个次倍年元亩口名份张间栋套条项位种处辆头只岁件批轮回家遍步类万千亿百十月日号时分米斤公平吨余多\
    块角毛秒点层楼级期届周季村组站所座眼台部支把根匹群场顿碗片面节篇本册封幅扇门窝羽尾枚颗粒盏捆车趟株棵箱袋包瓶桶筐\
    克升里厘毫立小款学室弄单度成折以左丈尺寸顷伏瓦兆字页段例桌双副对摄";
/// Words that begin with such a character and are no unit: 12345平台, 12333人社热线.
const NO_UNITS: [&str; 22] = [
    "人社", "人民", "人大", "人力", "平台", "公安", "公告", "公示", "公司", "公开", "公共", "部门", "分机",
    "分局", "号码", "号线", "点击", "时间", "学校", "学生", "小组", "家长",
];
/// Characters that are a unit only at the head of these words.
const HEADS: [(char, &[&str]); 6] = [
    ('公', &["公里", "公斤", "公顷", "公分", "公升", "公两"]),
    ('小', &["小时"]),
    ('立', &["立方"]),
    ('单', &["单元"]),
    ('左', &["左右"]),
    ('以', &["以上", "以下", "以内", "以外"]),
];

/// Those of them before which a lone 2 is 两: two of something, not the second.
const COUNTED: &str = "户人天个次倍年元亩口名份张间栋套条项位种处辆头只岁件批轮回家遍步类万千亿点块角毛米吨公斤周株棵箱袋\
    包瓶桶筐台部支把根匹群场顿碗片面节篇本册封幅扇门窝羽枚颗粒捆车趟平立厘毫升克座眼小顷代字页段桌双对";

pub(super) fn is_unit(c: char) -> bool {
    UNITS.contains(c) || matches!(c, '%' | '‰')
}

/// Whether a text goes on with what a figure counts.
pub(super) fn begins(rest: &[char]) -> bool {
    let Some(first) = rest.first().filter(|c| is_unit(**c)) else { return false };
    let text: String = rest.iter().take(2).collect();
    let head = HEADS.iter().find(|(head, _)| head == first);
    head.map_or_else(|| !NO_UNITS.contains(&text.as_str()), |(_, words)| words.contains(&text.as_str()))
}

pub(super) fn is_counted(c: char) -> bool {
    COUNTED.contains(c)
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{20000}'..='\u{3ffff}')
}

/// Units in Latin letters.
pub(super) fn latin(letters: &str) -> Option<&'static str> {
    Some(match letters {
        "m2" | "M2" | "m²" => "平方米",
        "m3" | "m³" => "立方米",
        "km2" | "km²" => "平方公里",
        "km" | "KM" | "Km" => "公里",
        "m" => "米",
        "cm" | "CM" => "厘米",
        "mm" | "MM" => "毫米",
        "kg" | "KG" | "Kg" => "公斤",
        "g" => "克",
        "mg" => "毫克",
        "t" => "吨",
        "L" | "l" => "升",
        "ml" | "mL" | "ML" => "毫升",
        "h" => "小时",
        "min" => "分钟",
        "s" => "秒",
        "kw" | "kW" | "KW" => "千瓦",
        "kwh" | "kWh" | "KWh" => "度",
        _ => return None,
    })
}

/// What a rate is reckoned by: 500元/亩 is 五百元每亩.
pub(super) fn is_per(rest: &[char]) -> bool {
    const PER: [&str; 26] = [
        "亩",
        "人",
        "户",
        "月",
        "年",
        "天",
        "日",
        "次",
        "斤",
        "公斤",
        "吨",
        "平方米",
        "平",
        "只",
        "头",
        "株",
        "棵",
        "栋",
        "间",
        "个",
        "学",
        "小时",
        "立方",
        "度",
        "份",
        "条",
    ];
    let text: String = rest.iter().take(3).collect();
    PER.iter().any(|word| text.starts_with(word))
}

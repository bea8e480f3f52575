//! Surnames 姓氏: a text → whether it may be a person's name.

/// Compound surnames in use (from the national name reports' lists).
const COMPOUND: &[&str] = &[
    "欧阳",
    "太史",
    "端木",
    "上官",
    "司马",
    "东方",
    "独孤",
    "南宫",
    "万俟",
    "闻人",
    "夏侯",
    "诸葛",
    "尉迟",
    "公羊",
    "赫连",
    "澹台",
    "皇甫",
    "宗政",
    "濮阳",
    "公冶",
    "太叔",
    "申屠",
    "公孙",
    "慕容",
    "仲孙",
    "钟离",
    "长孙",
    "宇文",
    "司徒",
    "鲜于",
    "司空",
    "闾丘",
    "子车",
    "亓官",
    "司寇",
    "巫马",
    "公西",
    "颛孙",
    "壤驷",
    "公良",
    "漆雕",
    "乐正",
    "宰父",
    "谷梁",
    "拓跋",
    "夹谷",
    "轩辕",
    "令狐",
    "段干",
    "百里",
    "呼延",
    "东郭",
    "南门",
    "羊舌",
    "微生",
    "梁丘",
    "左丘",
    "东门",
    "西门",
    "南荣",
    "第五",
    "相里",
    "达奚",
    "完颜",
    "纳兰",
    "叶赫",
    "淳于",
    "单于",
    "贺兰",
    "范姜",
    "即墨",
    "耶律",
    "富察",
    "钮祜禄",
    "瓜尔佳",
    "爱新觉罗",
    "叶赫那拉",
];

/// Single surnames in use: those of the Hundred Family Surnames 百家姓 and of the national name reports. A rare one may be
/// missing: where a column says that its values are names, nobody asks this list.
const SINGLE: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳\
    酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞\
    熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓\
    郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫\
    宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵\
    冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东\
    欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付代闫涂覃佘苟占敬冼揭\
    丘海岳帅缑亢况有琴归晋楚法汝鄢墨哈谯笪年爱阳佟言福邸苑区逢宛稂眭么仝芦仉是来多户郇原尧兰普线矫鹿昂衣衷粟牟楼鲜官植母辜税\
    战柒生展达初";

/// Characters of the compound surname that a name begins with, the longest that leaves something of the name.
pub(in crate::sealed) fn compound_length(name: &str) -> Option<usize> {
    let begins = COMPOUND.iter().filter(|surname| name.len() > surname.len() && name.starts_with(**surname));
    begins.map(|surname| surname.chars().count()).max()
}

/// Whether a text is a compound surname 复姓.
pub(in crate::sealed) fn is_compound(surname: &str) -> bool {
    COMPOUND.contains(&surname)
}

/// Whether a text begins with a surname, whatever follows.
pub(in crate::sealed) fn opens_with_surname(text: &str) -> bool {
    text.chars().next().is_some_and(|first| SINGLE.contains(first))
        || COMPOUND.iter().any(|surname| text.starts_with(surname))
}

/// Whether a text looks like a person's name: a surname with one or two characters behind it, and nothing else.
pub(in crate::sealed) fn begins_with_surname(text: &str) -> bool {
    let length = text.chars().count();
    let single = text.chars().next().is_some_and(|first| SINGLE.contains(first));
    let compound = compound_length(text).is_some_and(|surname| length <= surname + 2);
    (single && (2..=3).contains(&length)) || compound
}

#[cfg(test)]
mod tests {
    use super::begins_with_surname;

    #[test]
    fn names_are_told_by_their_surname() {
        for name in ["王明", "张桂兰", "欧阳修", "诸葛孔明", "卫东"] {
            assert!(begins_with_surname(name), "{name}");
        }
        for text in ["王", "的地", "张桂兰家的", "本人", "无", ""] {
            assert!(!begins_with_surname(text), "{text}");
        }
    }
}

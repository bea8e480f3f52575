//! Checks of thresholds 收入标准, waits 最短间隔 and aid first 先帮扶: each says exactly one thing, of what is declared.

use super::Pack;
use super::codes::PACK_INCOMPLETE;
use super::written::{BasePeriod, Figure, Procedure, Threshold};
use crate::diag::{Diagnostic, Place};
use std::collections::BTreeSet;

/// What is wrong; fields are dotted paths into `pack.toml`.
pub(super) fn check(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut add = |field: String, message: String, help: &str| {
        found.push(Diagnostic::error(&PACK_INCOMPLETE, Place::file(file).field(field), message, help));
    };
    let mut before = BTreeSet::new();
    for (n, is) in pack.is.threshold.iter().enumerate() {
        if !before.insert(&is.id) {
            add(format!("threshold.{n}.id"), format!("标准 {} 写了两次", is.id), "改一个名称");
        }
        threshold(pack, n, is, &mut add);
    }
    for (p, procedure) in pack.is.procedure.iter().enumerate() {
        waits(p, procedure, &mut add);
        if let Some(aid) = &procedure.aid_first
            && !procedure.step.iter().any(|step| step.id == aid.step)
        {
            let message = format!("“{}”说的步骤 {} 不在程序“{}”里", aid.wording, aid.step, procedure.title);
            add(format!("procedure.{p}.aid_first.step"), message, "写这个程序里帮扶那一步的 id");
        }
    }
    found
}

type Add<'a> = &'a mut dyn FnMut(String, String, &str);

fn threshold(pack: &Pack, n: usize, is: &Threshold, add: Add<'_>) {
    let at = |key: &str| format!("threshold.{n}.{key}");
    match is.figure() {
        None => {
            let message = format!("标准“{}”要写一个数，只写一个", is.title);
            add(at("title"), message, "below（低于）、above（高于）、about（左右）三样里写一样");
        }
        Some(Figure::Yuan(0)) => add(at("title"), format!("标准“{}”是0元", is.title), "写多少元"),
        Some(Figure::Multiple(is)) if !decimal(&is.times) => {
            add(at("title"), format!("倍数 {} 不是数", is.times), "写成 times = \"1.5\"");
        }
        Some(Figure::Share(is)) if !decimal(&is.percent) => {
            add(at("title"), format!("百分数 {} 不是数", is.percent), "写成 percent = \"5\"");
        }
        Some(_) => {}
    }
    let declared = |title: &&String| pack.is.category.iter().any(|category| category.title == **title);
    for title in is.category.iter().filter(|title| !declared(title)) {
        let message = format!("标准的类别“{title}”没有在 [[category]] 里声明");
        add(at("category"), message, "补上类别，或改正名称");
    }
    let sound = |is: &BasePeriod| match is.rolling_months {
        Some(months) => (1..=60).contains(&months) && !is.previous_year,
        None => is.previous_year,
    };
    if is.period.as_ref().is_some_and(|period| !sound(period)) {
        let message = format!("标准“{}”的收入核算周期不清楚", is.title);
        add(
            at("period"),
            message,
            "写 rolling_months = 12（纳入当月之前的几个月），或者 previous_year = true（上年度）",
        );
    }
}

/// A number as people write it: digits, perhaps a point and more digits.
fn decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    digits(whole) && rest.is_none_or(digits) && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}

fn waits(p: usize, procedure: &Procedure, add: Add<'_>) {
    for (s, step) in procedure.step.iter().enumerate() {
        let Some(wait) = &step.wait else { continue };
        let at = |key: &str| format!("procedure.{p}.step.{s}.wait.{key}");
        if wait.months == 0 {
            add(at("months"), format!("步骤“{}”的间隔是0个月", step.title), "写几个月");
        }
        if procedure.waits_from(step).is_none() {
            let message = format!("步骤“{}”的间隔不知道从哪一步算起", step.title);
            add(at("months"), message, "在它前面加一步，或在 from 里写前面某一步的 id");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::testing::said;

    const CLAUSE: &str = "## 一、范围\n人均可支配收入低于1万元的。按纳入当月之前的一整年算，例如2020年6月纳入，算2019年6月到2020年5月。\n\
        ## 二、退出\n持续稳定半年以上的，可以退出。应急时先帮扶、后认定。\n\
        ## 三、规模\n人均可支配收入低于国家扶贫标准1.5倍，监测人数为建档立卡人口的5%左右。\n";

    fn threshold(figure: &str, more: &str) -> Vec<String> {
        said(
            &format!(
                "[[threshold]]\nid = \"t\"\ntitle = \"收入低\"\nconcept = \"人均可支配收入\"\n{figure}\nclause = \"一\"\n{more}"
            ),
            CLAUSE,
        )
    }

    #[test]
    fn an_amount_that_stands_in_its_clause_is_accepted_in_either_spelling() {
        for wording in ["低于1万元", "低于10000元"] {
            assert_eq!(threshold(&format!("below = 10000\nwording = \"{wording}\""), ""), [""; 0]);
        }
    }

    #[test]
    fn an_amount_changed_in_the_pack_or_in_the_text_is_found() {
        let found = threshold("below = 11000\nwording = \"低于11000元\"", "");
        assert!(found.len() == 1 && found[0].contains("policy-no-evidence"), "{found:?}");
        assert!(threshold("below = 10000\nwording = \"低于9000元\"", "")[0].contains("wording"));
        let text = CLAUSE.replace("1万元", "1.1万元");
        let table = "[[threshold]]\nid = \"t\"\ntitle = \"收入低\"\nconcept = \"人均可支配收入\"\nbelow = 10000\n\
            wording = \"低于1万元\"\nclause = \"一\"\n";
        assert!(said(table, &text)[0].contains("条款 一"));
        assert!(said(&table.replace("可支配", "纯"), CLAUSE)[0].contains("人均纯收入"), "another concept");
    }

    #[test]
    fn a_multiple_and_a_share_stand_in_their_clause_with_what_they_are_of() {
        let of = |figure: &str, wording: &str, concept: &str| {
            said(
                &format!(
                    "[[threshold]]\nid = \"t\"\ntitle = \"线\"\nconcept = \"{concept}\"\n{figure}\nwording = \"{wording}\"\nclause = \"三\"\n"
                ),
                CLAUSE,
            )
        };
        let times = "below = { times = \"1.5\", of = \"国家扶贫标准\" }";
        assert_eq!(of(times, "低于国家扶贫标准1.5倍", "人均可支配收入"), [""; 0]);
        assert!(of(&times.replace("1.5", "1.6"), "1.6倍", "人均可支配收入")[0].contains("1.6倍"));
        assert!(of(&times.replace("国家", "省定"), "1.5倍", "人均可支配收入")[0].contains("省定扶贫标准"));
        let share = "about = { percent = \"5\", of = \"建档立卡人口\" }";
        assert_eq!(of(share, "5%左右", "监测人数"), [""; 0]);
        assert!(of(&share.replace('5', "6"), "6%左右", "监测人数")[0].contains("6%"));
        let odd = of(&times.replace("1.5", "一倍半"), "1.5倍", "人均可支配收入");
        assert!(odd.iter().any(|found| found.contains("不是数")), "{odd:?}");
    }

    #[test]
    fn a_threshold_says_one_number_and_only_one() {
        assert!(threshold("wording = \"低\"", "")[0].contains("policy-incomplete"));
        let both = threshold("below = 10000\nabove = 10000\nwording = \"1万元\"", "");
        assert!(both[0].contains("policy-incomplete"), "{both:?}");
    }

    #[test]
    fn a_base_period_comes_out_at_the_months_of_the_texts_own_example() {
        let period = |period: &str| {
            threshold("below = 10000\nwording = \"低于1万元\"", &format!("period = {{ {period} }}\n"))
        };
        let good = "rolling_months = 12, wording = \"之前的一整年\", example = \"2020-06\", clause = \"一\"";
        assert_eq!(period(good), [""; 0]);
        let eleven = period(&good.replace("= 12", "= 11"));
        assert!(eleven.iter().any(|found| found.contains("2019年7月")), "{eleven:?}");
        assert!(period(&good.replace("2020-06", "2020-07")).len() >= 2);
        assert!(period(&good.replace("2020-06", "2020-13"))[0].contains("toml-syntax"));
        let none = period("wording = \"一整年\", clause = \"一\"");
        assert!(none.iter().any(|found| found.contains("policy-incomplete")), "{none:?}");
        let both = period(&good.replace("rolling", "previous_year = true, rolling"));
        assert!(both[0].contains("policy-incomplete"), "{both:?}");
        assert!(period(&good.replace(", clause = \"一\"", ""))[0].contains("没有依据"));
    }

    fn exit(wait: &str) -> Vec<String> {
        said(
            &format!(
                "[[procedure]]\nid = \"exit\"\ntitle = \"退出\"\n\
                 [[procedure.step]]\nid = \"stable\"\ntitle = \"收入稳定\"\nactor = \"村\"\nlevel = \"村\"\nclause = \"二\"\n\
                 [[procedure.step]]\nid = \"name\"\ntitle = \"提名\"\nactor = \"村\"\nlevel = \"村\"\nclause = \"二\"\n{wait}\n"
            ),
            CLAUSE,
        )
    }

    #[test]
    fn a_wait_stands_in_its_clause_and_counts_from_a_step_before_it() {
        assert_eq!(exit("wait = { months = 6, wording = \"半年以上\", clause = \"二\" }"), [""; 0]);
        assert_eq!(
            exit("wait = { months = 6, from = \"stable\", wording = \"六个月\", clause = \"二\" }"),
            [""; 0]
        );
        assert!(
            exit("wait = { months = 12, wording = \"1年以上\", clause = \"二\" }")[0]
                .contains("policy-no-evidence")
        );
        assert!(
            exit("wait = { months = 6, from = \"name\", wording = \"半年\", clause = \"二\" }")[0]
                .contains("从哪一步")
        );
        assert!(exit("wait = { months = 0, wording = \"0个月\", local = \"试试\" }")[0].contains("0个月"));
    }

    #[test]
    fn aid_first_names_a_step_of_its_procedure_and_stands_in_its_clause() {
        let aid = |step: &str, wording: &str| {
            exit("").len()
                + said(
                    &format!(
                        "[[procedure]]\nid = \"p\"\ntitle = \"认定\"\n\
                         aid_first = {{ step = \"{step}\", condition = \"应急时\", wording = \"{wording}\", clause = \"二\" }}\n\
                         [[procedure.step]]\nid = \"help\"\ntitle = \"帮扶\"\nactor = \"村\"\nlevel = \"村\"\nclause = \"二\"\n"
                    ),
                    CLAUSE,
                )
                .len()
        };
        assert_eq!(aid("help", "先帮扶、后认定"), 0);
        assert_eq!(aid("helps", "先帮扶、后认定"), 1);
        assert_eq!(aid("help", "先认定、后帮扶"), 1);
    }
}

//! The policy page 政策: what the document is, how a case goes step by step, and which clause each number rests on.

use super::leaflet::{measure_list, steps};
use super::{page, paragraph};
use crate::calendar;
use crate::document::{Align, Block, Column, Document, Meta, PeriodBox, Public, Table, Text};
use crate::policy::written::{Consultation, Disclosure, Duty};
use crate::policy::{Pack, Unit};
use crate::render::site::Contact;
use chrono::NaiveDate;

/// Composes the page from the pack alone.
pub fn policy(pack: &Pack, publisher: &str, contacts: &[Contact], today: NaiveDate) -> Document<Public> {
    if !pack.is_open() {
        return entry(pack, publisher, today);
    }
    let is = &pack.is;
    let place = format!("{}/pack.toml", pack.path);
    let open = |text: &str| Text::open(text, &place);
    let mut facts = vec![
        (open("文件"), open(&is.title)),
        (open("发文机关"), open(&is.issuer.join("、"))),
        (open("适用范围"), open(&is.region)),
    ];
    facts.extend(is.number.as_ref().map(|number| (open("文号"), open(number))));
    facts.extend(is.date.map(|date| (open("成文日期"), open(&calendar::chinese(date)))));
    facts.extend(is.basis.iter().map(|basis| (open("上位依据"), open(basis))));
    facts.push((open("公开事项"), open(&is.catalogue.matter)));
    facts.push((open("公开时限"), open(&is.catalogue.time_limit)));
    let mut blocks = Vec::new();
    if let Some(consultation) = &is.consultation {
        blocks.extend(ask(consultation, contacts, today, &place));
    }
    blocks.push(Block::Facts(facts));
    for procedure in &is.procedure {
        blocks.push(heading(
            2,
            &format!("{}的步骤", procedure.title),
            &place,
            &format!("procedure-{}", procedure.id),
        ));
        blocks.extend(steps(pack, &procedure.id));
    }
    let passages = [
        ("线索从哪里来", "discovery", &is.discovery),
        ("哪些情况适用", "scope", &is.scope),
        ("怎样退出", "exit", &is.exit),
    ];
    for (title, id, passages) in passages.into_iter().filter(|(_, _, list)| !list.is_empty()) {
        blocks.push(heading(2, title, &place, id));
        blocks.push(Block::Facts(passages.iter().map(|p| (open(&p.title), open(&p.text))).collect()));
    }
    if !is.duty.is_empty() {
        blocks.push(heading(2, "定期要办的事", &place, "duties"));
        let said = |duty: &Duty| {
            let source = duty.clause.as_ref().map_or_else(
                || "本地决定".to_owned(),
                |clause| format!("依据：文件{}", clause.get_ref().replace('/', "")),
            );
            (open(&duty.title), open(&format!("{}，{}办。（{source}）", duty.wording, duty.actor)))
        };
        blocks.push(Block::Facts(is.duty.iter().map(said).collect()));
    }
    if !is.measure.is_empty() {
        blocks.push(heading(2, "帮扶措施", &place, "measures"));
        blocks.push(measure_list(pack));
    }
    if let Some(table) = numbers(pack, &place) {
        blocks.push(heading(2, "这些天数从哪里来", &place, "numbers"));
        blocks.push(paragraph("每个天数都对应文件的一条。文件没有规定的，写明本地决定的理由。", "程序"));
        blocks.push(table);
    }
    let meta = page(open(&is.short), format!("{}：步骤、时限、帮扶措施和依据", is.short), publisher, today);
    Document::new(Meta { stamp: pack.stamp(), ..meta }, blocks)
}

/// What the catalogue of government information may say of a document that is not disclosed of our own accord: which
/// one it is, and how to ask for it (政府信息公开条例 art. 12, 27). Nothing of what it says.
fn entry(pack: &Pack, publisher: &str, today: NaiveDate) -> Document<Public> {
    let is = &pack.is;
    let place = format!("{}/pack.toml", pack.path);
    let open = |text: &str| Text::open(text, &place);
    let mut facts = vec![(open("文件"), open(&is.title)), (open("发文机关"), open(&is.issuer.join("、")))];
    facts.extend(is.number.as_ref().map(|number| (open("文号"), open(number))));
    facts.extend(is.date.map(|date| (open("成文日期"), open(&calendar::chinese(date)))));
    let (way, how) = match is.disclosure {
        Disclosure::None => ("不予公开", "这份文件不公开。有疑问的，请向发文机关了解。"),
        _ => (
            "依申请公开",
            "这份文件不在网上公开。需要的人，可以带身份证明，书面向发文机关申请；不会写的，可以当面说。",
        ),
    };
    facts.push((open("公开方式"), open(way)));
    let blocks = vec![Block::Facts(facts), paragraph(how, "程序")];
    let meta = page(open(&is.short), format!("{}：目录信息", is.short), publisher, today);
    Document::new(meta, blocks)
}

/// The request for comments 征求意见: its period, what is asked, and whom to answer; the last two come down with it.
fn ask(is: &Consultation, contacts: &[Contact], today: NaiveDate, place: &str) -> Vec<Block> {
    let state = match today {
        today if today < is.first => "征求意见还没有开始",
        today if today <= is.last => "正在征求意见",
        _ => "征求意见已经结束",
    };
    let clause = is.clause.get_ref().replace('/', "");
    let mut blocks = vec![Block::Period(PeriodBox {
        label: Text::open("征求意见", "程序"),
        from: is.first,
        to: is.last,
        rule: Text::open(format!("首日和末日都算在内。（依据：文件{clause}）"), "程序"),
        state: Text::open(state, "程序"),
    })];
    if (is.first..=is.last).contains(&today) {
        blocks.push(paragraph(&is.text, place));
        blocks.push(super::contacts(contacts));
    } else {
        blocks.push(paragraph(format!("{state}。"), "程序"));
    }
    blocks.push(paragraph("下面是征求意见稿，还没有定下来，不能作为办事依据。", "程序"));
    blocks
}

fn heading(level: u8, text: &str, place: &str, id: &str) -> Block {
    Block::Heading { level: level - 1, text: Text::open(text, place), id: Some(id.to_owned()) }
}

/// Every number of the pack with the clause it rests on; none if it counts no days.
fn numbers(pack: &Pack, place: &str) -> Option<Block> {
    let open = |text: &str| Text::open(text, place);
    let mut rows = Vec::new();
    let mut row = |what: String, days: u16, unit: Unit, clause: Option<&str>, local: Option<&String>| {
        let source = clause.map_or_else(
            || format!("本地决定：{}", local.map_or("", String::as_str)),
            |clause| {
                let title = pack.text.find(clause).map_or("", |clause| clause.title.as_str());
                format!("文件{} {title}", clause.replace('/', ""))
            },
        );
        rows.push(vec![open(&what), open(&format!("{days}{}", unit.chinese())), open(&source)]);
    };
    for procedure in &pack.is.procedure {
        if let Some(limit) = &procedure.total {
            let what = format!("{}全程", procedure.title);
            row(
                what,
                limit.days,
                limit.unit,
                limit.clause.as_ref().map(|c| c.get_ref().as_str()),
                limit.local.as_ref(),
            );
        }
        for step in &procedure.step {
            if let Some(limit) = &step.limit {
                let clause = limit.clause.as_ref().map(|c| c.get_ref().as_str());
                row(step.title.clone(), limit.days, limit.unit, clause, limit.local.as_ref());
            }
        }
    }
    for notice in &pack.is.notice {
        for (what, count) in [("公示期", &notice.period), ("张贴保留", &notice.posting)] {
            if let Some(count) = count {
                let what = format!("{}的{what}", notice.title);
                let clause = count.clause.as_ref().map(|c| c.get_ref().as_str());
                row(what, count.days, count.unit, clause, count.local.as_ref());
            }
        }
    }
    let column = |title: &str, weight| Column { title: open(title), align: Align::Start, weight };
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            caption: None,
            columns: vec![column("事项", 3), column("天数", 2), column("依据", 5)],
            rows,
            end_mark: false,
            min_row_height: 0,
            may_double: false,
        })
    })
}

//! What must hold before a single page is made.

use super::{NoticeEntry, Site, State, address, codes};
use crate::diag::{Diagnostic, Place, sort};
use crate::render::html;
use std::collections::BTreeSet;

pub(super) fn site(site: &Site) -> Result<(), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    if let Some(url) = &site.base_url
        && !(url.ends_with('/') && (url.starts_with("https://") || url.starts_with("http://")))
    {
        let help = "例如 https://www.example.gov.cn/puan/";
        findings.push(Diagnostic::error(
            &codes::BASE_URL,
            Place::file("township.toml").field("base_url"),
            "网站地址没有写全",
            help,
        ));
    }
    let mut slugs = BTreeSet::new();
    for village in &site.villages {
        let at = Place::file(&village.place);
        segment(&village.slug, at.clone(), &mut findings);
        unique(&mut slugs, &village.slug, at, &mut findings);
    }
    let mut ids = BTreeSet::new();
    for leaflet in &site.leaflets {
        let at = Place::file(format!("leaflets/{}", leaflet.id));
        segment(&leaflet.id, at.clone(), &mut findings);
        unique(&mut ids, &leaflet.id, at, &mut findings);
    }
    let mut pages = BTreeSet::new();
    for notice in &site.notices {
        let at = place(notice);
        segment(&notice.stem, at.clone(), &mut findings);
        if !slugs.contains(notice.village.as_str()) {
            let help = "改正村的名字，或把这个村加进来";
            findings.push(Diagnostic::error(&codes::UNKNOWN_VILLAGE, at.clone(), "没有这个村", help));
        }
        if !pages.insert((&notice.village, &notice.stem)) {
            findings.push(Diagnostic::error(
                &codes::ADDRESS,
                at,
                "两份公示用了同一个地址",
                "给其中一份改个文件名",
            ));
        }
        term(notice, site, &mut findings);
    }
    let policies = std::iter::once(&site.policy).chain(&site.more_policies);
    let mut folders = BTreeSet::new();
    for policy in policies.clone() {
        let at = Place::file(&policy.folder);
        policy
            .folder
            .trim_end_matches('/')
            .split('/')
            .for_each(|part| segment(part, at.clone(), &mut findings));
        unique(&mut folders, &policy.folder, at, &mut findings);
    }
    let told = policies.map(|policy| &policy.page);
    let told = told.chain(site.leaflets.iter().map(|leaflet| &leaflet.document));
    for document in told.chain(site.consultation.iter().map(|asked| &asked.document)) {
        if html::until(document.blocks()).is_some_and(|last| last < site.today) {
            let at = Place::file("township.toml").field("pack");
            let message = format!("“{}”里还有已经过期的内容", document.meta().title.plain());
            findings.push(Diagnostic::refusal(
                &codes::OVER,
                at,
                message,
                "核对今天的日期（--today），重新生成",
            ));
        }
    }
    sort(&mut findings);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// What must hold before a notice's page is made.
pub(super) fn notice(notice: &NoticeEntry, site: &Site) -> Result<(), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    term(notice, site, &mut findings);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// The second lock on time: whoever composed the document, rows are seen only from posting to the end of the term.
fn term(notice: &NoticeEntry, site: &Site, findings: &mut Vec<Diagnostic>) {
    let in_term = notice.posted <= site.today && site.today <= notice.rows_until;
    let may_show = in_term && matches!(notice.state, State::Open | State::Closed);
    if !may_show && notice.holds_rows() {
        let help = "先登记公示的进展，再重新生成；不要手工改网页";
        let message = "今天不该有名单，正文里却有";
        findings.push(Diagnostic::refusal(&codes::ROWS_OUT_OF_TERM, place(notice), message, help));
    }
    let over = notice.last.is_some_and(|last| last < site.today);
    let backwards = notice.last.is_some_and(|last| last < notice.posted || notice.rows_until < last);
    let contradicts = match notice.state {
        State::Open => over || notice.posted > site.today,
        State::Upcoming => notice.posted <= site.today,
        State::Closed | State::Expired => false,
    };
    if contradicts || backwards {
        let help = "核对张贴日期、公示期和今天的日期（--today）";
        findings.push(Diagnostic::error(&codes::STATE_DATE, place(notice), "公示的状态和日期对不上", help));
    }
}

fn segment(text: &str, at: Place, findings: &mut Vec<Diagnostic>) {
    if !address::is_segment(text) {
        let help = "只用字母、数字、短横线和下划线";
        findings.push(Diagnostic::error(&codes::ADDRESS, at, "这个名字不能放进网页地址", help));
    }
}

fn unique<'a>(seen: &mut BTreeSet<&'a str>, text: &'a str, at: Place, findings: &mut Vec<Diagnostic>) {
    if !seen.insert(text) {
        findings.push(Diagnostic::error(&codes::ADDRESS, at, "这个地址用了两次", "给其中一个改名"));
    }
}

fn place(notice: &NoticeEntry) -> Place {
    Place::file(format!("villages/{}/notices/{}.toml", notice.village, notice.stem))
}

//! `pack.toml` of a draft and the short texts it names.

use super::super::{Clause, Fact, Part, Reading, What};
use super::propose::{Window, missing};
use super::words::{short_title, words};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A draft: `pack.toml` and the other files by name.
pub(super) struct Draft {
    pub(super) toml: String,
    pub(super) files: BTreeMap<String, String>,
}

const FORM: &str = "原表的样子不在正文里。请照附件把栏目写进来；现在只印得出签字的地方。\n\n:::sign 填表人签字 | 审核人签字\n";

/// Writes TOML tables one after another.
pub(super) struct Writer<'a> {
    path: &'a str,
    pub(super) out: String,
    pub(super) files: BTreeMap<String, String>,
}

/// The draft of one part.
pub(super) fn pack(
    path: &str,
    reading: &Reading,
    number: usize,
    part: &Part,
    window: Option<&Window>,
) -> Draft {
    let mut writer = Writer { path, out: String::new(), files: BTreeMap::new() };
    let facts: Vec<&Fact> = reading.facts.iter().filter(|fact| fact.part == number).collect();
    writer.head(reading, part);
    window.into_iter().for_each(|window| writer.consultation(window));
    writer.role();
    writer.categories(part, &facts);
    let mut used = writer.thresholds(part, &facts);
    writer.passages(part);
    used.extend(writer.procedures(part, &facts));
    used.extend(writer.papers(&facts));
    used.extend(writer.duties(reading, part, &facts));
    writer.rest(&facts, &used);
    Draft { toml: writer.out, files: writer.files }
}

impl Writer<'_> {
    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    pub(super) fn pair(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.out, "{key} = {}", quoted(value));
    }

    /// A clause and that nobody has compared it yet.
    pub(super) fn proposed(&mut self, fact: &Fact) {
        if let Some(clause) = &fact.clause {
            self.pair("clause", clause);
        } else {
            self.pair("local", &format!("原文第{}行，不在条款里", fact.line));
        }
        self.line(&format!("confirmed = false # 原文第{}行", fact.line));
    }

    pub(super) fn table(&mut self, name: &str) {
        let _ = write!(self.out, "\n[[{name}]]\n");
    }

    fn head(&mut self, reading: &Reading, part: &Part) {
        let head = &reading.head;
        self.line(&format!(
            "# 从 {} 自动整理的草稿。逐条对照原件，核实一条，把 confirmed 改成 true 一条。",
            self.path
        ));
        self.line("# 写着“请填写”的要自己填。程序不改原文；看出来的毛病见 mingbai import 的提示。\n");
        self.pair("title", &part.title);
        let short = short_title(&part.title);
        self.pair("short", &short);
        if let Some(number) = &head.number {
            self.pair("number", number);
        }
        if head.issuer.is_empty() {
            self.line("issuer = [\"请填写\"] # 原文没有写明发文机关；确实没有的写 []");
        } else {
            let _ = writeln!(self.out, "issuer = {}", list(&head.issuer));
        }
        match head.date.or(head.printed) {
            Some(date) => self.line(&format!("date = {date}")),
            None => self.line("# 原文没有成文日期"),
        }
        self.pair("region", &region(head));
        self.pair("status", if head.draft { "draft" } else { "final" });
        let (disclosure, why) = match head.disclosure.as_deref() {
            Some("主动公开") => ("proactive", "原文的公开选项"),
            Some("依申请公开") => ("on-request", "原文的公开选项"),
            Some(_) => ("none", "原文的公开选项"),
            None => ("none", "原文没有写公开选项。向发文机关问明可以公开，再写 proactive"),
        };
        self.line(&format!("disclosure = \"{disclosure}\" # {why}"));
        self.line("\n[catalogue]");
        for (key, value) in [
            ("matter", short.as_str()),
            ("time_limit", "请填写"),
            ("publisher", "请填写"),
            ("audience", "全社会"),
        ] {
            self.pair(key, value);
        }
        self.line("contents = [\"识别标准\", \"识别程序\", \"识别结果\"]\nchannel = [\"村务公开栏\"]");
        self.pair("mode", head.disclosure.as_deref().unwrap_or("请填写"));
        self.pair("level", "村");
    }

    fn role(&mut self) {
        self.line("\n[[role]]\nid = \"village-committee\"\ntitle = \"村民委员会\"");
    }

    fn categories(&mut self, part: &Part, facts: &[&Fact]) {
        for fact in facts {
            let What::Category { title, level } = &fact.is else { continue };
            let clause = part.clauses.iter().find(|clause| Some(&clause.path) == fact.clause.as_ref());
            self.table("category");
            self.pair("title", title);
            let criteria = clause.map(|clause| sentence(clause, title)).filter(|text| !text.is_empty());
            self.pair("criteria", criteria.as_deref().unwrap_or("请用明白的话填写"));
            if let Some(level) = level {
                self.line(&format!("# {level}预警：只在单位内部用，不公开到户"));
            }
            self.proposed(fact);
        }
    }

    /// The least that a list needs; anything else is for the officer to add.
    pub(super) fn shows(&mut self, ids: &[String]) {
        let name = "{ mask-name = { last = true, minor_under = 18, minor = \"未成年人户\" } }";
        for (field, title, how) in [("seq", "序号", "\"ordinal\""), ("name", "户主姓名", name)] {
            self.table("show");
            let _ = writeln!(self.out, "notice = {}\nchannel = [\"board\"]", list(ids));
            self.pair("field", field);
            self.pair("title", title);
            let _ = writeln!(self.out, "how = {how}");
            self.pair("reason", "名单最少要有的栏目；要增加的请写明理由");
        }
    }

    fn papers(&mut self, facts: &[&Fact]) -> Vec<usize> {
        let (mut leaflets, mut forms) = (0, 0);
        for fact in facts {
            match &fact.is {
                What::Leaflet { title } => {
                    leaflets += 1;
                    let file = format!("leaflets/leaflet-{leaflets}.md");
                    self.table("leaflet");
                    self.pair("id", &format!("leaflet-{leaflets}"));
                    self.pair("title", title);
                    self.line("audience = \"所有农户\"\nto = \"every-household\"\nversion = \"请填写\"");
                    self.pair("file", &file);
                    self.proposed(fact);
                    self.files
                        .insert(file, format!("{title}的内容请照原文填写。\n\n:::measures\n\n:::contacts\n"));
                }
                What::Measure { title, departments } => {
                    self.table("measure");
                    self.pair("title", title);
                    self.pair("text", "请用明白的话填写");
                    let _ = writeln!(self.out, "departments = {}", list(departments));
                    self.proposed(fact);
                }
                What::Form { title, .. } => {
                    forms += 1;
                    let file = format!("forms/form-{forms}.md");
                    self.table("form");
                    self.pair("id", &format!("form-{forms}"));
                    self.pair("title", title);
                    self.pair("heading", title);
                    self.pair("file", &file);
                    self.line("to = \"village\"");
                    self.proposed(fact);
                    self.files.insert(file, FORM.to_owned());
                }
                _ => {}
            }
        }
        facts
            .iter()
            .enumerate()
            .filter(|(_, fact)| {
                !matches!(
                    fact.is.kind(),
                    "limit"
                        | "term"
                        | "duty"
                        | "deadline"
                        | "window"
                        | "effective"
                        | "amount"
                        | "multiple"
                        | "share"
                        | "notice"
                )
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// What has no place yet, one comment a fact.
    fn rest(&mut self, facts: &[&Fact], used: &[usize]) {
        let left: Vec<&&Fact> =
            facts.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, fact)| fact).collect();
        if left.is_empty() {
            return;
        }
        self.line("\n# —— 原文里还有这些规定，要由人放到合适的地方 ——");
        for fact in left {
            let name =
                What::KINDS.iter().find(|(kind, _)| *kind == fact.is.kind()).map_or("", |(_, name)| name);
            let clause = fact.clause.as_deref().unwrap_or("条款以外");
            let words = words(&fact.is);
            self.line(&format!("# 第{}行 {clause} {name}：{words}{}", fact.line, missing(&fact.is)));
        }
    }
}

/// The sentence of a clause that names something.
fn sentence(clause: &Clause, name: &str) -> String {
    let text = clause.live();
    let found = text.split(['。', '；', '\n']).find(|sentence| sentence.contains(name));
    found.unwrap_or_else(|| text.lines().next().unwrap_or("")).trim().to_owned()
}

/// 村、乡、县 of a body. A bureau may have 乡村 in its name.
pub(super) fn level(actor: &str) -> &'static str {
    let actor = ["乡村振兴", "农业农村", "村镇建设"]
        .iter()
        .fold(actor.to_owned(), |actor, word| actor.replace(word, ""));
    match actor.as_str() {
        _ if ["村", "户", "社区", "居民委员会", "居委会", "居（", "申请人", "家庭"]
            .iter()
            .any(|word| actor.contains(word)) =>
        {
            "村"
        }
        _ if ["乡", "镇", "街道"].iter().any(|word| actor.contains(word)) => "乡",
        _ if actor.contains(['县', '区']) => "县",
        _ if actor.contains('市') => "市",
        _ => "请填写",
    }
}

fn region(head: &super::super::Head) -> String {
    let text = head.issuer.first().map_or(head.title.as_str(), String::as_str).trim_start_matches("中共");
    let end =
        text.char_indices().skip(1).find(|(_, c)| "省市县乡镇".contains(*c)).map(|(at, c)| at + c.len_utf8());
    end.filter(|end| *end <= 18).map_or_else(|| "请填写".to_owned(), |end| text[..end].to_owned())
}

pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

pub(super) fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

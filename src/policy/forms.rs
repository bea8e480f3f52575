//! Form files of a pack 表单文件: every directive is known, every field is of the field table and listed by its form,
//! and a blank copy can be made.

use super::Pack;
use super::codes::{BAD_TEXT, PACK_INCOMPLETE};
use super::fields::FieldTable;
use crate::diag::{Diagnostic, Place};
use crate::document::compose::{FormFacts, form as compose};
use crate::document::form::{ENTRY_MONTH, INCOME_WINDOW, directives, mentions};
use crate::document::template::unknown_directive;
use chrono::NaiveDate;

/// Reads only our own running number.
const OWN: &str = "seq";

/// Every directive and field that leads nowhere, with line and column in the form's file.
pub(super) fn check(pack: &Pack, fields: &FieldTable) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for form in &pack.is.form {
        let Some(text) = pack.files.get(&form.file) else { continue };
        let file = format!("{}/{}", pack.path, form.file);
        let before = found.len();
        for mention in mentions(text) {
            let name = &mention.name;
            let at = Place::at(&file, mention.line, mention.column);
            if !mention.field {
                if !directives().contains(&name.as_str()) {
                    found.push(unknown_directive(&file, name, mention.line, directives()));
                }
            } else if name == INCOME_WINDOW {
                let listed = form.fields.iter().any(|field| field == ENTRY_MONTH);
                if !listed || pack.income().is_none() {
                    let message = format!("表单“{}”算不出收入核算起止", form.title);
                    let help = "在 [[threshold]] 里写 period，并在这张表单的 fields 里写上 entry_month";
                    found.push(Diagnostic::error(&PACK_INCOMPLETE, at, message, help));
                }
            } else if fields.get(name).is_none() {
                let message = format!("字段 {name} 不在字段表 fields.toml 里");
                found.push(Diagnostic::error(&BAD_TEXT, at, message, "改正名称，或在字段表里补上"));
            } else if name != OWN && !form.fields.contains(name) {
                let message = format!("表单“{}”没有列出字段 {name}，不能填进去", form.title);
                let help = "确实要印的，在 pack.toml 这张表单的 fields 里写上；不要印的，从这里删去";
                found.push(Diagnostic::error(&PACK_INCOMPLETE, at, message, help));
            }
        }
        if found.len() == before
            && let Err(errors) = compose(pack, form, &NOWHERE)
        {
            found.extend(errors);
        }
    }
    found
}

/// Facts for a blank copy that nobody sees.
const NOWHERE: FormFacts<'_> = FormFacts {
    township: "某乡",
    publisher: "某乡人民政府",
    village: "某村",
    committee: "某村村民委员会",
    board: None,
    date: NaiveDate::MIN,
    aid_first: None,
    notice: None,
};

#[cfg(test)]
mod tests {
    use crate::policy::{Pack, load};
    use crate::workspace::embedded;
    use std::collections::BTreeMap;

    fn pack_with(form: &str, text: &str) -> Result<Pack, Vec<crate::diag::Diagnostic>> {
        let all = embedded::policies();
        let fields = String::from_utf8(all["fields.toml"].clone()).unwrap();
        let fields = super::FieldTable::parse(&fields, "fields.toml").unwrap();
        let township = String::from_utf8(embedded::content()["township.toml"].clone()).unwrap();
        let id = township.lines().find_map(|line| line.strip_prefix("pack = \"")?.strip_suffix('"')).unwrap();
        let prefix = format!("{id}/");
        let mut files: BTreeMap<String, Vec<u8>> = all
            .into_iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes)))
            .collect();
        let pack = String::from_utf8(files["pack.toml"].clone()).unwrap();
        files.insert("pack.toml".into(), format!("{pack}\n[[form]]\n{form}\n").into_bytes());
        files.insert("forms/new.md".into(), text.as_bytes().to_vec());
        load(id, "policies/new", &files, &fields)
    }

    const FORM: &str = "id = \"new\"\ntitle = \"新表\"\nheading = \"新表\"\nfile = \"forms/new.md\"\n\
        to = \"household\"\nnotice = [\"identify\"]\nfields = [\"name\"]\nlocal = \"试试\"\n";

    #[track_caller]
    fn refused(form: &str, text: &str, code: &str, place: &str) {
        let found = pack_with(form, text).unwrap_err();
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{said:?}");
        assert!(found[0].code.id == code && said[0].contains(place), "{said:?}");
    }

    #[test]
    fn a_form_of_known_fields_and_directives_is_accepted() {
        let text = ":::grid\n| 户主 | [name] |\n:::households 3\n| 序号 | 户主 |\n| [seq] | [name] |\n";
        pack_with(FORM, text).unwrap();
    }

    #[test]
    fn an_unknown_directive_or_field_is_named_with_its_line_and_column() {
        let known = "一句话。\n\n户主：[name]\n";
        let place = "policies/new/forms/new.md";
        refused(FORM, &format!("{known}:::gird\n"), "policy-bad-text", &format!("{place}:4:1"));
        refused(FORM, &format!("{known}住址：[adress]\n"), "policy-bad-text", &format!("{place}:4:4"));
    }

    #[test]
    fn a_form_that_cannot_be_set_is_found_before_anybody_signs() {
        let place = "policies/new/forms/new.md";
        refused(FORM, "一\n:::grid 1 1\n| 甲 | 乙 | 丙 |\n", "policy-bad-text", &format!("{place}:3:1"));
        refused(FORM, "{{ vilage }}\n", "policy-bad-text", place);
        refused(FORM, "![](x.png)\n", "markdown-unsupported", &format!("{place}:1:1"));
    }

    #[test]
    fn an_id_number_is_printed_only_where_the_pack_lists_it() {
        let text = ":::grid\n| 证件号码 | [id_number] |\n";
        refused(FORM, text, "policy-incomplete", "policies/new/forms/new.md:2:10");
        pack_with(&FORM.replace("[\"name\"]", "[\"name\", \"id_number\"]"), text).unwrap();
    }

    #[test]
    fn a_form_without_grounds_file_or_notice_is_refused() {
        let said = |form: String| {
            let found = pack_with(&form, "一句话。\n").unwrap_err();
            found.iter().map(ToString::to_string).collect::<String>()
        };
        assert!(said(FORM.replace("local = \"试试\"\n", "")).contains("policy-no-evidence"));
        assert!(
            said(FORM.replace("local = \"试试\"", "clause = \"九/（九）\"")).contains("policy-no-evidence")
        );
        assert!(said(FORM.replace("forms/new.md", "forms/old.md")).contains("forms/old.md"));
        assert!(said(FORM.replace("[\"identify\"]", "[\"identfy\"]")).contains("identfy"));
        assert!(said(FORM.replace("notice = [\"identify\"]\n", "")).contains("notice"));
        assert!(said(FORM.replace("[\"name\"]", "[\"nam\"]")).contains("nam"));
        assert!(said(format!("{FORM}\n[[form]]\n{FORM}")).contains("写了两次"));
    }
}

//! The township's own code 一码通: checked before anybody prints it on ten thousand leaflets.

use super::written::OneCode;
use crate::diag::{Code, Diagnostic, Place};

crate::codes! {
    ONE_CODE = "workspace-one-code":
        "township.toml 里 [one_code] 写得不对：网址要写全（http:// 或 https:// 开头，不带空格和汉字），title 和 words 各写一句短话。"
        / "[one_code] in township.toml is wrong: `url` must be absolute and plain ASCII, `title` and `words` one short line each.";
}

/// Longest address: a longer one makes a code too dense for a photograph.
const LONGEST_URL: usize = 200;
/// Characters that fit beside the code on two lines.
const LONGEST_WORDS: usize = 30;

/// What is wrong with it.
pub(super) fn check(code: &OneCode) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut fault = |field: &str, message: &str, help: &str| {
        let place = Place::file("township.toml").field(format!("one_code.{field}"));
        let code: &'static Code = &ONE_CODE;
        findings.push(Diagnostic::error(code, place, message, help));
    };
    let host = ["https://", "http://"].iter().find_map(|scheme| code.url.strip_prefix(scheme));
    let host = host.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let plain = code.url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\'));
    if !plain
        || !host.is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.ends_with('.'))
    {
        fault(
            "url",
            "一码通的网址没有写全",
            "从发码的单位要来完整的网址，例如 https://www.example.gov.cn/sb",
        );
    } else if code.url.len() > LONGEST_URL {
        fault("url", "一码通的网址太长，二维码会太密，扫不出来", "向发码的单位要一个短网址");
    }
    for (field, text) in [("title", &code.title), ("words", &code.words)] {
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            fault(
                field,
                "这里要写一句话，不能空着，不能换行",
                "例如 title = \"渝防贫一码通\"，words = \"微信扫码，自己申报\"",
            );
        } else if text.chars().count() > LONGEST_WORDS {
            fault(field, "这句话太长，二维码旁边放不下", "不超过30个字");
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(url: &str, title: &str, words: &str) -> Vec<Option<String>> {
        let code = OneCode { url: url.into(), title: title.into(), words: words.into() };
        let findings = check(&code);
        assert!(findings.iter().all(|finding| finding.code.id == "workspace-one-code" && finding.stops()));
        findings.into_iter().map(|finding| finding.at.field).collect()
    }

    #[test]
    fn a_whole_address_with_short_words_is_good() {
        for url in ["https://fp.example.gov.cn/sb?x=1#a", "http://fp.example"] {
            assert_eq!(faults(url, "渝防贫一码通", "微信扫码，自己申报"), []);
        }
    }

    #[test]
    fn an_address_that_a_phone_cannot_open_is_told() {
        let long = format!("https://fp.example/{}", "a".repeat(200));
        let wrong = [
            "",
            "fp.example.gov.cn",
            "https://",
            "https:///sb",
            "https://localhost",
            "weixin://dl/business",
            "https://fp.example/防贫",
            "https://fp.example/a b",
            "https://.example",
            "https://fp.example/\"",
            &long,
        ];
        for url in wrong {
            assert_eq!(faults(url, "一码通", "扫码"), [Some("one_code.url".to_owned())], "{url}");
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        assert_eq!(faults("x", " ", "扫\n码").len(), 3);
        assert_eq!(faults("x", "码", &"长".repeat(31)).len(), 2);
    }
}

//! A voice 念稿人: says texts and keeps what it could not be sure of, with its place.

use crate::diag::{Diagnostic, Place};
use crate::document::speech::{UNCLEAR, say};

/// Says one script.
#[derive(Default)]
pub(super) struct Speaker {
    findings: Vec<Diagnostic>,
}

impl Speaker {
    /// An open text as it is said; `place` is `path` or `path:line`.
    pub(super) fn say(&mut self, text: &str, place: &str) -> String {
        let (words, doubts) = say(text);
        self.findings.extend(doubts.into_iter().map(|doubt| {
            let message = format!("喇叭不知道怎么念“{}”", doubt.written);
            Diagnostic::error(&UNCLEAR, of(place), message, doubt.help)
        }));
        words
    }

    /// A row of a roster as it is said. Nothing of it is repeated.
    pub(super) fn say_row(&mut self, number: usize, text: &str) -> String {
        let (words, doubts) = say(text);
        if !doubts.is_empty() {
            let message = format!("名单第{number}户有一格，喇叭不知道怎么念");
            let help = "看这一户公开的各格：日期写成 2025年4月12日，数目后面写上单位";
            self.findings.push(Diagnostic::error(&UNCLEAR, Place::file("名册"), message, help));
        }
        words
    }

    /// What was said, if all of it was clear.
    pub(super) fn ends<T>(self, said: T) -> Result<T, Vec<Diagnostic>> {
        if self.findings.is_empty() { Ok(said) } else { Err(self.findings) }
    }
}

/// `path:line` as a place.
fn of(place: &str) -> Place {
    let line = place.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)));
    line.map_or_else(|| Place::file(place), |(path, line)| Place { line: Some(line), ..Place::file(path) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_is_told_with_its_line_and_a_row_without_its_words() {
        let mut speaker = Speaker::default();
        speaker.say("4/12前交", "villages/a/notices/n1.md:3");
        speaker.say_row(2, "某明，4/12前");
        let told: Vec<String> = speaker.ends(()).unwrap_err().iter().map(ToString::to_string).collect();
        assert!(told[0].starts_with("villages/a/notices/n1.md:3: ") && told[0].contains("4/12"), "{told:?}");
        assert!(
            told[1].contains("第2户") && !told[1].contains("4/12") && !told[1].contains("明"),
            "{told:?}"
        );
    }
}

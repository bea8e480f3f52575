//! A rendered page → whether it begins with the program's own Content-Security-Policy, before anything that could load.

use super::html::{Found, Tag, walk};
use super::{Unit, text};
use std::collections::BTreeMap;

/// What a kind of page may load 内容安全策略.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Policy {
    /// A page of the site: styles, scripts, fonts and pictures of its own.
    Site,
    /// The page of deadlines: nothing but its own style.
    Deadlines,
    /// The office preview.
    Office,
}

/// Why a page is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Refused {
    /// It says no policy.
    Missing,
    /// Something that could load stands before it.
    Late,
    /// It allows what the program's does not.
    Weaker,
}

impl Policy {
    /// The policy of a template's pages.
    pub(in super::super) fn of(template: &str) -> Self {
        match template {
            "due.html" => Self::Deadlines,
            "office.html" | "office_notice.html" => Self::Office,
            _ => Self::Site,
        }
    }

    /// The policy in words, as a page bears it.
    pub(in super::super) fn words(self) -> &'static str {
        match self {
            Self::Site => {
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
            }
            Self::Deadlines => {
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
            }
            Self::Office => {
                "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; base-uri 'none'; form-action 'none'"
            }
        }
    }

    /// Checks a page. Further policies after the first can only take away.
    pub(in super::super) fn check(self, page: &str) -> Result<(), Refused> {
        let units: Vec<Unit> = page.char_indices().map(|(at, c)| (c, at)).collect();
        let mut verdict = None;
        walk(&units, &mut |found| {
            if verdict.is_none() {
                verdict = self.judge(&found);
            }
        });
        verdict.unwrap_or(Err(Refused::Missing))
    }

    /// What the next thing on a page settles, if it does.
    fn judge(self, found: &Found<'_>) -> Option<Result<(), Refused>> {
        match found {
            Found::Tag(tag) => match tag.name.as_str() {
                "html" | "head" => (!is_quiet(tag)).then_some(Err(Refused::Late)),
                "meta" => {
                    let kind = tag.value("http-equiv").map(|is| text(is).trim().to_ascii_lowercase());
                    match kind.as_deref() {
                        Some("content-security-policy") => {
                            let said = tag.value("content").map(text).unwrap_or_default();
                            Some(if self.allows(&said) { Ok(()) } else { Err(Refused::Weaker) })
                        }
                        None => None,
                        Some(_) => Some(Err(Refused::Late)),
                    }
                }
                _ => Some(Err(Refused::Late)),
            },
            Found::Text(..) => Some(Err(Refused::Late)),
            Found::Declaration(inside) => {
                let words = text(inside).to_ascii_lowercase();
                (words.trim() != "!doctype html").then_some(Err(Refused::Late))
            }
            Found::Comment => None,
            Found::Other => Some(Err(Refused::Late)),
        }
    }

    /// Whether a policy allows nothing beyond this one.
    fn allows(self, said: &str) -> bool {
        let (own, theirs) = (directives(self.words()), directives(said));
        let empty = Vec::new();
        let covered = own.keys().all(|directive| {
            // What falls back to `default-src` may be left out; these three have nothing to fall back to.
            let alone = matches!(directive.as_str(), "default-src" | "base-uri" | "form-action");
            !alone || theirs.contains_key(directive)
        });
        let fonts = vec!["'self'".to_owned()];
        let narrow = theirs.iter().all(|(directive, sources)| {
            let allowed = match directive.as_str() {
                // Fonts of the site's own ask nobody else.
                "font-src" if self == Self::Site => &fonts,
                directive => own.get(directive).unwrap_or(&empty),
            };
            sources.iter().all(|source| source == "'none'" || allowed.contains(source))
                && (directive != "default-src" || sources.iter().any(|source| source == "'none'"))
        });
        covered && narrow
    }
}

/// The directives of a policy with their sources; of two of a name the first counts.
fn directives(policy: &str) -> BTreeMap<String, Vec<String>> {
    let mut out = BTreeMap::new();
    for directive in policy.split(';') {
        let mut words = directive.split_ascii_whitespace().map(str::to_ascii_lowercase);
        if let Some(name) = words.next() {
            out.entry(name).or_insert_with(|| words.collect());
        }
    }
    out
}

/// Whether a tag runs nothing by itself.
fn is_quiet(tag: &Tag) -> bool {
    tag.attributes.iter().all(|(key, _)| !key.starts_with("on") && key != "manifest" && key != "style")
}

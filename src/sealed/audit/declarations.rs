//! Declarations 公开声明: what a workspace says openly, whoever stands in its rosters → what a hit may be excused by.

use super::super::needles::PublicWords;
use super::super::needles::fold::{MASKS, fold};
use std::collections::BTreeSet;

/// Somebody to call, as a township or village declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeclaredContact {
    /// Office, or a named official.
    pub(crate) name: String,
    /// Phone as shown.
    pub(crate) phone: String,
    /// Where it is declared: `villages/hongqi/village.toml:12`.
    pub(crate) place: String,
}

/// A word that a village allows in its own texts although somebody is called so: `[[allowed]]` in `village.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AllowedWord {
    /// The word.
    pub(crate) word: String,
    /// Where it is declared.
    pub(crate) place: String,
}

/// What a workspace declares openly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Declarations {
    /// What is public vocabulary.
    pub(crate) words: PublicWords,
    /// Contacts of township and villages.
    pub(crate) contacts: Vec<DeclaredContact>,
    /// Words that villages allow.
    pub(crate) allowed: Vec<AllowedWord>,
    /// Everything that township and villages write of themselves: what of it stands in a sentence of the program is theirs.
    pub(crate) written: Vec<String>,
    /// Files whose text came with the program, byte for byte: it stood there before any roster did.
    pub(crate) built_in: BTreeSet<String>,
}

/// Declarations as they are compared.
#[derive(Default)]
pub(super) struct Open {
    /// Folded name, digits of the phone, place.
    contacts: Vec<(String, String, String)>,
    /// Folded word, place.
    allowed: Vec<(String, String)>,
    written: Vec<String>,
    built_in: BTreeSet<String>,
}

impl Open {
    pub(super) fn new(declared: &Declarations) -> Self {
        let contact = |is: &DeclaredContact| (fold(&is.name), digits(&is.phone), is.place.clone());
        Self {
            contacts: declared.contacts.iter().map(contact).collect(),
            allowed: declared.allowed.iter().map(|is| (fold(&is.word), is.place.clone())).collect(),
            written: declared.written.iter().map(|text| fold(text)).collect(),
            built_in: declared.built_in.clone(),
        }
    }

    /// The contact whose name holds this name.
    pub(super) fn contact_named(&self, name: &str) -> Option<&str> {
        // A mask beside the name tells of a row.
        let called = |own: &str| own.contains(name) && !own.contains(MASKS);
        self.contacts.iter().find(|(own, ..)| called(own)).map(|(.., place)| place.as_str())
    }

    /// The contact that is called under this number, whole or without its area code.
    pub(super) fn contact_called(&self, number: &str) -> Option<&str> {
        let number = digits(number);
        let number = number.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&number);
        let called = |phone: &str| number.len() >= 7 && phone.split('/').any(|own| own.ends_with(number));
        self.contacts.iter().find(|(_, phone, _)| called(phone)).map(|(.., place)| place.as_str())
    }

    /// Whether the phone of the contact that is declared there holds these digits.
    pub(super) fn contact_phone_holds(&self, place: &str, run: &str) -> bool {
        let holds = |phone: &str| phone.split('/').any(|own| own.contains(run));
        self.contacts.iter().any(|(_, phone, own)| own == place && holds(phone))
    }

    /// Whether a place is a contact's.
    pub(super) fn is_contact(&self, place: &str) -> bool {
        self.contacts.iter().any(|(.., own)| own == place)
    }

    /// Whether a folded sentence holds something that the workspace wrote, and that holds this name.
    pub(super) fn writes(&self, sentence: &str, name: &str) -> bool {
        self.written.iter().any(|text| text.contains(name) && sentence.contains(text.as_str()))
    }

    /// Where a word is allowed.
    pub(super) fn allowed(&self, word: &str) -> Option<&str> {
        self.allowed.iter().find(|(own, _)| own == word).map(|(_, place)| place.as_str())
    }

    /// Whether a place lies in a file that came with the program.
    pub(super) fn is_built_in(&self, place: &str) -> bool {
        let path = place.split_once(':').map_or(place, |(path, _)| path);
        self.built_in.contains(path)
    }
}

/// The digits of a phone; several numbers stay apart.
fn digits(phone: &str) -> String {
    let parted = |c: char| matches!(c, '/' | '、' | '，' | ',' | ';' | '；');
    let numbers = phone.split(parted).map(|part| fold(part).chars().filter(char::is_ascii_digit).collect());
    numbers.collect::<Vec<String>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_known_by_its_own_name_and_phone_and_nothing_else() {
        let contact = |name: &str, phone: &str| DeclaredContact {
            name: name.into(),
            phone: phone.into(),
            place: "villages/a/village.toml:3".into(),
        };
        let declared = Declarations {
            contacts: vec![contact("村主任王强", "0990-5550123、154 0000 1234")],
            ..Declarations::default()
        };
        let open = Open::new(&declared);
        assert!(open.contact_named("王强").is_some());
        assert!(open.contact_named("王强明").is_none());
        for number in ["5550123", "09905550123", "15400001234"] {
            assert!(open.contact_called(number).is_some(), "{number}");
        }
        for number in ["555012", "5400001", "50123154"] {
            assert!(open.contact_called(number).is_none(), "{number}");
        }
    }
}

//! Masks 遮名表: one person, one mask, everywhere in a village.
//!
//! Built over all rosters of a village whose rows are visible. Two people whose masks would look the same in one
//! group are told apart by the pack's ladder (household number's tail, one more character; never digits of an ID or
//! a phone), or the build stops and names both rows.

mod register;

use register::ShownBefore;
pub(crate) use register::{Register, both};

use super::age::is_under;
use super::mask::mask;
use super::personal::{Key, Personal};
use super::roster::{Household, Person, Roster, Texts};
use crate::diag::{Code, Diagnostic};
use crate::policy::written::Ladder;
use crate::policy::{NoticeKind, Pack, Technique};
use chrono::NaiveDate;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::{BTreeMap, BTreeSet};

crate::codes! {
    INDISTINGUISHABLE = "roster-indistinguishable":
        "遮住姓名以后，同一小组有两户分不出来。给这两户补上户编号，或请政策包的维护人增加区分办法。"
        / "Two households of one group cannot be told apart once their names are masked.";
    UNSAFE_NUMBER = "roster-unsafe-household-number":
        "户编号里像是写了身份证号或电话，不能用它来区分同名户。换成办公室自己的编号。"
        / "A household number looks like an ID or phone number and must not be used to tell households apart.";
}

/// What seals the key of a person, so that nobody without the workspace's secret can tell whose it is.
pub(crate) type Seal<'a> = &'a Hmac<Sha256>;

fn sealed(key: &Key, seal: Seal<'_>) -> String {
    let mac = seal.clone().chain_update(key.expose().as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is added to a plain mask so that a person can be told from others. Has no `Debug`: it holds a part of a number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// Nothing: the mask alone is unlike its neighbours'.
    Plain,
    /// One more character of the name.
    OneMore,
    /// The tail of the household number.
    Tail(String),
}

/// The masks of one village.
///
/// They are those of everybody who ever stood in these rosters, withdrawn households too: who is left is called on the
/// page as on the paper that hangs, and no change beside a row says whose like has left.
#[derive(Debug, Default)]
pub struct Masks {
    told: BTreeMap<Key, Personal<Told>>,
    last: bool,
    /// What was shown of names before, whatever the pack of today says.
    before: BTreeMap<Key, ShownBefore>,
}

/// A roster that will be shown, with its notice kind and posting day.
pub struct Visible<'a> {
    /// The roster.
    pub roster: &'a Roster,
    /// The kind of its notice.
    pub kind: &'a NoticeKind,
    /// The posting day, on which a minor's age is taken.
    pub posted: NaiveDate,
}

impl Masks {
    /// Decides for every head of household in the rosters how it is told from its like.
    pub fn of(rosters: &[Visible<'_>], pack: &Pack) -> Result<Self, Vec<Diagnostic>> {
        Self::beside(rosters, pack, &BTreeMap::new())
    }

    /// The same where some are told apart already: they keep their masks, and a newcomer is told from them. Only where that
    /// is impossible do they carry the longer form too.
    pub(crate) fn with(
        rosters: &[Visible<'_>],
        pack: &Pack,
        (register, seal): (&Register, Seal<'_>),
    ) -> Result<Self, Vec<Diagnostic>> {
        let heads = rosters.iter().flat_map(|visible| visible.roster.everybody());
        let (mut known, mut before) = (BTreeMap::new(), BTreeMap::new());
        for household in heads {
            let (told, shown) = register::before(household, register, seal);
            known.extend(told.map(|told| (key_of(household), told)));
            if shown != ShownBefore::default() {
                before.insert(key_of(household), shown);
            }
        }
        Ok(Self { before, ..Self::beside(rosters, pack, &known)? })
    }

    /// How everybody in a roster is told apart, for the register.
    pub(crate) fn register(&self, roster: &Roster, seal: Seal<'_>) -> Register {
        let mut all = Register::new();
        for household in roster.everybody() {
            let key = key_of(household);
            let told = self.told.get(&key).map_or(&Told::Plain, Personal::expose);
            let before = self.before.get(&key).copied().unwrap_or_default();
            let more = before.more || *told == Told::OneMore;
            let shown = self.last && (!more || mask(name_of(household.head()), true, 1).is_some());
            let now = ShownBefore { last: shown || before.last, more };
            for (key, written) in register::entries(household, told, now, seal) {
                let known = all.entry(key).or_insert_with(|| written.clone());
                *known = both(known, &written);
            }
        }
        all
    }

    fn beside(
        rosters: &[Visible<'_>],
        pack: &Pack,
        known: &BTreeMap<Key, Told>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let last = keeps_last(pack);
        let mut alike: BTreeMap<(usize, String, String), Vec<&Household>> = BTreeMap::new();
        for (index, visible) in rosters.iter().enumerate() {
            let merged = visible.kind.small_group.as_ref();
            // As the groups were shown with everybody, and as they are shown without those who are gone.
            let roster = visible.roster;
            let groupings: [(Vec<&Household>, &[Household]); 2] = [
                (roster.everybody().collect(), &[]),
                (roster.households.iter().collect(), &roster.withdrawn),
            ];
            for (households, gone) in groupings {
                let groups = merged.map(|rule| super::groups::generalised_over_time(&households, gone, rule));
                let groups = groups.unwrap_or_default();
                for household in households {
                    let group = match household.fields.get_text("group") {
                        Some(group) if visible.kind.distinguish.contains(&Ladder::Group) => {
                            groups.get(group).map_or(group, String::as_str)
                        }
                        _ => "",
                    };
                    let label = minor_label(household, visible.posted, pack);
                    let base =
                        label.unwrap_or_else(|| mask(name_of(household.head()), last, 0).unwrap_or_default());
                    let like = alike.entry((index, group.to_owned(), base)).or_default();
                    // Both groupings may put a household into the same place; it is still one.
                    if !like.iter().any(|known| std::ptr::eq(*known, household)) {
                        like.push(household);
                    }
                }
            }
        }
        let seal = |(key, told): (&Key, &Told)| (Key::seal(key.expose()), Personal::seal(told.clone()));
        let mut told: BTreeMap<Key, Personal<Told>> = known.iter().map(seal).collect();
        let mut errors = Vec::new();
        for ((index, _, _), households) in alike.iter().filter(|(_, households)| households.len() > 1) {
            let visible = &rosters[*index];
            let mut keep = |(key, text): (Key, Told)| {
                // In two notices at once the longer telling serves both.
                if told.get(&key).is_none_or(|old| old.expose() < &text) {
                    told.insert(key, Personal::seal(text));
                }
            };
            if let Some(texts) = visible.tell_newcomers_apart(households, pack, (last, known)) {
                texts.into_iter().for_each(&mut keep);
                continue;
            }
            match visible.tell_apart(households, pack, last) {
                Ok(texts) => texts.into_iter().for_each(&mut keep),
                // Where other columns tell them apart already, the masks need not.
                Err(_) => {
                    for equal in visible.equal_rows(households, pack, last) {
                        match visible.tell_apart(&equal, pack, last) {
                            Ok(texts) => texts.into_iter().for_each(&mut keep),
                            Err(code) => {
                                errors
                                    .extend(equal.iter().map(|is| alike_finding(code, is, equal.len() - 1)));
                            }
                        }
                    }
                }
            }
        }
        if errors.is_empty() { Ok(Self { told, last, before: BTreeMap::new() }) } else { Err(errors) }
    }

    /// Masks that tell nobody apart.
    pub(crate) fn plain(pack: &Pack) -> Self {
        Self { told: BTreeMap::new(), last: keeps_last(pack), before: BTreeMap::new() }
    }

    /// What is shown for a head of household on a posting day.
    pub(in crate::sealed) fn shown(
        &self,
        household: &Household,
        posted: NaiveDate,
        minor_under: u8,
        minor: &str,
    ) -> String {
        let key = key_of(household);
        let told = self.told.get(&key).map_or(&Told::Plain, Personal::expose);
        let base = if is_under(household.head(), posted, minor_under) {
            minor.to_owned()
        } else {
            let before = self.before.get(&key).copied().unwrap_or_default();
            self.named(name_of(household.head()), *told == Told::OneMore, before)
        };
        match told {
            Told::Tail(tail) => format!("{base}（户号尾{tail}）"),
            Told::Plain | Told::OneMore => base,
        }
    }
}

impl Masks {
    /// The mask of a name. Packs and lists change: who was once shown with one more character and once with the last one would
    /// have been shown whole.
    fn named(&self, name: &str, one_more: bool, before: ShownBefore) -> String {
        let longer = match (one_more || before.more, before.last) {
            (false, _) => None,
            (true, true) => mask(name, true, 1).and_then(|_| mask(name, self.last, 1)),
            (true, false) => mask(name, self.last, 1).or_else(|| mask(name, false, 1)),
        };
        // Where either was shown of somebody of this name, neither is shown any more.
        let either = before.more && before.last;
        longer.or_else(|| mask(name, self.last && !either, 0)).unwrap_or_default()
    }
}

impl Told {
    fn written(&self) -> String {
        match self {
            Self::Plain => "plain".to_owned(),
            Self::OneMore => "one-more".to_owned(),
            Self::Tail(tail) => format!("tail:{tail}"),
        }
    }

    fn read(written: &str) -> Option<Self> {
        match written {
            "plain" => Some(Self::Plain),
            "one-more" => Some(Self::OneMore),
            other => other.strip_prefix("tail:").map(|tail| Self::Tail(tail.to_owned())),
        }
    }
}

impl Visible<'_> {
    /// How those of one mask who are not known yet are told from each other and from those who are; none where nobody is
    /// known, or where it cannot be done.
    fn tell_newcomers_apart(
        &self,
        households: &[&Household],
        pack: &Pack,
        (last, known): (bool, &BTreeMap<Key, Told>),
    ) -> Option<Vec<(Key, Told)>> {
        let is_known = |household: &&&Household| known.contains_key(&key_of(household));
        let (old, new): (Vec<&Household>, Vec<&Household>) =
            households.iter().copied().partition(|household| is_known(&household));
        if old.is_empty() {
            return None;
        }
        let label = |household: &Household, told: &Told| {
            let extra = usize::from(*told == Told::OneMore);
            let base = mask(name_of(household.head()), last, extra).unwrap_or_default();
            (base, told.written())
        };
        let mut taken: Vec<_> = old.iter().map(|is| label(is, &known[&key_of(is)])).collect();
        if !distinct(&taken) {
            return None;
        }
        let minors = households.iter().any(|is| minor_label(is, self.posted, pack).is_some());
        for rung in &self.kind.distinguish {
            let told = match rung {
                Ladder::HouseholdNumber => by_number(households).ok().flatten(),
                Ladder::OneMoreCharacter if !minors => {
                    let longer = |is: &&Household| mask(name_of(is.head()), last, 1).is_some();
                    households.iter().all(longer).then(|| vec![Told::OneMore; households.len()])
                }
                _ => None,
            };
            let Some(told) = told else { continue };
            let of_new = households.iter().zip(told).filter(|(household, _)| !is_known(household));
            let of_new: Vec<(&Household, Told)> =
                of_new.map(|(household, told)| (*household, told)).collect();
            let before = taken.len();
            taken.extend(of_new.iter().map(|(household, told)| label(household, told)));
            if distinct(&taken) {
                return Some(of_new.into_iter().map(|(household, told)| (key_of(household), told)).collect());
            }
            taken.truncate(before);
        }
        new.is_empty().then(Vec::new)
    }

    /// How households with one mask are told apart by their names and numbers; or why they cannot be.
    fn tell_apart(
        &self,
        households: &[&Household],
        pack: &Pack,
        last: bool,
    ) -> Result<Vec<(Key, Told)>, &'static Code> {
        let keys: Vec<Key> = households.iter().map(|household| key_of(household)).collect();
        // Of one name, without an ID or a number: nothing in a mask tells two rows apart.
        if !distinct(&keys) {
            return Err(&INDISTINGUISHABLE);
        }
        let minors = households.iter().any(|is| minor_label(is, self.posted, pack).is_some());
        let told = tell_apart(households, &self.kind.distinguish, last, minors)?;
        Ok(keys.into_iter().zip(told).collect())
    }
}

/// The strictest choice among the pack's rules: a last character is shown only if every rule shows it.
fn keeps_last(pack: &Pack) -> bool {
    pack.is.show.iter().all(|show| !matches!(show.how, Technique::MaskName { last: false, .. }))
}

/// The word shown instead of a minor's mask, when some rule of the pack has one.
fn minor_label(household: &Household, posted: NaiveDate, pack: &Pack) -> Option<String> {
    pack.is.show.iter().find_map(|show| match &show.how {
        Technique::MaskName { minor_under, minor, .. }
            if is_under(household.head(), posted, *minor_under) =>
        {
            Some(minor.clone())
        }
        _ => None,
    })
}

/// One of the households that cannot be told apart.
fn alike_finding(code: &'static Code, household: &Household, others: usize) -> Diagnostic {
    let number = household.fields.get("household_number").filter(|_| code.id == UNSAFE_NUMBER.id);
    let value = number.or_else(|| household.head().fields.get("name"));
    let at = value.map_or_else(|| household.at.place(), |value| value.place());
    let message = format!("遮名以后与同组另外{others}户分不出来");
    let (message, help) = match number {
        Some(_) => {
            (format!("{message}，户编号里又写了人名或证件号码"), "换成办公室自己的编号，不带人名和号码")
        }
        None => (message, "给这几户各补一个办公室自己的户编号"),
    };
    Diagnostic::error(code, at, message, help)
}

pub(super) fn name_of(person: &Person) -> &str {
    person.fields.get_text("name").unwrap_or("")
}

/// Who a head of household is, across rosters: ID number if there is one, else name and household number.
pub(super) fn key_of(household: &Household) -> Key {
    let head = household.head();
    match head.fields.get_text("id_number") {
        Some(number) => Key::seal(number),
        None => {
            let number = household.fields.get_text("household_number").unwrap_or("");
            Key::seal(format!("{} {number}", name_of(head)))
        }
    }
}

/// How to tell the households apart, in their order; or why it cannot be done.
fn tell_apart(
    households: &[&Household],
    ladder: &[Ladder],
    last: bool,
    minors: bool,
) -> Result<Vec<Told>, &'static Code> {
    let mut why = &INDISTINGUISHABLE;
    for rung in ladder {
        match rung {
            Ladder::Group => {}
            Ladder::HouseholdNumber => match by_number(households) {
                Ok(Some(told)) => return Ok(told),
                Ok(None) => {}
                Err(code) => why = code,
            },
            // A minor's name is not shown, so there is no further character of it either.
            Ladder::OneMoreCharacter if minors => {}
            Ladder::OneMoreCharacter => {
                let longer: Option<Vec<String>> =
                    households.iter().map(|household| mask(name_of(household.head()), last, 1)).collect();
                if longer.is_some_and(|longer| distinct(&longer)) {
                    return Ok(vec![Told::OneMore; households.len()]);
                }
            }
        }
    }
    Err(why)
}

fn distinct<T: Ord>(texts: &[T]) -> bool {
    texts.iter().collect::<BTreeSet<_>>().len() == texts.len()
}

/// The shortest tails (two characters and up) of the household numbers that differ.
fn by_number(households: &[&Household]) -> Result<Option<Vec<Told>>, &'static Code> {
    let numbers: Option<Vec<Vec<char>>> = households
        .iter()
        .map(|household| household.fields.get_text("household_number").map(|number| number.chars().collect()))
        .collect();
    let Some(numbers) = numbers else { return Ok(None) };
    if households.iter().any(|household| number_betrays(household)) {
        return Err(&UNSAFE_NUMBER);
    }
    let longest = numbers.iter().map(Vec::len).max().unwrap_or(0);
    for length in 2..=longest {
        let tails: Vec<String> = numbers
            .iter()
            .map(|number| number[number.len().saturating_sub(length)..].iter().collect())
            .collect();
        if distinct(&tails) {
            return Ok(Some(tails.into_iter().map(Told::Tail).collect()));
        }
    }
    Ok(None)
}

/// Whether the household number holds eight digits in a row of somebody's ID, phone or account in the household, or a
/// character of somebody's name.
fn number_betrays(household: &Household) -> bool {
    let written = household.fields.get_text("household_number").unwrap_or("");
    let named = |c: char| household.members.iter().any(|member| name_of(member).contains(c));
    if written.chars().any(named) {
        return true;
    }
    let number: Vec<char> = household
        .fields
        .get_text("household_number")
        .unwrap_or("")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let records = household.members.iter().map(|member| &member.fields).chain([&household.fields]);
    let secrets: Vec<String> = records
        .flat_map(|record| {
            ["id_number", "phone", "bank"].into_iter().filter_map(|field| record.get_text(field))
        })
        .map(|text| text.chars().filter(char::is_ascii_digit).collect())
        .collect();
    number.windows(8).any(|run| {
        let run: String = run.iter().collect();
        secrets.iter().any(|secret| secret.contains(&run))
    })
}

#[cfg(test)]
mod tests;

//! Commands → events: what a command means for a notice that stands where it stands.

use super::LedgerCommand;
use super::post::TypedPosting;
use super::withdrawing::Elsewhere;
use crate::calendar::chinese_with_weekday;
use crate::diag::{Diagnostic, Place};
use crate::edition::derivations::derivations;
use crate::edition::notices::shown_in_row;
use crate::edition::ready::Ready;
use crate::edition::reducing::Reduced;
use crate::edition::submission;
use crate::edition::{cases, compared, kept, old_form};
use crate::ledger::codes::{PRINTED_SHORT, UNKNOWN};
use crate::ledger::{Digest, Event, Life, Refused};
use crate::policy::NoticeKind;
use crate::proof::Sheets;
use crate::sealed::gate::for_search;
use crate::workspace::{Notice, Village, Workspace, files};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

type Events = Result<Event, Vec<Diagnostic>>;

/// What a command means, and the copies to be kept if it is recorded.
pub(super) struct Meant {
    pub(super) event: Event,
    pub(super) copies: Vec<Vec<u8>>,
    /// The derived proof that stands from then on, beside the notice.
    pub(super) derived: Option<Reduced>,
    /// The same of other notices of the village that show a household which is withdrawn.
    pub(super) others: Vec<Elsewhere>,
}

impl Meant {
    /// An event that needs nothing beside it.
    pub(super) fn of(event: Event) -> Self {
        Self { event, copies: Vec::new(), derived: None, others: Vec::new() }
    }
}

/// A notice, and all that a command needs to know about it.
pub(super) struct Scene<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) ready: &'a Ready,
    pub(super) village: &'a Village,
    pub(super) notice: &'a Notice,
    pub(super) kind: &'a NoticeKind,
    pub(super) day: NaiveDate,
    /// Whether this entry, or one before it, makes the workspace a rehearsal.
    pub(super) rehearsal: bool,
    /// The row that is to be taken down, and how the board shows it.
    pub(super) household: Option<String>,
}

impl Scene<'_> {
    /// What the command means. Findings that need the roster's signatures come before the ledger is asked.
    pub(super) fn meant(&self, command: &LedgerCommand, life: &Life) -> Result<Meant, Vec<Diagnostic>> {
        match command {
            LedgerCommand::Post { place, photo, paper, out, print, .. } => {
                let hung = TypedPosting {
                    places: place,
                    photos: photo,
                    papers: paper,
                    run: *print,
                    out: out.as_deref(),
                };
                self.post(life, &hung)
            }
            LedgerCommand::Print { again, .. } => self.print(life, *again),
            LedgerCommand::Withdraw { row: Some(row), .. } => self.withdraw(life, *row),
            LedgerCommand::Amend { calendar: true, number: Some(number), .. } => self.put_off(life, number),
            _ => self.event(command, life).map(Meant::of),
        }
    }

    fn event(&self, command: &LedgerCommand, life: &Life) -> Events {
        let day = self.day;
        Ok(match command {
            LedgerCommand::Object { number, file, .. } => {
                Event::Objection { number: *number, day, paper: digest_of(file.as_deref())? }
            }
            LedgerCommand::Answer { number, upheld, file, .. } => {
                let number = number.or_else(|| the_one(life)).ok_or_else(|| self.which_objection(life))?;
                Event::Answer { number, day, upheld: *upheld, paper: digest_of(file.as_deref())? }
            }
            LedgerCommand::Amend { reason, typo, contact, .. } => {
                // The period may run on only where it can be shown that nothing else changes.
                if *typo || *contact {
                    self.not_of_old_form(life)?;
                }
                let reason = reason.as_deref().unwrap_or_default().trim().to_owned();
                let (restart, contact) = (!*typo && !*contact, *contact);
                Event::Amended { day, restart, reason, contact, papers: BTreeMap::new() }
            }
            LedgerCommand::Withdraw { .. } => Event::Withdrawn { day, row: None, derived: None },
            LedgerCommand::Close { .. } => {
                self.may_end(life)?;
                let (objections, answered, _) = life.counts();
                let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let last = life.posting().map_or(day, |posting| posting.last.unwrap_or(posting.board_until));
                Event::Closed { day, last, objections: count(objections), answered: count(answered) }
            }
            LedgerCommand::Announce { number, .. } => {
                self.may_end(life)?;
                Event::Announced { day, number: number.clone() }
            }
            LedgerCommand::Done { step, .. } => self.step(step.as_deref())?,
            LedgerCommand::Post { .. } | LedgerCommand::Print { .. } | LedgerCommand::Witness { .. } => {
                return Err(Vec::new());
            }
        })
    }

    /// Refuses what needs a proof where a notice stands by the pages that were kept of it.
    pub(super) fn not_of_old_form(&self, life: &Life) -> Result<(), Vec<Diagnostic>> {
        let refused = old_form::refused(self.workspace, self.ready, (self.notice, self.kind), life);
        refused.map_or(Ok(()), |refused| Err(vec![refused]))
    }

    /// What hung is what was signed, everywhere, and long enough.
    fn may_end(&self, life: &Life) -> Result<(), Vec<Diagnostic>> {
        let mut differences = compared::differences(self.workspace, &self.ready.ledger, self.notice);
        differences.extend(derivations(self.ready, self.notice).1);
        // Signatures that do not hold today must be seen to before a notice ends on them.
        let stopped =
            cases::case(self.workspace, self.ready, self.village, self.notice).err().unwrap_or_default();
        let of_signatures =
            |found: &Diagnostic| ["signoff-", "proof-"].iter().any(|of| found.code.id.starts_with(of));
        differences.extend(stopped.into_iter().filter(of_signatures).filter(Diagnostic::stops));
        crate::diag::sort(&mut differences);
        differences.dedup_by(|one, other| one.to_string() == other.to_string());
        if !differences.is_empty() {
            return Err(differences);
        }
        self.printed_long_enough(life)
    }

    /// A paper that hung later than planned, and promises fewer days than the rule asks for, ends no period.
    fn printed_long_enough(&self, life: &Life) -> Result<(), Vec<Diagnostic>> {
        let (Some(posting), Some(hanging)) = (life.posting(), life.hanging()) else { return Ok(()) };
        let hangs = self.notice.proofs.iter().filter_map(|folder| Sheets::read(&folder.files).ok());
        let hangs = hangs.into_iter().find(|sheets| sheets.proof.digest() == hanging.signed);
        self.hangs_everywhere(posting, hangs.as_ref())?;
        let printed: Option<NaiveDate> = hangs.and_then(|sheets| sheets.proof.period?.last.parse().ok());
        let (Some(printed), Some(last)) = (printed, posting.last) else { return Ok(()) };
        if printed >= last {
            return Ok(());
        }
        let message = format!(
            "贴出去的纸上印的最后一天是{}，按实际张贴的日子要到{}，公示期没有贴足",
            chinese_with_weekday(printed),
            chinese_with_weekday(last)
        );
        let help = format!("运行 mingbai amend {}，改版次和张贴日，重新签字、打印、张贴", self.notice.id);
        let at = Place::file(&self.notice.path).field("posted");
        Err(vec![Diagnostic::refusal(&PRINTED_SHORT, at, message, help)])
    }

    /// The notice as it was when its proof was signed, if that was kept.
    pub(super) fn as_signed(&self, life: &Life) -> Option<Notice> {
        kept::source(&self.workspace.root, self.notice, &life.posting()?.signed)
    }

    /// A household's row as a clerk knows it: its number, and what the board shows of it.
    pub(super) fn told(&self, life: &Life, row: u32) -> Result<String, Vec<Diagnostic>> {
        let number = self.number(self.as_signed(life).as_ref().unwrap_or(self.notice), row)?;
        let shown = shown_in_row(self.workspace, self.ready, (self.village, self.notice), number);
        let kept = self.as_signed(life).filter(|kept| kept.roster.sha256() != self.notice.roster.sha256());
        let which = if kept.is_some() { "签字时的名册（现在的文件改过）" } else { "" };
        Ok(shown.map_or_else(
            || format!("{which}第{row}行"),
            |shown| format!("{which}第{row}行，公示里写的是：{shown}"),
        ))
    }

    /// The number of a household's row, which must be one of the roster.
    pub(super) fn number(&self, notice: &Notice, row: u32) -> Result<u32, Vec<Diagnostic>> {
        let reading = submission::reading(self.ready, self.village, notice);
        let roster = for_search(&notice.roster_path, &notice.roster, &reading)?;
        let at = || Place { line: Some(row), ..Place::file(&notice.roster_path) };
        match roster.begin_in(row)[..] {
            [(number, _)] => Ok(number),
            [] => {
                let help = "写这一户户主所在的行，表格软件左边的行号";
                Err(vec![Diagnostic::error(&UNKNOWN, at(), "这一行不是一户的户主", help)])
            }
            ref several => {
                let each = several
                    .iter()
                    .map(|(number, sheet)| format!("“{}”写 --row {number}", sheet.unwrap_or("")));
                let help = each.collect::<Vec<_>>().join("，");
                let message = format!("{}个工作表的第{row}行都是一户的户主", several.len());
                Err(vec![Diagnostic::error(&UNKNOWN, at(), message, help)])
            }
        }
    }

    fn step(&self, step: Option<&str>) -> Events {
        let steps = self.ready.pack_of(&self.notice.id).steps(&self.kind.procedure);
        let known = || {
            let known: Vec<String> =
                steps.iter().map(|step| format!("{}（{}）", step.id, step.title)).collect();
            format!("写 --step：{}", known.join("、"))
        };
        let unknown = |message: &str| {
            vec![Diagnostic::error(
                &UNKNOWN,
                Place::file(&self.notice.path).field("--step"),
                message,
                known(),
            )]
        };
        let wanted = step.ok_or_else(|| unknown("没有写是哪一步"))?;
        let step = steps.iter().find(|step| step.id == wanted).ok_or_else(|| unknown("没有这个步骤"))?;
        if step.posts.is_some() {
            return Err(unknown("张贴用 mingbai post 记"));
        }
        Ok(Event::StepDone { step: step.id.clone(), day: self.day })
    }

    fn which_objection(&self, life: &Life) -> Vec<Diagnostic> {
        let open = life.open_objections();
        let message = if life.objections.is_empty() {
            return vec![Refused::UnknownObjection(1).finding(&self.notice.id, self.kind)];
        } else {
            format!("有{}件异议没有答复", open.len())
        };
        let help = "用 --number 写明答复的是第几件";
        vec![Diagnostic::error(&UNKNOWN, Place::file(&self.notice.id).field("--number"), message, help)]
    }
}

/// The objection that is meant when none is named: the only one waiting; the last one when all are answered.
fn the_one(life: &Life) -> Option<u32> {
    match life.open_objections().as_slice() {
        [] => life.objections.keys().next_back().copied(),
        [one] => Some(*one),
        _ => None,
    }
}

pub(super) fn digest_of(path: Option<&Path>) -> Result<Option<Digest>, Vec<Diagnostic>> {
    let Some(path) = path else { return Ok(None) };
    let bytes = files::bytes(path).ok_or_else(|| vec![files::unreadable(&path.to_string_lossy())])?;
    Ok(Some(Digest::of(&bytes)))
}

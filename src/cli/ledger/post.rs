//! Printing and posting 付印、张贴: what a clerk hung → the proof, the print run and the days that are recorded.

use super::events::{Meant, Scene, digest_of};
use crate::cli::build::beside;
use crate::diag::{Diagnostic, Place};
use crate::edition::cases::{self, Case};
use crate::edition::{kept, printing, runs};
use crate::ledger::codes::{
    BAD_DAY, IMPOSSIBLE, NEW_PAPER, NO_PAPER, OTHER_PLACE, OTHER_RUN, PLACE_MISSING, UNKNOWN, UNSIGNED,
};
use crate::ledger::{Digest, Event, HangingRun, Life, Photos, Posting, PrintRun, Refused, Stage};
use crate::policy::Channel;
use crate::proof::Sheets;
use crate::schedule::Clocks;
use crate::sealed::audit::text_of_print;
use crate::workspace::files;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files by name, with their bytes.
type Found = BTreeMap<String, Vec<u8>>;

/// What a clerk says of a posting.
pub(super) struct TypedPosting<'a> {
    pub(super) places: &'a [String],
    pub(super) photos: &'a [PathBuf],
    pub(super) papers: &'a [PathBuf],
    /// Number of the print run.
    pub(super) run: Option<u32>,
    /// Folder of the outputs.
    pub(super) out: Option<&'a Path>,
}

fn digests(found: &Found) -> BTreeMap<String, Digest> {
    found.iter().map(|(name, bytes)| (name.clone(), Digest::of(bytes))).collect()
}

impl Scene<'_> {
    /// A print run: the sheets are made and kept, and bear its number.
    pub(super) fn print(&self, life: &Life, again: bool) -> Result<Meant, Vec<Diagnostic>> {
        let case = self.signed_case(life)?;
        let Some(sheets) = case.sheets.clone() else { return Err(Vec::new()) };
        let digest = sheets.proof.digest();
        let last = life.latest_run(&digest);
        if let Some(last) = last.filter(|_| !again) {
            let event = Event::Printed(PrintRun { day: self.day, is: last.clone() });
            let kept = runs::sheets_of(self.workspace, last);
            printing::lay_beside(self.workspace, self.notice, &sheets, last.run, &kept)?;
            return Ok(Meant::of(event));
        }
        let run = last.map_or(1, |last| last.run.saturating_add(1));
        let made = printing::run_of(self.workspace, self.ready, self.notice, (run, self.rehearsal))?;
        if made.is_empty() {
            let at = Place::file(&self.notice.path);
            let message = "这份公示没有要贴的打印稿：不往公开栏贴，或者张贴期已经满了";
            return Err(vec![Diagnostic::refusal(&IMPOSSIBLE, at, message, "不用付印")]);
        }
        let is = HangingRun { signed: digest, run, papers: digests(&made) };
        printing::lay_beside(self.workspace, self.notice, &sheets, run, &made)?;
        let event = Event::Printed(PrintRun { day: self.day, is });
        Ok(Meant { copies: made.into_values().collect(), ..Meant::of(event) })
    }

    /// The notice as it stands, once everybody has signed it.
    fn signed_case(&self, life: &Life) -> Result<Case<'_>, Vec<Diagnostic>> {
        let Self { workspace, ready, village, notice, kind, day, .. } = self;
        let at = || Place::file(&notice.path);
        if kind.internal() {
            let message = format!("{}是内部名册，不张贴", kind.title);
            return Err(vec![Diagnostic::refusal(&IMPOSSIBLE, at(), message, "不用记")]);
        }
        // Before anything is asked of files: a posting that the procedure refuses is refused for that.
        if life.stage == Stage::Withdrawn {
            return Err(vec![Refused::Withdrawn(life.withdrawn.unwrap_or(*day)).finding(&notice.id, kind)]);
        }
        self.not_of_old_form(life)?;
        let case = cases::case(workspace, ready, village, notice)?;
        if !case.missing.is_empty() {
            let message = format!("还缺{}的签字，不能张贴", case.missing.join("、"));
            let help = format!("签齐再贴：mingbai sign {} --key 自己的密钥", notice.id);
            return Err(vec![Diagnostic::refusal(&UNSIGNED, at(), message, help)]);
        }
        Ok(case)
    }

    /// A posting, with the clocks of the day on which it really hung.
    pub(super) fn post(&self, life: &Life, hung: &TypedPosting<'_>) -> Result<Meant, Vec<Diagnostic>> {
        let Self { ready, notice, kind, day, .. } = self;
        let at = || Place::file(&notice.path);
        let case = self.signed_case(life)?;
        let (Some(sheets), Some(signed)) = (&case.sheets, &case.signed) else { return Err(Vec::new()) };
        let first = sheets.proof.first.parse().unwrap_or(notice.is.posted);
        if *day < first {
            let message = format!("早于签字写明的张贴日{first}");
            let help = "核对 --day；真的提前贴了，改写 posted，重新签字、打印";
            return Err(vec![Diagnostic::refusal(&BAD_DAY, at().field("posted"), message, help)]);
        }
        let named = &sheets.proof.places;
        let hung_before = life.hanging().is_some() && life.stage != Stage::Amended;
        if hung.places.is_empty() && named.len() > 1 && !hung_before {
            let message = format!("要贴{}处：{}", named.len(), named.join("、"));
            let help = format!("每贴一处记一次：mingbai post {} --place 地点", notice.id);
            return Err(vec![Diagnostic::refusal(&UNKNOWN, at().field("--place"), message, help)]);
        }
        let places = if hung.places.is_empty() { named.clone() } else { hung.places.to_vec() };
        if places.is_empty() {
            let help = "写 --place 地点；或在 village.toml 里写 board";
            return Err(vec![Diagnostic::error(&UNKNOWN, at(), "没有写贴在哪里", help)]);
        }
        let [near, far] = self.photos(hung.photos)?;
        let dist = hung.out.map_or_else(|| beside(&self.workspace.root, "dist"), Path::to_path_buf);
        let (run, paper_files) = self.run(life, sheets, hung, &dist)?;
        let shown = self.pages(&dist)?;
        let again = life.stage == Stage::Amended || life.postings.len() > 1;
        let hangs = life.hanging().filter(|_| life.stage != Stage::Amended);
        let another = hangs.as_ref().is_some_and(|is| (&is.signed, is.run) != (&run.signed, run.run));
        let known = life.posting().is_some_and(|posting| posting.signed == *signed || *signed != run.signed);
        let slip = life.amended.iter().any(|(_, restart, _)| !restart);
        // Typed again, it is recorded already.
        let everywhere = hung.places.iter().all(|place| life.hangs_at(place));
        let repeated = !another && everywhere && life.replaced.last().is_some_and(|(on, _)| on <= day);
        if another && (known || slip) || repeated {
            let places = hung.places.to_vec();
            let event = Event::Replaced { day: *day, places, run };
            return Ok(Meant { copies: paper_files.into_values().collect(), ..Meant::of(event) });
        }
        let further = hangs.is_some() && life.stage == Stage::Open && !hung.places.is_empty();
        let clocks = match life.posting().filter(|_| further) {
            // A place that the proof does not name moves no day.
            Some(before) if !places.iter().any(|place| named.contains(place)) => self.clocks_of(before)?,
            _ => Clocks::start(*day, kind, &ready.calendar)?,
        };
        let posting = Posting {
            day: *day,
            places,
            version: sheets.proof.version.parse().unwrap_or(notice.is.version),
            last: clocks.period.as_ref().map(|period| period.to),
            board_until: clocks.board_until,
            rows_until: clocks.rows_until,
            papers: run.papers,
            pages: if further { BTreeMap::new() } else { digests(&shown) },
            signed: signed.clone(),
            run: Some(run.run),
            photos: Photos { near, far },
        };
        let event = match (further && life.posting().is_none_or(|is| is.places != posting.places), again) {
            (true, _) => Event::PostedAlso(posting),
            (false, true) => Event::Restarted(posting),
            (false, false) => Event::Posted(posting),
        };
        let pages = shown.into_values().filter(|_| !further);
        Ok(Meant { copies: paper_files.into_values().chain(pages).collect(), ..Meant::of(event) })
    }

    fn clocks_of(&self, before: &Posting) -> Result<Clocks, Vec<Diagnostic>> {
        let mut clocks = Clocks::start(before.day, self.kind, &self.ready.calendar)?;
        (clocks.board_until, clocks.rows_until) = (before.board_until, before.rows_until);
        if let (Some(period), Some(last)) = (&mut clocks.period, before.last) {
            period.to = last;
        }
        Ok(clocks)
    }

    fn photos(&self, photos: &[PathBuf]) -> Result<[Option<Digest>; 2], Vec<Diagnostic>> {
        Ok(match photos {
            [] => [None, None],
            [near] => [digest_of(Some(near))?, None],
            [near, far] => [digest_of(Some(near))?, digest_of(Some(far))?],
            _ => {
                let at = Place::file(&self.notice.path).field("--photo");
                return Err(vec![Diagnostic::error(&UNKNOWN, at, "照片最多两张", "先近照，后远照")]);
            }
        })
    }

    /// The print run that hangs, with the bytes of its sheets: the one that was recorded, else the first, as the last build
    /// made it.
    fn run(
        &self,
        life: &Life,
        sheets: &Arc<Sheets>,
        hung: &TypedPosting<'_>,
        dist: &Path,
    ) -> Result<(HangingRun, Found), Vec<Diagnostic>> {
        let digest = sheets.proof.digest();
        let recorded = match hung.run {
            Some(number) => life.runs_of(&digest).find(|is| is.run == number),
            None => life.latest_run(&digest),
        };
        if let Some(number) = hung.run.filter(|number| recorded.is_none() && *number != 1) {
            let at = Place::file(&self.notice.path).field("--print");
            let last = life.latest_run(&digest).map_or(1, |last| last.run);
            let message = format!("这一稿没有第{number}次付印");
            return Err(vec![Diagnostic::error(&UNKNOWN, at, message, format!("最近的是第{last}次"))]);
        }
        let run = recorded.map_or(1, |is| is.run);
        if let Some(recorded) = recorded.filter(|_| hung.papers.is_empty()) {
            let kept = recorded.papers.iter().map(|(name, digest)| {
                let bytes = kept::copy(&self.workspace.root, digest, name).map_err(|lost| vec![lost])?;
                Ok((name.clone(), bytes))
            });
            let kept: Result<Found, Vec<Diagnostic>> = kept.collect();
            return Ok((recorded.clone(), kept?));
        }
        let found = self.papers(hung.papers, dist, &runs::number(&digest, run))?;
        let mut papers = digests(&found);
        if let Some(recorded) = recorded {
            papers.extend(recorded.papers.clone());
        }
        Ok((HangingRun { signed: digest, run, papers }, found))
    }

    /// What hangs: the files named, else the prints that the last build made of this notice. `number`: what their foot says.
    fn papers(&self, named: &[PathBuf], dist: &Path, number: &str) -> Result<Found, Vec<Diagnostic>> {
        let file_name =
            |path: &Path| path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
        let mut found = Found::new();
        for path in named {
            let bytes = files::bytes(path).ok_or_else(|| vec![files::unreadable(&path.to_string_lossy())])?;
            self.is_of_run(&path.to_string_lossy(), &bytes, number, false)?;
            found.insert(file_name(path), bytes);
        }
        if !named.is_empty() {
            return Ok(found);
        }
        let (slug, stem) = (&self.notice.village, &self.notice.stem);
        let on_board = self.kind.channel.contains(&Channel::Board);
        let folder = match on_board {
            true => dist.join("board").join(slug),
            false => dist.join("public/villages").join(slug).join("notices").join(stem),
        };
        let ours = |name: &str| {
            name.strip_prefix(stem.as_str()).is_some_and(|rest| {
                // `2025-03-exit-A4.pdf`, not the print of another notice whose name begins alike.
                rest == ".pdf" || (rest.starts_with("-A") && rest.ends_with(".pdf"))
            })
        };
        found.extend(files::tree(&folder)?.into_iter().filter(|(name, _)| ours(name)));
        for (name, bytes) in found.iter().filter(|_| on_board) {
            self.is_of_run(&folder.join(name).to_string_lossy(), bytes, number, true)?;
        }
        if found.is_empty() {
            let help = "先 mingbai build，打印、盖章、张贴以后再记；或者用 --paper 写明贴的那份文件";
            let at = Place::file(folder.display().to_string());
            return Err(vec![Diagnostic::error(&NO_PAPER, at, "找不到张贴的打印稿", help)]);
        }
        Ok(found)
    }

    /// A print says at its foot of which run it is; what somebody photographed or scanned may say nothing.
    fn is_of_run(&self, path: &str, bytes: &[u8], number: &str, must: bool) -> Result<(), Vec<Diagnostic>> {
        let said = bytes.starts_with(b"%PDF").then(|| runs::number_in(&text_of_print(bytes))).flatten();
        match said {
            Some(said) if said != number => {
                let message = format!("这份打印稿的付印号是{said}，现在这一稿是{number}");
                let help = "重新运行 mingbai build，打印新的";
                Err(vec![Diagnostic::refusal(&OTHER_RUN, Place::file(path), message, help)])
            }
            None if must => {
                let message = format!("这份打印稿上没有付印号{number}，不是现在做的");
                let help = "重新运行 mingbai build，打印新的";
                Err(vec![Diagnostic::refusal(&OTHER_RUN, Place::file(path), message, help)])
            }
            _ => Ok(()),
        }
    }

    /// What the website shows of it, with what the page needs to look as it does.
    fn pages(&self, dist: &Path) -> Result<Found, Vec<Diagnostic>> {
        if !self.kind.channel.contains(&Channel::Web) {
            return Ok(Found::new());
        }
        let public = dist.join("public");
        let page = format!("villages/{}/notices/{}", self.notice.village, self.notice.stem);
        let mut found = Found::new();
        for folder in [page.as_str(), "assets"] {
            let files = files::tree(&public.join(folder))?;
            found.extend(files.into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
        }
        Ok(found)
    }

    /// What hangs at some of the places that its proof names hangs at all of them.
    pub(super) fn hangs_everywhere(
        &self,
        posting: &Posting,
        hangs: Option<&Sheets>,
    ) -> Result<(), Vec<Diagnostic>> {
        match missing_places(posting, hangs.map_or(&[], |sheets| &sheets.proof.places)) {
            missing if missing.is_empty() => Ok(()),
            missing => {
                let message = format!("公示稿写明还贴在{}，没有记", missing.join("、"));
                let help = format!("贴好记：mingbai post {} --place 地点", self.notice.id);
                let at = Place::file(&self.notice.path).field("place");
                Err(vec![Diagnostic::refusal(&PLACE_MISSING, at, message, help)])
            }
        }
    }

    /// A notice ends while the paper on the board is another than the one that stands.
    pub(super) fn not_replaced(&self, event: &Event, life: &Life) -> Option<Diagnostic> {
        let stands = life.derived.as_ref()?;
        let hangs = life.hanging()?;
        if !matches!(event, Event::Closed { .. }) || hangs.signed == *stands {
            return None;
        }
        let message = "撤下一户、推迟日子以后，没有记过换贴：贴着的还是原来的纸";
        let help = format!("换过的补记：mingbai post {}；没有换的，马上换下", self.notice.id);
        Some(Diagnostic::warning(&NEW_PAPER, Place::file(&self.notice.path), message, help))
    }

    /// What is odd about the places of a posting.
    pub(super) fn place_findings(&self, event: &Event, life: &Life) -> Vec<Diagnostic> {
        let (Event::Posted(_) | Event::Restarted(_) | Event::PostedAlso(_)) = event else {
            return Vec::new();
        };
        let Some(posting) = life.posting() else { return Vec::new() };
        let sheets = self.notice.proofs.iter().filter_map(|folder| Sheets::read(&folder.files).ok());
        let sheets = sheets.into_iter().find(|sheets| sheets.proof.digest() == posting.signed);
        let named = sheets.map(|sheets| sheets.proof.places).unwrap_or_default();
        let at = || Place::file(&self.notice.path).field("place");
        let mut found = Vec::new();
        let missing = missing_places(posting, &named);
        if !missing.is_empty() {
            let message = format!("公示稿写明还贴在{}，贴好也要记", missing.join("、"));
            let help = format!("mingbai post {} --place 地点；公示期从最后贴的一处算", self.notice.id);
            found.push(Diagnostic::warning(&PLACE_MISSING, at(), message, help));
        }
        if !named.is_empty() && !posting.places.iter().any(|place| named.contains(place)) {
            let message = format!("公示稿上写的公示地点是{}", named.join("、"));
            let help = "记错了的，用公示稿上的地点再记一次";
            found.push(Diagnostic::warning(&OTHER_PLACE, at(), message, help));
        }
        found
    }
}

/// The places that a proof names and where it does not hang yet, once it hangs at one of them.
fn missing_places(posting: &Posting, named: &[String]) -> Vec<String> {
    let hangs = |place: &&String| posting.places.contains(place);
    match named.iter().any(|place| hangs(&place)) {
        true => named.iter().filter(|place| !hangs(place)).cloned().collect(),
        false => Vec::new(),
    }
}

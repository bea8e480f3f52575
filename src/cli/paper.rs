//! `sheet`, `approve`: a proof is printed to be signed by hand, and what was signed, or refused, is recorded beside it.

use super::keys::{ending_others, left_of_others, still_missing, void};
use super::{Console, build, ledger, naming};
use crate::diag::{Diagnostic, Place};
use crate::edition::kept_keys::was_approved;
use crate::edition::open_words;
use crate::edition::paper::{APPROVED, Printed, ROLE, SCAN, Sheet, scan_kind};
use crate::edition::ready::{Ready, ready};
use crate::edition::sheet::{SheetSource, print_sheet};
use crate::edition::signing::Signing;
use crate::edition::{kept, paper, runs};
use crate::ledger::codes::BAD_DAY;
use crate::pipeline;
use crate::policy::NoticeKind;
use crate::proof::{Secret, check_code};
use crate::publish::{self, Single};
use crate::sealed::signoff::codes::WAY;
use crate::sealed::signoff::{
    self, PAPER_ENDING, PaperApproval, REFUSED_ENDING, Refusal, Submission, Way, not_official,
};
use crate::workspace::{self, Notice, Village, Workspace, files};
use chrono::NaiveDate;
use clap::Args;
use std::path::{Path, PathBuf};

/// What may be typed after `sheet`.
#[derive(Debug, Args)]
pub(super) struct SheetArguments {
    /// 公示，例如 villages/hongqi/notices/2025-03-identify，或者 红旗村 identify
    #[arg(value_name = "公示", required = true, num_args = 1.., help_heading = "参数")]
    notice: Vec<String>,
    /// 谁来签：政策包里的角色，例如 村民委员会
    #[arg(long, value_name = "角色", help_heading = "选项")]
    role: String,
    /// 写到哪个文件（.pdf）或文件夹；不写就放在工作区旁边
    #[arg(long, value_name = "文件", help_heading = "选项")]
    out: Option<PathBuf>,
}

/// What may be typed after `approve`.
#[derive(Debug, Args)]
pub(super) struct ApproveArguments {
    /// 公示，例如 villages/hongqi/notices/2025-03-identify，或者 红旗村 identify
    #[arg(value_name = "公示", required = true, num_args = 1.., help_heading = "参数")]
    notice: Vec<String>,
    /// 谁签的：政策包里的角色，例如 村民委员会
    #[arg(long, value_name = "角色", help_heading = "选项")]
    role: String,
    /// 签字人姓名，和村文件、乡镇文件里登记的一样
    #[arg(long, value_name = "姓名", required_unless_present = "refuse", help_heading = "选项")]
    signer: Option<String>,
    /// 签字单上印的号码
    #[arg(long, value_name = "号码", required_unless_present = "refuse", help_heading = "选项")]
    code: Option<String>,
    /// 签好的单子的扫描件或照片（.jpg、.png、.pdf）
    #[arg(long, value_name = "扫描件", required_unless_present = "refuse", help_heading = "选项")]
    paper: Option<PathBuf>,
    /// 单子上写的签字日期；不写就是今天
    #[arg(long, value_name = "日期", help_heading = "选项")]
    day: Option<NaiveDate>,
    /// 谁登记的；不写就是村民委员会
    #[arg(long, value_name = "经办", help_heading = "选项")]
    by: Option<String>,
    /// 不同意这一稿：以后谁也不能再签它，改好以后重新拟稿
    #[arg(long, requires = "why", conflicts_with_all = ["code", "paper"], help_heading = "选项")]
    refuse: bool,
    /// 不同意的事由（不写个人信息）
    #[arg(long, value_name = "事由", requires = "refuse", help_heading = "选项")]
    why: Option<String>,
}

type Outcome = Result<Vec<Diagnostic>, Vec<Diagnostic>>;

/// A notice that is about to be signed or refused on paper.
struct Desk<'a> {
    workspace: &'a Workspace,
    ready: &'a Ready,
    village: &'a Village,
    notice: &'a Notice,
    kind: &'a NoticeKind,
    signing: Signing<'a>,
    submission: Submission,
    /// Title of the role.
    role: String,
}

impl<'a> Desk<'a> {
    fn open(
        workspace: &'a Workspace,
        ready: &'a Ready,
        (name, role): (&str, &str),
        refusing: bool,
    ) -> Result<Self, Vec<Diagnostic>> {
        let notice = naming::find(workspace, name)?;
        let kind = ready.pack.notice(notice.is.kind.get_ref());
        let village = workspace.villages.iter().find(|village| village.slug == notice.village);
        let (Some(kind), Some(village)) = (kind, village) else { return Err(naming::none(workspace, name)) };
        if !refusing {
            let stops = pipeline::stops_notice(workspace, ready, notice);
            if !stops.is_empty() {
                return Err(stops);
            }
        }
        let signing = Signing::of(workspace, ready, (notice, kind))?;
        let submission = signing.submission(workspace, ready)?;
        let Some([_, title]) = submission.role(role.trim()) else {
            let roles: Vec<&str> = submission.required.iter().map(|role| role.title.as_str()).collect();
            let help = format!("--role 写{}", roles.join("或"));
            let at = Place::file(&notice.path).field("--role");
            return Err(vec![Diagnostic::refusal(&ROLE, at, "这种公示不要求这个角色签字", help)]);
        };
        let role = title.to_owned();
        if let Some(refused) = submission.refused().filter(|_| !refusing) {
            return Err(vec![refused]);
        }
        if submission.paper.only == Some(Way::Key) && !refusing {
            let at = Place::file("township.toml").field("signing.signed_how");
            let help = "用密钥签：mingbai sign；或者由乡镇改 township.toml 的 signed_how";
            return Err(vec![Diagnostic::refusal(&WAY, at, "township.toml 写明只认密钥签字", help)]);
        }
        Ok(Self { workspace, ready, village, notice, kind, signing, submission, role })
    }

    /// The sheet that would be signed now, without its number.
    fn sheet(&self) -> Result<Sheet, Vec<Diagnostic>> {
        Ok(Sheet {
            number: 0,
            notice: self.notice.id.clone(),
            digest: self.submission.subject.digest(),
            check: self.submission.check.clone().ok_or_else(Vec::new)?,
            role: self.role.clone(),
            printed: self.workspace.today,
            used: false,
        })
    }

    fn secret(&self) -> Result<&'a Secret, Vec<Diagnostic>> {
        self.workspace.secret.as_ref().ok_or_else(Vec::new)
    }

    fn roles(&self) -> [&str; 2] {
        self.submission.role(&self.role).unwrap_or(["", self.role.as_str()])
    }

    /// Who records it, in words that hold nothing of a roster.
    fn by(&self, typed: Option<&str>) -> Result<String, Vec<Diagnostic>> {
        let Some(by) = typed else { return Ok(self.village.is.committee.clone()) };
        if let Some(unclean) = open_words::unclean("--by", by) {
            return Err(vec![unclean]);
        }
        let offices = [&self.village.is.committee, &self.workspace.township.publisher];
        let official = offices.iter().any(|office| *office == by)
            || self.ready.keys.knows(by)
            || self.submission.paper.officials.iter().any(|official| official.name == by);
        if !official {
            open_words::check(self.workspace, self.ready, self.village, &[("--by", by)])?;
        }
        Ok(by.to_owned())
    }

    /// Whether something is not there that is kept of a proof, and written beside it, once everybody has signed.
    fn lacks_ending(&self) -> bool {
        let Some(drawn) = &self.signing.drawn else { return false };
        let own = self.notice.proofs.iter().find(|folder| folder.path == self.signing.folder);
        let dated = own.is_some_and(|own| own.files.contains_key(runs::APPROVED));
        !dated || !was_approved(&self.workspace.root, &drawn.sheets.proof.digest())
    }

    /// The path of a file beside the proof, in the workspace.
    fn beside(&self, ending: &str) -> String {
        format!("{}/{}{ending}", self.signing.folder, self.role)
    }
}

pub(super) fn sheet(workspace: &Workspace, typed: &SheetArguments, console: &mut Console) -> Outcome {
    let ready = ready(workspace)?;
    let desk = Desk::open(workspace, &ready, (&typed.notice.join(" "), &typed.role), false)?;
    let secret = desk.secret()?;
    let (mut printed, _lock) = Printed::locked(&workspace.root).map_err(|wrong| vec![wrong])?;
    let sheet = printed.add(desk.sheet()?);
    let source = SheetSource {
        village: desk.village,
        notice: desk.notice,
        sheets: desk.signing.drawn.as_ref().map(|drawn| &drawn.sheets),
        subject: &desk.submission.subject,
        sheet: &sheet,
    };
    let bytes = print_sheet(workspace, &source, secret)?;
    let name = format!("{}-{}-{}.pdf", desk.village.slug, desk.notice.stem, sheet.number);
    let file = match &typed.out {
        Some(out) if out.extension().is_some_and(|ending| ending == "pdf") => out.clone(),
        Some(folder) => folder.join(name),
        None => build::beside(&workspace.root, "sheets").join(name),
    };
    publish::for_output(&file).map_err(|wrong| vec![wrong])?;
    desk.signing.write_draft(workspace).map_err(|wrong| vec![wrong])?;
    // The list first: a sheet that it does not know could not be recorded.
    let list = workspace.root.join(paper::FILE);
    for single in [
        Single { path: &list, bytes: &printed.to_bytes(), private: true },
        Single { path: &file, bytes: &bytes, private: true },
    ] {
        publish::write_replace_together(&[single]).map_err(|wrong| vec![wrong])?;
    }
    let code = desk.signing.drawn.as_ref().map(|drawn| check_code(&drawn.sheets.proof.digest()));
    if console.json {
        console.json_value(&serde_json::json!({
            "notice": desk.notice.id, "role": sheet.role, "sheet": sheet.number, "digest": sheet.digest,
            "code": code, "file": file,
        }));
        return Ok(Vec::new());
    }
    console.line(format!("签字单第{}号（{}）：{}", sheet.number, sheet.role, file.display()));
    if let Some(code) = code {
        console.line(format!("校对码 {code}；公示稿和打印样张在 {}", desk.signing.folder));
    }
    let roles = desk.roles();
    let officials = &desk.submission.paper.officials;
    if !officials.iter().any(|official| roles.contains(&official.role.as_str())) {
        console.line(format!(
            "注意：还没有登记谁能替{}在纸上签字。登记以前在 village.toml（乡镇的在 township.toml）里写 [[official]]。",
            sheet.role
        ));
    }
    console.line("签好以后扫描或拍照，运行：");
    console.line(format!(
        "  mingbai approve {} --role {} --signer 签字人 --code 单子上的号码 --paper 扫描件",
        desk.notice.id, sheet.role
    ));
    Ok(Vec::new())
}

pub(super) fn approve(
    workspace: &Workspace,
    given: Option<NaiveDate>,
    typed: &ApproveArguments,
    console: &mut Console,
) -> Outcome {
    ledger::in_earnest(workspace, given)?;
    let ready = ready(workspace)?;
    let desk = Desk::open(workspace, &ready, (&typed.notice.join(" "), &typed.role), typed.refuse)?;
    let day = typed.day.unwrap_or(workspace.today);
    if day > workspace.today {
        let at = Place::file(&desk.notice.path).field("--day");
        return Err(vec![Diagnostic::error(&BAD_DAY, at, "日期在今天以后", "照单子上写的日期再打一遍")]);
    }
    if typed.refuse {
        return refuse(&desk, given, (typed, day), console);
    }
    let (Some(signer), Some(code), Some(scan)) = (&typed.signer, &typed.code, &typed.paper) else {
        // Refused when the line is parsed.
        return Ok(Vec::new());
    };
    if let Some(stranger) = not_official(&desk.submission, desk.roles(), (signer, day)) {
        return Err(vec![stranger]);
    }
    // A run that was broken off after the last signature was recorded: what follows on it is made up for.
    if desk.lacks_ending() && signoff::verify(&desk.submission, &ready.keys).is_ok() {
        ending_others(workspace, &ready, &desk.signing, &desk.submission)?;
    }
    let by = desk.by(typed.by.as_deref())?;
    let (mut printed, _lock) = Printed::locked(&workspace.root).map_err(|wrong| vec![wrong])?;
    let found = printed.sheet(desk.secret()?, code, &desk.sheet()?).map_err(|wrong| vec![wrong])?;
    let (number, on) = (found.number, found.printed);
    if day < on {
        let at = Place::file(&desk.notice.path).field("--day");
        let message = format!("签字的日期早于打印这张签字单的{on}");
        return Err(vec![Diagnostic::refusal(&BAD_DAY, at, message, "照单子上写的日期再打一遍")]);
    }
    let (bytes, kind) = scanned(scan)?;
    let approval = PaperApproval {
        form: PaperApproval::FORM.to_owned(),
        notice: desk.notice.id.clone(),
        digest: desk.submission.subject.digest(),
        check: desk.submission.check.clone().unwrap_or_default(),
        role: desk.role.clone(),
        signer: signer.trim().to_owned(),
        day,
        at: workspace::now(),
        as_if: given.or(workspace.township.sample_day),
        by,
        sheet: number,
        scan: signoff::sha256_hex(&bytes),
        scan_kind: kind.to_owned(),
    };
    let path = desk.beside(PAPER_ENDING);
    let mut submission = desk.submission.clone();
    submission.paper.approvals.retain(|(known, _)| *known != path);
    submission.paper.approvals.push((path.clone(), approval.to_bytes()));
    let left = signoff::verify(&submission, &ready.keys).err().unwrap_or_default();
    let (void, left) = void(left, &[&path]);
    if !void.is_empty() {
        return Err(void);
    }
    // The scan first: what the record names is there.
    let copy = workspace.root.join(approval.scan_path());
    let single = Single { path: &copy, bytes: &bytes, private: true };
    publish::write_replace_together(&[single]).map_err(|wrong| vec![wrong])?;
    desk.signing.write_draft(workspace).map_err(|wrong| vec![wrong])?;
    printed.used(number);
    let (record, list) = (workspace.root.join(&path), workspace.root.join(paper::FILE));
    let files = [
        // The record before its sheet is used up: broken off between the two, the same sheet is recorded once more.
        Single { path: &record, bytes: &approval.to_bytes(), private: false },
        Single { path: &list, bytes: &printed.to_bytes(), private: true },
    ];
    publish::write_replace_together(&files).map_err(|wrong| vec![wrong])?;
    let left = match left.is_empty() {
        true => ending_others(workspace, &ready, &desk.signing, &submission).map(|()| left)?,
        false => left_of_others(workspace, &desk.signing, (&path, left))?,
    };
    if console.json {
        console.json_value(&serde_json::json!({
            "notice": desk.notice.id, "role": desk.role, "day": day, "sheet": number, "scan": approval.scan,
            "file": path, "missing": submission.missing(),
        }));
        return Ok(Vec::new());
    }
    console.line(format!("已登记：{} {}（{day}，{}）", desk.role, approval.signer, Way::Paper.chinese()));
    console.line(format!("记在 {path}，扫描件在 {}", approval.scan_path()));
    still_missing(&ready, desk.kind, &desk.role, &left, console);
    Ok(Vec::new())
}

/// The scan's bytes and what they are.
fn scanned(path: &Path) -> Result<(Vec<u8>, &'static str), Vec<Diagnostic>> {
    let shown = path.to_string_lossy();
    let bytes = files::bytes(path).ok_or_else(|| vec![files::unreadable(&shown)])?;
    let kind = scan_kind(&bytes).ok_or_else(|| {
        let help = "扫描成 .pdf，或者拍照存成 .jpg、.png";
        vec![Diagnostic::refusal(&SCAN, Place::file(&*shown), "这不是扫描件或照片", help)]
    })?;
    Ok((bytes, kind))
}

/// Somebody says no: nobody can approve this draft any more.
fn refuse(
    desk: &Desk<'_>,
    given: Option<NaiveDate>,
    (typed, day): (&ApproveArguments, NaiveDate),
    console: &mut Console,
) -> Outcome {
    let Desk { workspace, ready, village, notice, .. } = desk;
    let why = typed.why.as_deref().unwrap_or_default().trim();
    open_words::check(workspace, ready, village, &[("--why", why)])?;
    let signer = typed.signer.as_deref().map(str::trim);
    if let Some(unclean) = signer.and_then(|signer| open_words::unclean("--signer", signer)) {
        return Err(vec![unclean]);
    }
    let by = desk.by(typed.by.as_deref())?;
    let path = desk.beside(REFUSED_ENDING);
    let known = desk.submission.paper.refusals.iter().any(|(known, _)| *known == path);
    if !known && signoff::verify(&desk.submission, &ready.keys).is_ok() {
        let help = "要换内容的，改好重新拟稿；已经张贴的，先运行 mingbai amend";
        let at = Place::file(&notice.path);
        return Err(vec![Diagnostic::refusal(&APPROVED, at, "要签字的都已经签了这一稿", help)]);
    }
    let refusal = Refusal {
        form: Refusal::FORM.to_owned(),
        notice: notice.id.clone(),
        digest: desk.submission.subject.digest(),
        role: desk.role.clone(),
        signer: signer.map(str::to_owned),
        why: why.to_owned(),
        day,
        at: workspace::now(),
        as_if: given.or(workspace.township.sample_day),
        by,
    };
    if !known {
        desk.signing.write_draft(workspace).map_err(|wrong| vec![wrong])?;
        let record = workspace.root.join(&path);
        // A list that stays in the office has no draft, and its folder is made by the first that signs.
        let single = Single { path: &record, bytes: &refusal.to_bytes(), private: false };
        publish::write_replace_together(&[single]).map_err(|wrong| vec![wrong])?;
    }
    if console.json {
        console.json_value(&serde_json::json!({
            "notice": notice.id, "role": desk.role, "day": day, "refused": true, "written": !known, "file": path,
        }));
        return Ok(Vec::new());
    }
    match known {
        true => console.line("已经记过，没有再写。"),
        false => console.line(format!("已记下：{}不同意这一稿。谁也不能再签它。", desk.role)),
    }
    console.line(format!("改好以后重新拟稿、签字：mingbai proof {}", notice.id));
    Ok(Vec::new())
}

/// Compares the scan of each signature on paper with what was recorded.
pub(super) fn scans(workspace: &Workspace, notice: &Notice, console: &mut Console) -> Vec<Diagnostic> {
    let approvals = notice.proofs.iter().flat_map(|folder| {
        let own = folder.files.iter().filter(|(name, _)| name.ends_with(PAPER_ENDING));
        own.map(|(name, bytes)| (format!("{}/{name}", folder.path), bytes))
    });
    let mut found = Vec::new();
    for (path, bytes) in approvals {
        let Some(is) = PaperApproval::read(bytes) else { continue };
        let scan = files::bytes(&workspace.root.join(is.scan_path()));
        match scan.map(|scan| signoff::sha256_hex(&scan) == is.scan) {
            Some(true) => {
                console.line(format!("  {}：{}，看扫描件 {}", is.role, Way::Paper.chinese(), is.scan_path()));
            }
            there => found.push(kept::scan_lost(&is.scan_path(), &path, there.is_some())),
        }
    }
    found
}

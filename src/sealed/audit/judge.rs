//! Judging a file 逐文件判断: each hit is explained by a declared text, or it is a leak.

use super::super::needles::fold::{Folded, Gap, MASKS};
use super::super::needles::identifiers::Shape;
use super::super::needles::{Needle, Source, What};
use super::Passed;
use super::codes::{DIRECT, ORDINARY, PATTERN, SENSITIVE, SIGNED, UNREADABLE};
use super::declarations::Open;
use super::digest;
use super::disguise;
use super::parts::Part;
use super::persons;
use super::provenance::Declared;
use super::read::Contents;
use super::search::{Hit, Searcher, shapes, stretch};
use super::text::{Piece, glyphs};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::document::Fragment;
use crate::render::Media;
use crate::sealed::intake::goes_on_as_a_place;
use crate::sealed::surnames::begins_with_surname;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What was found, once per row and file: the first spot and how many more.
type Found = BTreeMap<(&'static str, Place, String), Finding>;

struct Finding {
    code: &'static Code,
    severity: Severity,
    line: Option<u32>,
    label: String,
    count: usize,
    help: &'static str,
}

/// What to do where a name may be a word.
const A_WORD_MAYBE: &str =
    "改掉这段文字；这里如果是普通词语、不是人名，在 village.toml 里写 [[allowed]]：word、reason、decided_by";
/// What to do where a signed text holds a name of a list that came later.
const WHEN_SIGNED: &str =
    "签字以后名册里才有这个名字；是普通词语就不用管，真是说这个人的，改掉文字，改版次重新签字";
/// What to do about anything else.
const NO_WORD: &str = "改掉这段文字的来源，再生成一次";

const EVERYTHING: Range<u32> = 0..u32::MAX;

/// Whether running text mentions somebody where it holds a name: 王芳病情不实, never 饮水安全.
fn is_mentioned(folded: &Folded, chars: &Range<usize>) -> bool {
    const AROUND: usize = 12;
    let before = folded.slice(chars.start.saturating_sub(AROUND)..chars.start);
    let (name, after) = (folded.slice(chars.clone()), folded.slice(chars.end..chars.end + AROUND));
    persons::mentions(&format!("{before}{name}{after}"), &(before.len()..before.len() + name.len()))
}

/// Whether a name is the open part of another villager's mask: 欧阳 in 欧阳*远.
fn is_mask_of_another(searcher: &Searcher, folded: &Folded, hit: &Hit, needle: &Needle) -> bool {
    let touches = |at: usize| folded.gap.get(at) == Some(&Gap::None);
    let masked = |at: usize| folded.char(at).is_some_and(|c| MASKS.contains(&c));
    if needle.what != What::Name || !(touches(hit.chars.end) && masked(hit.chars.end)) {
        return false;
    }
    let (mut end, mut stars) = (hit.chars.end, 0);
    while touches(end) && masked(end) {
        (end, stars) = (end + 1, stars + 1);
    }
    let behind = folded.char(end).filter(|_| touches(end));
    searcher.needles.is_masked(&needle.text, stars, behind)
}

/// Whether a name is part of the name of a place or group that is shown: 王家 in 王家湾.
fn is_in_a_place(
    searcher: &Searcher,
    folded: &Folded,
    (hit, needle): (&Hit, &Needle),
    allowed: bool,
) -> bool {
    let touches = |at: usize| folded.gap.get(at) == Some(&Gap::None);
    needle.what == What::Name
        && searcher.needles.places_with(&needle.text).any(|(place, at)| {
            let name = at..at + needle.text.len();
            // A group is called like a villager: its name stands alone in its cell. Where it may be the villager that a
            // clerk wrote there, the village must have decided.
            if place.len() == needle.text.len() {
                if begins_with_surname(place) && !allowed {
                    return false;
                }
                let apart = |at: usize| folded.gap.get(at).is_none_or(|gap| *gap >= Gap::Soft);
                return apart(hit.chars.start) && apart(hit.chars.end);
            }
            // 庞卫东组 is named after somebody, 高明组 is not.
            let short = needle.text.chars().count() == 2 && goes_on_as_a_place(&place[name.end..]);
            if !short && persons::mentions(place, &name) {
                return false;
            }
            let (before, length) = (place[..at].chars().count(), place.chars().count());
            let from = hit.chars.start.checked_sub(before);
            from.is_some_and(|from| {
                folded.slice(from..from + length) == place && (1..length).all(|step| touches(from + step))
            })
        })
}

/// The judge of one file.
pub(super) struct Judge<'a> {
    searcher: &'a Searcher,
    /// The path as it may be shown: a name in it is replaced.
    path: String,
    /// What the open texts explain.
    declared: Declared<'a>,
    /// Everybody signed its text before: a name alone in it is told, and stops nothing.
    pub(super) signed: bool,
    /// A foreign folder: nobody declares all of its words, so an ordinary word is only a warning.
    foreign: bool,
    /// Offsets at which what begins is judged: everywhere, unless a file is read in parts.
    judged: Range<u32>,
    /// Byte offset of each line's start, when the file is text.
    lines: Vec<u32>,
    /// Whether the file sets text from right to left.
    reversed: bool,
    /// Places already judged by a more decoded reading of the same bytes.
    seen: BTreeSet<(usize, u32)>,
    /// Offsets of refused hits, so that a number is not reported again by its shape.
    refused: BTreeSet<u32>,
    found: Found,
    unreadable: Vec<String>,
    passed: Vec<Passed>,
    /// Whether the file is a picture or font.
    pub(super) opaque: bool,
}

impl<'a> Judge<'a> {
    /// Judges the path first.
    pub(super) fn new(
        (searcher, open): (&'a Searcher, &'a Open),
        path: &str,
        fragments: &'a [Fragment],
        foreign: bool,
    ) -> Self {
        let mut judge = Self {
            searcher,
            path: path.to_owned(),
            declared: Declared::new(fragments, open),
            signed: false,
            foreign,
            judged: EVERYTHING,
            lines: Vec::new(),
            reversed: false,
            seen: BTreeSet::new(),
            refused: BTreeSet::new(),
            found: Found::new(),
            unreadable: Vec::new(),
            passed: Vec::new(),
            opaque: false,
        };
        judge.name(path);
        judge
    }

    /// The file's own path, as it is and percent-decoded. A leaking path is never shown.
    fn name(&mut self, path: &str) {
        let mut pieces = vec![Piece::elsewhere("文件名".into(), path)];
        let decoded = super::text::unpercent(&glyphs(path));
        pieces.extend(decoded.map(|glyphs| Piece { label: "文件名".into(), glyphs, lines: false }));
        pieces.iter().for_each(|piece| self.piece(piece));
        if !self.found.is_empty() {
            let folder = path.split('/').next().filter(|first| *first != path).unwrap_or_default();
            let hidden = format!("{folder}/‹文件名里有个人信息›");
            // The folder itself may be the leak.
            let clean = self.searcher.hits(&Folded::new(&glyphs(folder))).is_empty()
                && shapes(&Piece::elsewhere(String::new(), folder)).is_empty();
            self.path = if clean { hidden } else { "‹文件名里有个人信息›".into() };
        }
        self.seen.clear();
        self.refused.clear();
    }

    /// The path as it may be shown.
    pub(super) fn shown_path(&self) -> &str {
        &self.path
    }

    /// Judges the content.
    pub(super) fn file(&mut self, media: Media, bytes: &[u8]) {
        self.contents(Contents::of(media, bytes), bytes);
    }

    /// Judges the content of a file that we wrote, part by part where it is a long list.
    pub(super) fn own_file(&mut self, media: Media, bytes: &[u8], parts: &[Part]) {
        let [_, _, ..] = parts else { return self.file(media, bytes) };
        self.counts_lines(bytes);
        for Part { own, read } in parts {
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            self.judged = place(own.start)..place(own.end);
            self.pieces(Contents::from(media, &bytes[read.clone()], place(read.start)));
        }
        self.judged = EVERYTHING;
    }

    pub(super) fn contents(&mut self, contents: Contents, bytes: &[u8]) {
        self.counts_lines(bytes);
        self.pieces(contents);
    }

    fn counts_lines(&mut self, bytes: &[u8]) {
        // Packed bytes hold any three letters by chance.
        self.reversed = std::str::from_utf8(bytes).is_ok() && disguise::is_reversed(bytes);
        let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        self.lines =
            std::iter::once(0).chain(starts).map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
    }

    fn pieces(&mut self, contents: Contents) {
        self.opaque = contents.opaque;
        // Each goes once it was searched: of a large file they are the largest thing of a build.
        for piece in contents.pieces {
            if !piece.lines {
                // Offsets of another text: nothing seen so far is about it.
                self.seen.clear();
                self.refused.clear();
            }
            self.piece(&piece);
            // What was seen as it stands is not judged again.
            for glyphs in disguise::behind(&piece.glyphs, self.reversed) {
                self.piece(&Piece {
                    label: format!("{}里编了码的文字", piece.label).into(),
                    glyphs,
                    ..piece
                });
            }
        }
        for (label, blob) in &contents.blobs {
            match self.searcher.raw_hits(blob) {
                Some(needles) => needles.into_iter().for_each(|needle| {
                    let first = self.searcher.first(needle);
                    first.iter().for_each(|source| self.leak(source, None, label, NO_WORD));
                }),
                None => self.unreadable.push("名册太大，图片查不了".into()),
            }
        }
        self.unreadable.extend(contents.unreadable);
    }

    fn piece(&mut self, piece: &Piece) {
        let folded = Folded::new(&piece.glyphs);
        for hit in self.searcher.hits(&folded) {
            let at = folded.source[hit.chars.start];
            let offsets = at..folded.source[hit.chars.end - 1] + 1;
            if self.judged.contains(&at)
                && !digest::holds(&piece.glyphs, &offsets)
                && self.seen.insert((hit.needle, at))
            {
                self.hit(piece, &folded, &hit, at);
            }
        }
        drop(folded);
        for (shape, offsets) in shapes(piece) {
            let known = (0..).zip(self.refused.range(offsets.clone())).next().is_some();
            let judged = self.judged.contains(&offsets.start) && !digest::holds(&piece.glyphs, &offsets);
            if judged && !known && self.seen.insert((usize::MAX, offsets.start)) {
                self.shape(piece, shape, &offsets);
            }
        }
    }

    fn hit(&mut self, piece: &Piece, folded: &Folded, hit: &Hit, at: u32) {
        let searcher = self.searcher;
        let needle = &searcher.needles.all[hit.needle];
        let allowed = self.declared.allows(&needle.text);
        if is_mask_of_another(searcher, folded, hit, needle)
            || is_in_a_place(searcher, folded, (hit, needle), allowed)
        {
            return;
        }
        if let Some(because) = self.excuse(folded, hit, needle) {
            // A short word beside rows that a text of its own says: nothing that anybody need be told.
            if hit.beside {
                return;
            }
            let at = searcher.needles.place(&hit.source);
            self.passed.push(Passed {
                path: self.path.clone(),
                field: at.field.clone().unwrap_or_default(),
                at,
                contact: self.declared.is_contact(&because),
                because,
            });
            return;
        }
        let line = piece.lines.then(|| self.line(at));
        if self.foreign && self.ordinary(folded, hit, needle) {
            self.note(
                (&ORDINARY, Severity::Warning, "看一眼是不是普通词语"),
                &hit.source,
                line,
                &piece.label,
            );
        } else if self.signed && needle.what == What::Name && !self.is_beside_another(folded, hit) {
            self.note((&SIGNED, Severity::Warning, WHEN_SIGNED), &hit.source, line, &piece.label);
        } else {
            self.refused.insert(at);
            let help = if needle.what == What::Name && !self.foreign { A_WORD_MAYBE } else { NO_WORD };
            self.leak(&hit.source, line, &piece.label, help);
        }
    }

    /// Whether another sign of the same household stands beside.
    fn is_beside_another(&self, folded: &Folded, hit: &Hit) -> bool {
        let nearby = self.searcher.around(folded, &hit.chars);
        let mut sources = self.searcher.needles.sources(hit.needle);
        sources.any(|source| self.searcher.beside(&nearby, source.household).is_some())
    }

    fn excuse(&self, folded: &Folded, hit: &Hit, needle: &Needle) -> Option<String> {
        let declared = &self.declared;
        let nearby = self.searcher.around(folded, &hit.chars);
        let beside = |source: Source| self.searcher.beside(&nearby, source.household);
        let mut signs = self.searcher.needles.sources(hit.needle).filter_map(beside);
        let stretch = || self.searcher.stretch(folded, &hit.chars).to_owned();
        match declared.explain(folded, hit, needle, stretch) {
            // A sensitive word, a day, an amount, a remark: never where an open text names its household.
            Some(place)
                if (needle.what.is_beside() || needle.what == What::Text)
                    && !declared.is_built_in(place)
                    && signs.any(|is| declared.says(&is)) =>
            {
                None
            }
            Some(place) => Some(place.to_owned()),
            // A declared phone also stands alone, in a link; but never beside the villager whose it is as well.
            None if needle.what == What::Phone && signs.next().is_none() => {
                declared.contact(&needle.text).map(str::to_owned)
            }
            None => None,
        }
    }

    /// In a foreign folder nothing is declared: a two-character name, a sensitive word or a few characters of a note
    /// inside running text are probably ordinary words, unless another sign of the same household stands beside.
    fn ordinary(&self, folded: &Folded, hit: &Hit, needle: &Needle) -> bool {
        let running = |at: usize| folded.gap.get(at).is_some_and(|gap| *gap == Gap::None);
        let beside = self.is_beside_another(folded, hit);
        let in_text = running(hit.chars.start) || running(hit.chars.end);
        match needle.what {
            What::Name => hit.chars.len() == 2 && in_text && !beside && !is_mentioned(folded, &hit.chars),
            What::Text => in_text && hit.chars.len() <= 6 && !beside,
            _ => false,
        }
    }

    fn leak(&mut self, source: &Source, line: Option<u32>, label: &str, help: &'static str) {
        let code = if source.direct { &DIRECT } else { &SENSITIVE };
        self.note((code, Severity::Refusal, help), source, line, label);
    }

    fn note(
        &mut self,
        (code, severity, help): (&'static Code, Severity, &'static str),
        source: &Source,
        line: Option<u32>,
        label: &str,
    ) {
        let key = (code.id, self.searcher.needles.place(source), String::new());
        let first = Finding { code, severity, line, label: label.into(), count: 0, help };
        self.found.entry(key).or_insert(first).count += 1;
    }

    /// A number known by its shape, or an e-mail address.
    fn shape(&mut self, piece: &Piece, shape: Shape, offsets: &Range<u32>) {
        if shape != Shape::Id
            && shape != Shape::Bank
            && let Some(because) = self.declared.contact(&stretch(piece, offsets))
        {
            let (path, field, because) = (self.path.clone(), shape.title().to_owned(), because.to_owned());
            self.passed.push(Passed { path, field, at: Place::default(), because, contact: false });
            return;
        }
        let line = piece.lines.then(|| self.line(offsets.start));
        let key = (PATTERN.id, Place::default(), format!("{}{}", shape.title(), piece.label));
        // Without declarations an office's address is as likely as a person's.
        let severity =
            if self.foreign && shape == Shape::Mail { Severity::Warning } else { Severity::Refusal };
        let first = Finding {
            code: &PATTERN,
            severity,
            line,
            label: piece.label.clone().into_owned(),
            count: 0,
            help: NO_WORD,
        };
        let entry = self.found.entry(key).or_insert(first);
        entry.count += 1;
    }

    fn line(&self, at: u32) -> u32 {
        u32::try_from(self.lines.partition_point(|start| *start <= at)).unwrap_or(u32::MAX)
    }

    /// The file's findings and what was let through.
    pub(super) fn verdict(self) -> (Vec<Diagnostic>, Vec<Passed>) {
        let mut findings = Vec::new();
        for ((_, row, _), finding) in &self.found {
            let times = if finding.count > 1 { format!("，共{}处", finding.count) } else { String::new() };
            let label = &finding.label;
            let field = row.field.clone().unwrap_or_else(|| "内容".into());
            let (message, help) = if finding.code.id == PATTERN.id {
                let text = format!("{label}里有不在联系方式之内的号码或邮箱{times}");
                (text, "删去，或写进 township.toml、village.toml 的联系方式")
            } else if finding.severity == Severity::Warning {
                (format!("{label}里的一个词与名册的“{field}”相同（{row}）{times}"), finding.help)
            } else {
                (format!("{label}里有名册的“{field}”（{row}）{times}"), finding.help)
            };
            let at = Place { path: self.path.clone(), line: finding.line, ..Place::default() };
            let at = if row.field.is_some() { at.field(field) } else { at };
            let refusal = Diagnostic::refusal(finding.code, at, message, help);
            findings.push(Diagnostic { severity: finding.severity, ..refusal });
        }
        for reason in self.unreadable {
            let at = Place::file(&self.path);
            findings.push(Diagnostic::refusal(
                &UNREADABLE,
                at,
                format!("审查读不全：{reason}"),
                "换成能读全的文件",
            ));
        }
        (findings, self.passed)
    }
}

//! Fonts by role 字体: a character and a role become a glyph of one face, or a clear "no".
//!
//! `workspace::fonts` finds the files and hands over how to read them; everything else about a face is asked here.
//! A face is read when its first character is needed. A character that no face has is never drawn as a blank.

use super::measured::{Measured, measures};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// What a face is used for 字体角色.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// 标题 小标宋.
    Title,
    /// 正文 仿宋、宋.
    Body,
    /// 一级标题、表头 黑体.
    Heading,
    /// 醒目 粗黑: leaflet titles, big numerals, phones.
    Strong,
    /// 二级标题 楷体.
    Kai,
    /// 数字与西文, when the theme wants another face for them.
    Latin,
}

impl Role {
    /// Every role in the order of the `fonts` report.
    pub const ALL: [Self; 6] = [Self::Title, Self::Body, Self::Heading, Self::Strong, Self::Kai, Self::Latin];

    /// The Chinese name of the role.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "标题（小标宋）",
            Self::Body => "正文（仿宋、宋）",
            Self::Heading => "小标题（黑体）",
            Self::Strong => "醒目（粗黑）",
            Self::Kai => "二级标题（楷体）",
            Self::Latin => "数字和西文",
        }
    }
}

/// Characters that name lists of real villages hold and that small fonts lack.
pub const PROBE: &str = "㛃䶮𠅤𬭳𬴂𫖯喆堃昇珺祎翀䒟㸆𣲗𬱖";

/// Lends the bytes of a font file for as long as a call lasts; `None` when it cannot be read any more.
pub type Loader = Arc<dyn Fn(&mut dyn FnMut(&[u8])) -> Option<()> + Send + Sync>;

/// Why a font must not stand in a file that is given away 授权不许 (OpenType OS/2 `fsType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Restricted licence, and no other bit that allows something.
    Restricted,
    /// Only whole, never a subset.
    Whole,
    /// Only its bitmaps.
    Bitmaps,
}

impl Refusal {
    /// In plain words, after the font's name.
    pub fn words(self) -> &'static str {
        match self {
            Self::Restricted => "授权不许嵌入打印文件",
            Self::Whole => "授权只许整个嵌入，不许只取用到的字",
            Self::Bitmaps => "授权只许嵌入点阵，不许嵌入轮廓",
        }
    }
}

/// One face of a font file.
pub struct Face {
    /// Family as found, e.g. `Noto Serif CJK SC`.
    pub family: String,
    /// Weight, 400 = regular.
    pub weight: u16,
    /// File name without its folder.
    pub file: String,
    /// PostScript name, for the PDF.
    pub post_script: String,
    /// Index inside a collection.
    pub index: u32,
    load: Loader,
    measures: OnceLock<Option<Vec<u8>>>,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({}#{})", self.family, self.weight, self.file, self.index)
    }
}

impl Face {
    /// A face that reads itself when first needed.
    pub fn new(
        family: String,
        weight: u16,
        file: String,
        post_script: String,
        index: u32,
        load: Loader,
    ) -> Self {
        Self { family, weight, file, post_script, index, load, measures: OnceLock::new() }
    }

    /// What `then` makes of the bytes of the whole file.
    pub(crate) fn lend<T>(&self, then: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let mut then = Some(then);
        let mut made = None;
        (self.load)(&mut |bytes| made = then.take().map(|then| then(bytes)))?;
        made
    }

    /// The parsed measures, if the file is a font with outlines that can be embedded.
    pub(crate) fn parse(&self) -> Option<Measured<'_>> {
        let measures = self.measures.get_or_init(|| self.lend(|bytes| measures(bytes, self.index))?);
        Measured::parse(measures.as_deref()?, 0)
    }

    /// What `then` says of the face where it lies: its measures are kept only once something is set in it.
    fn glance<T>(&self, then: impl FnOnce(&Measured<'_>) -> T) -> Option<T> {
        self.lend(|bytes| Measured::with_outlines(bytes, self.index).map(|face| then(&face)))?
    }

    /// Whether the file can be read, and is a font with outlines.
    pub fn is_readable(&self) -> bool {
        self.glance(|_| ()).is_some()
    }

    /// Why the face must not be embedded; `None` if it may, or if it cannot be read.
    pub fn refusal(&self) -> Option<Refusal> {
        self.glance(|face| face.refusal())?
    }
}

/// The faces at hand, by role, with the order in which they are asked 字体册.
#[derive(Debug)]
pub struct FontBook {
    faces: Vec<Face>,
    order: BTreeMap<Role, Vec<usize>>,
    own: BTreeMap<Role, usize>,
}

/// What `mingbai fonts` says about a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleReport {
    /// Which role.
    pub role: Role,
    /// Family chosen.
    pub family: String,
    /// File name without its folder.
    pub file: String,
    /// Characters of [`PROBE`] that the chosen face lacks.
    pub missing: Vec<char>,
    /// Those that no fallback has either.
    pub lost: Vec<char>,
}

impl FontBook {
    /// A book from faces, each role's own list, and the faces asked last. A role without a face is left out.
    pub fn new(faces: Vec<Face>, roles: &BTreeMap<Role, Vec<usize>>, last: &[usize]) -> Self {
        let mut order = BTreeMap::new();
        let mut own = BTreeMap::new();
        for (role, list) in roles {
            let Some(first) = list.first() else { continue };
            own.insert(*role, *first);
            let mut all: Vec<usize> = Vec::new();
            let others = [Role::Body, Role::Title, Role::Heading, Role::Strong, Role::Kai];
            let rest = others.iter().filter_map(|other| roles.get(other)).flatten();
            for face in list.iter().chain(rest).chain(last) {
                if !all.contains(face) {
                    all.push(*face);
                }
            }
            order.insert(*role, all);
        }
        Self { faces, order, own }
    }

    /// Whether any face has this character.
    pub fn covers(&self, character: char) -> bool {
        self.coverage()(character)
    }

    /// The same for whoever asks about many characters: each face is opened once.
    pub(crate) fn coverage(&self) -> impl Fn(char) -> bool + '_ {
        let pen = Pen::new(self);
        move |character| pen.glyph(Role::Body, character).is_some()
    }

    /// What was chosen for each role and what it lacks.
    pub fn report(&self) -> Vec<RoleReport> {
        let pen = Pen::new(self);
        let lacks = |face: usize, c: &char| pen.parsed(face).and_then(|face| face.glyph(*c)).is_none();
        self.own
            .iter()
            .map(|(role, &face)| RoleReport {
                role: *role,
                family: self.faces[face].family.clone(),
                file: self.faces[face].file.clone(),
                missing: PROBE.chars().filter(|c| lacks(face, c)).collect(),
                lost: PROBE.chars().filter(|&c| pen.glyph(*role, c).is_none()).collect(),
            })
            .collect()
    }

    /// Faces that were found and must not be used: family, file and why.
    pub fn refused(&self) -> Vec<(String, String, Refusal)> {
        let told = |face: &Face| Some((face.family.clone(), face.file.clone(), face.refusal()?));
        self.faces.iter().filter_map(told).collect()
    }

    pub(crate) fn face(&self, index: u16) -> &Face {
        &self.faces[usize::from(index)]
    }
}

/// A glyph with its advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Glyph {
    pub(crate) face: u16,
    pub(crate) id: u16,
    advance: u16,
    em: u16,
}

impl Glyph {
    /// The advance at a type size, in the unit of the size.
    pub(crate) fn width(self, size: i64) -> i64 {
        (size * i64::from(self.advance) + i64::from(self.em) / 2) / i64::from(self.em)
    }
}

/// Looks glyphs up and remembers them: one per job, borrowed from the book.
pub(crate) struct Pen<'a> {
    book: &'a FontBook,
    faces: Vec<OnceCell<Option<Measured<'a>>>>,
    seen: RefCell<FxHashMap<(Role, char), Option<Glyph>>>,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(book: &'a FontBook) -> Self {
        let faces = book.faces.iter().map(|_| OnceCell::new()).collect();
        Self { book, faces, seen: RefCell::default() }
    }

    fn parsed(&self, face: usize) -> Option<&Measured<'a>> {
        // Only outlines that can and may be embedded count; the next face in the list takes over.
        let usable = |face: &Measured<'_>| face.refusal().is_none();
        self.faces[face].get_or_init(|| self.book.faces[face].parse().filter(usable)).as_ref()
    }

    /// Whether digits and Latin letters have a face of their own.
    pub(crate) fn has_latin(&self) -> bool {
        self.book.own.contains_key(&Role::Latin)
    }

    /// The glyph for a character in a role: the role's own faces, then every role's, then the extension fonts.
    pub(crate) fn glyph(&self, role: Role, character: char) -> Option<Glyph> {
        if let Some(found) = self.seen.borrow().get(&(role, character)) {
            return *found;
        }
        let list = self.book.order.get(&role).or_else(|| self.book.order.get(&Role::Body))?;
        let found = list.iter().find_map(|&index| {
            let face = self.parsed(index)?;
            let id = face.glyph(character)?;
            let advance = face.advance(id)?;
            Some(Glyph { face: u16::try_from(index).ok()?, id, advance, em: face.units_per_em() })
        });
        self.seen.borrow_mut().insert((role, character), found);
        found
    }
}

//! Fitting 定字号: the fewest pages first, then the largest type, then the loosest lines that still make them.

use super::Paper;
use super::blocks::Area;
use super::codes::OVERFLOW;
use super::flow::{Filled, Strip, hole, paginate};
use super::furniture::furnish;
use super::memory::Memory;
use super::order::{arrange, ranks};
use super::setter::{Setter, Sizes, Style};
use super::sheet::{Info, Item, Page, Sheets, Tag};
use super::theme::{Design, PrintTheme, Um};
use crate::diag::{Diagnostic, Place};
use crate::document::{Block, Kind, Meta, Origin, Text};
use crate::render::fonts::{Pen, Role};
use std::rc::Rc;

/// How much type may give way: a quarter point.
const STEP: Um = 88;

/// How rows that are signed by hand may give way or grow, in percent.
const GROW: (Um, Um) = (86, 150);

/// One attempt: type size, how tight, rosters doubled or not, rows for signatures grown or not.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    size: Um,
    tight: Um,
    double: bool,
    grow: Um,
}

impl Attempt {
    fn of(size: Um, tight: Um, double: bool) -> Self {
        Self { size, tight, double, grow: 100 }
    }
}

/// What an attempt came to.
struct Outcome {
    pages: Vec<Filled>,
    /// The largest white at the foot of a page before the last.
    hole: Um,
    tags: Vec<Tag>,
    sizes: Sizes,
    findings: Vec<Diagnostic>,
}

impl Outcome {
    /// Whether a page before the last stays so empty that it shows.
    fn gapes(&self) -> bool {
        self.hole > self.sizes.height() / 6
    }
}

/// Everything an attempt needs.
struct Job<'a, 'f> {
    meta: &'a Meta,
    blocks: &'a [Block],
    paper: Paper,
    design: &'a Design,
    /// Paper's short side over the design's.
    scale: (Um, Um),
    theme: &'a PrintTheme,
    pen: &'a Pen<'f>,
    memory: &'a Rc<Memory>,
}

/// Lays a document out as well as its design allows.
pub(crate) fn fit(
    (meta, imprint): (&Meta, Option<&Text>),
    blocks: &[Block],
    paper: Paper,
    theme: &PrintTheme,
    pen: &Pen<'_>,
    memory: &Rc<Memory>,
) -> Result<Sheets, Vec<Diagnostic>> {
    let short = paper.width.min(paper.height);
    let (design, base) = match meta.kind {
        _ if paper == Paper::PHONE => (theme.picture(), Paper::PHONE.width),
        Kind::Notice if short >= Paper::A3.width => (&theme.poster, Paper::A3.width),
        Kind::Notice | Kind::Page => (&theme.notice, Paper::A4.width),
        Kind::Leaflet if short <= Paper::A5.width => (&theme.card, Paper::A5.width),
        Kind::Leaflet => (&theme.leaflet, Paper::A4.width),
        Kind::Form => (&theme.form, Paper::A4.width),
    };
    let mut job = Job { meta, blocks, paper, design, scale: (short, base), theme, pen, memory };
    job.turn_for_wide_tables();
    let outcome = job.best()?;
    if !outcome.findings.is_empty() {
        return Err(outcome.findings);
    }
    let info = Info {
        title: meta.title.plain().replace('\n', ""),
        description: meta.description.clone(),
        issuer: meta.issuer.clone(),
        date: meta.date,
        number: meta.number.clone(),
    };
    let count = outcome.pages.len();
    let mut sheets = Sheets { info, pages: Vec::with_capacity(count), tags: outcome.tags };
    let mut findings = Vec::new();
    let ranks = ranks(&sheets.tags);
    for (number, filled) in outcome.pages.into_iter().enumerate() {
        let mut sizes = outcome.sizes.clone();
        if sizes.endless {
            sizes.page.1 = filled.used + sizes.top + sizes.bottom;
        }
        let (left, top) = (sizes.left, sizes.top);
        let items: Vec<Item> = filled.items.into_iter().map(|item| item.shifted(left, top)).collect();
        let mut items = arrange(items, &ranks);
        let page = (number + 1, count);
        items.extend(furnish((meta, imprint), design, theme, pen, &sizes, page, &mut findings));
        let (width, height) = sizes.page;
        sheets.pages.push(Page { width, height, items });
    }
    if findings.is_empty() { Ok(sheets) } else { Err(findings) }
}

impl Job<'_, '_> {
    fn sizes(&self, attempt: Attempt) -> Sizes {
        let (num, den) = self.scale;
        let paper = |length: Um| length * num / den;
        let type_ = |length: Um| paper(length) * attempt.size / self.design.size;
        let between = |loose: Um, tight: Um| loose - (loose - tight) * attempt.tight / 2;
        Sizes {
            page: (self.paper.width, self.paper.height),
            top: paper(self.design.top),
            bottom: paper(self.design.bottom),
            left: paper(self.design.left),
            right: paper(self.design.right),
            face: self.design.face,
            strong: if self.meta.kind == Kind::Leaflet || self.on_phone() {
                Role::Strong
            } else {
                Role::Heading
            },
            title: type_(self.design.title),
            title_pitch: type_(self.design.title_pitch),
            size: type_(self.design.size),
            pitch: type_(between(self.design.pitch, self.design.min_pitch)),
            table: type_(self.design.table),
            min_table: paper(self.design.min_table),
            headings: [1, 2, 3, 4].map(|level| self.design.heading(level)),
            section: self.design.section,
            stripes: self.design.stripes,
            spaced: self.design.han_latin_space,
            row: type_(between(self.design.row, self.design.min_row)),
            grow: attempt.grow,
            double: attempt.double,
            endless: self.on_phone(),
        }
    }

    fn on_phone(&self) -> bool {
        self.paper == Paper::PHONE
    }

    /// A form whose tables are wider than the page lies on its side.
    fn turn_for_wide_tables(&mut self) {
        if self.meta.kind != Kind::Form || self.paper.width > self.paper.height {
            return;
        }
        let sizes = self.sizes(Attempt::of(self.design.size, 0, false));
        let room = sizes.width();
        let mut setter = Setter::new(self.pen, self.theme, sizes);
        let wide = self.blocks.iter().any(|block| match block {
            Block::Table(table) => setter.wished_width(table) > room,
            _ => false,
        });
        if wide {
            self.paper = self.paper.landscape();
        }
    }

    fn best(&self) -> Result<Outcome, Vec<Diagnostic>> {
        let (largest, mut least) = (self.design.size, self.design.min_size);
        let doubles =
            self.blocks.iter().any(|block| matches!(block, Block::Table(table) if table.may_double));
        let loosest = self.attempt(Attempt::of(largest, 0, false));
        // Every part begins a page: fewer there cannot be.
        let parts = self.blocks.iter().filter(|block| matches!(block, Block::Part(_))).count();
        if loosest.pages.len() == 1 + parts || !loosest.findings.is_empty() {
            return Ok(loosest);
        }
        if self.signed() {
            return Ok(self.grown());
        }
        let most = |size: Um| {
            let single = self.attempt(Attempt::of(size, 2, false));
            let paired = doubles.then(|| self.attempt(Attempt::of(size, 2, true)));
            paired.filter(|paired| paired.pages.len() < single.pages.len()).unwrap_or(single)
        };
        // Type that is hard to read saves no page; it only makes fit what would not.
        let easy = self.design.easy_size.map(|easy| (easy, most(easy)));
        let smallest = match easy.filter(|(_, outcome)| outcome.pages.len() <= self.design.pages) {
            Some((easy, outcome)) => {
                least = easy;
                outcome
            }
            None => most(least),
        };
        let goal = smallest.pages.len();
        if self.meta.kind == Kind::Leaflet && goal > self.design.pages {
            return Err(vec![self.overflow(&smallest)]);
        }
        if loosest.pages.len() == goal && !loosest.gapes() {
            return Ok(loosest);
        }
        // The largest size that still makes the goal; more type never makes fewer pages.
        let (mut low, mut high) = (0, (largest - least) / STEP);
        while low < high {
            let middle = (low + high + 1) / 2;
            if most(least + middle * STEP).pages.len() <= goal { low = middle } else { high = middle - 1 }
        }
        let size = least + low * STEP;
        let mut best = smallest;
        for tight in 0..=2 {
            for double in [false, true].into_iter().filter(|double| doubles || !double) {
                let outcome = self.attempt(Attempt::of(size, tight, double));
                if outcome.pages.len() != goal {
                    continue;
                }
                if !outcome.gapes() {
                    return Ok(outcome);
                }
                if outcome.sizes.size > best.sizes.size || outcome.hole < best.hole {
                    best = outcome;
                }
            }
        }
        Ok(best)
    }

    /// Whether rows are signed by hand.
    fn signed(&self) -> bool {
        let signed = |block: &Block| matches!(block, Block::Table(table) if table.min_row_height > 0);
        self.meta.kind == Kind::Form && self.blocks.iter().any(signed)
    }

    /// The fewest sheets to sign, and on them the highest rows, so that the last sheet is no remnant.
    fn grown(&self) -> Outcome {
        let rows = |grow: Um| self.attempt(Attempt { grow, ..Attempt::of(self.design.size, 0, false) });
        let (mut low, mut high) = GROW;
        let mut best = rows(low);
        let goal = best.pages.len();
        while low < high {
            let middle = (low + high + 1) / 2;
            let outcome = rows(middle);
            if outcome.pages.len() <= goal {
                (low, best) = (middle, outcome);
            } else {
                high = middle - 1;
            }
        }
        best
    }

    fn overflow(&self, smallest: &Outcome) -> Diagnostic {
        let pages = &smallest.pages[self.design.pages..];
        let over: Um = pages.iter().map(|page| page.used).sum();
        let lines = (over + smallest.sizes.pitch - 1) / smallest.sizes.pitch.max(1);
        let at = match &self.meta.title.origin {
            Origin::Open(place) => Place::file(place.clone()),
            Origin::Roster => Place::file("名册"),
        };
        let allowed = self.design.pages;
        let message = format!("用最小字号排也超出{allowed}面，多出大约{lines}行");
        Diagnostic::error(&OVERFLOW, at, message, "删减文字，或把次要内容移到网页")
    }

    /// Leaflets are often written with second-level headings only: their largest are set as the largest.
    fn top_heading(&self) -> u8 {
        let level = |block: &Block| match block {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        };
        self.blocks.iter().filter_map(level).min().unwrap_or(1)
    }

    fn attempt(&self, attempt: Attempt) -> Outcome {
        let sizes = self.sizes(attempt);
        let mut setter = Setter::new(self.pen, self.theme, sizes.clone());
        setter.memory = Rc::clone(self.memory);
        setter.top_heading = self.top_heading();
        // On a phone a notice is set as easily as a leaflet.
        let kind = if self.on_phone() { Kind::Leaflet } else { self.meta.kind };
        let area = Area { x: 0, width: sizes.width(), inner: false, kind };
        let mut strips = Vec::new();
        self.opening(&mut setter, area, &mut strips);
        let corner = self.blocks.iter().rposition(|block| matches!(block, Block::Qr { .. }));
        match corner.filter(|_| self.meta.kind == Kind::Leaflet && !self.on_phone()) {
            Some(at) => self.with_corner(&mut setter, at, area, &mut strips),
            None => setter.blocks(self.blocks, area, 0, &mut strips),
        }
        let mut pages = paginate(&strips, sizes.height());
        let hole = hole(&pages, sizes.height());
        // A leaflet fills its pages; a notice those that a table, waiting for the next page, left short.
        let last = pages.len() - 1;
        for (number, page) in pages.iter_mut().enumerate() {
            match self.meta.kind {
                _ if self.on_phone() => {}
                Kind::Leaflet => page.stretch(sizes.height(), sizes.size * 9 / 10),
                Kind::Notice if number < last => page.stretch(sizes.height(), sizes.pitch),
                _ => {}
            }
        }
        Outcome { pages, hole, tags: setter.tags, sizes, findings: setter.findings }
    }

    /// Title and salutation.
    fn opening(&self, setter: &mut Setter<'_, '_>, area: Area, strips: &mut Vec<Strip>) {
        let sizes = setter.sizes.clone();
        let colors = &self.theme.colors;
        if self.design.band {
            let style = Style {
                role: sizes.headings[0],
                size: sizes.title,
                color: super::theme::Color::WHITE,
                phones: false,
            };
            let pad = sizes.size * 45 / 100;
            let made =
                setter.title(&self.meta.title, style, sizes.title_pitch, area.x + pad, area.width - 2 * pad);
            let height = made.iter().map(|strip| strip.height).sum::<Um>() + 2 * pad;
            let mut items = vec![match sizes.endless && self.theme.stamp(self.meta).is_none() {
                // To the edges of the picture.
                true => {
                    Setter::band((-sizes.left, -sizes.top), (sizes.page.0, height + sizes.top), colors.accent)
                }
                false => Setter::band((area.x, 0), (area.width, height), colors.accent),
            }];
            let mut y = pad;
            for strip in made {
                items.extend(strip.items.into_iter().map(|item| item.shifted(0, y)));
                y += strip.height;
            }
            strips.push(Strip::other(height, items));
            strips.push(Strip::space(sizes.size / 2).tied());
        } else {
            let style = Style { role: Role::Title, size: sizes.title, color: colors.ink, phones: false };
            strips.extend(setter.title(&self.meta.title, style, sizes.title_pitch, area.x, area.width));
            let gap = if self.meta.kind == Kind::Form { sizes.pitch / 2 } else { sizes.pitch * 2 / 3 };
            strips.push(Strip::space(gap).tied());
        }
        if let Some(salutation) = &self.meta.salutation {
            setter.salutation(salutation, area, strips);
        }
    }

    /// A leaflet's QR code stands in the lower right corner, what surrounds it to its left.
    fn with_corner(&self, setter: &mut Setter<'_, '_>, at: usize, area: Area, strips: &mut Vec<Strip>) {
        let Block::Qr { url, caption } = &self.blocks[at] else { return };
        let small = |block: &Block| matches!(block, Block::Facts(_) | Block::Seal { .. });
        let mut from = if at > 0 && small(&self.blocks[at - 1]) { at - 1 } else { at };
        while from > 0 && from < at && matches!(self.blocks[from - 1], Block::Heading { .. }) {
            from -= 1;
        }
        setter.blocks(&self.blocks[..from], area, 0, strips);
        let side = setter.corner(url, (area.width * 26 / 100).max(setter.sizes.size * 6));
        let gap = setter.sizes.size;
        let beside = Area { width: area.width - side - gap, ..area };
        let mut left = Vec::new();
        setter.blocks(&self.blocks[from..at], beside, 0, &mut left);
        setter.blocks(&self.blocks[at + 1..], beside, 0, &mut left);
        let tall: Um = left.iter().map(|strip| strip.height).sum();
        let (code, code_height) = setter.qr_below(url, caption, area.x + area.width - side, side, 0);
        let height = tall.max(code_height);
        if tall > setter.sizes.height() {
            strips.extend(left);
            strips.push(Strip::other(code_height, code));
            return;
        }
        let mut items = Vec::new();
        let mut y = (height - tall) / 2;
        for strip in left {
            items.extend(strip.items.into_iter().map(|item| item.shifted(0, y)));
            y += strip.height;
        }
        let dy = height - code_height;
        items.extend(code.into_iter().map(|item| item.shifted(0, dy)));
        strips.push(Strip::space(setter.sizes.size / 3));
        strips.push(Strip::text(height, items));
    }
}

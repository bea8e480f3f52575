//! Flow 排页: strips of fixed height become pages. Heads of tables come again, a seal never stands alone.

use super::sheet::Item;
use super::theme::Um;
use std::rc::Rc;

/// A horizontal piece of the column: a line, a table row, a box.
#[derive(Debug, Clone)]
pub(crate) struct Strip {
    pub(crate) height: Um,
    pub(crate) items: Vec<Item>,
    /// Whether a page may begin with this strip.
    pub(crate) breakable: bool,
    pub(crate) kind: StripKind,
    /// Height of the whole table that begins here; 0 for everything else.
    pub(crate) whole: Um,
    /// Where a group that no page holds parts as a last resort: before the seal's company.
    pub(crate) resort: bool,
}

/// When a table that does not fit on the rest of a page begins there all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// It waits for the next page if that holds it whole.
    Whole,
    /// It begins at once.
    Once,
}

/// What a strip is, as far as paging cares.
#[derive(Debug, Clone)]
pub(crate) enum StripKind {
    /// Text that is worth turning the page for.
    Text,
    /// White space, dropped at the head of a page.
    Space,
    /// The end of a page, whatever room it has left.
    Page,
    /// A row of a table.
    Row(Rc<Frame>),
    /// 以下空白: belongs to the table, is no company for a seal.
    EndRow(Rc<Frame>),
    /// A heading, a remark, the seal: does not count as text beside a seal.
    Other,
}

/// What each page's part of a table has in common.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Drawn again when a page begins inside the table.
    pub(crate) head: Vec<Item>,
    pub(crate) head_height: Um,
    /// The rule that closes the table at the foot of a page, relative to the last row's end.
    pub(crate) close: Vec<Item>,
}

impl Strip {
    pub(crate) fn space(height: Um) -> Self {
        Self { height, items: Vec::new(), breakable: true, kind: StripKind::Space, whole: 0, resort: false }
    }

    /// The end of a page.
    pub(crate) fn page() -> Self {
        Self { kind: StripKind::Page, ..Self::space(0) }
    }

    pub(crate) fn text(height: Um, items: Vec<Item>) -> Self {
        Self { height, items, breakable: true, kind: StripKind::Text, whole: 0, resort: false }
    }

    pub(crate) fn other(height: Um, items: Vec<Item>) -> Self {
        Self { height, items, breakable: true, kind: StripKind::Other, whole: 0, resort: false }
    }

    /// A row of a table.
    pub(crate) fn row(height: Um, items: Vec<Item>, frame: &Rc<Frame>) -> Self {
        Self {
            height,
            items,
            breakable: true,
            kind: StripKind::Row(Rc::clone(frame)),
            whole: 0,
            resort: false,
        }
    }

    /// The same, tied to what stands before it.
    pub(crate) fn tied(mut self) -> Self {
        self.breakable = false;
        self
    }

    /// Whether it is worth standing at a page's foot: not a heading, not a table's header.
    fn tells(&self) -> bool {
        matches!(self.kind, StripKind::Text | StripKind::Row(_) | StripKind::EndRow(_))
    }

    fn frame(&self) -> Option<&Rc<Frame>> {
        match &self.kind {
            StripKind::Row(frame) | StripKind::EndRow(frame) => Some(frame),
            _ => None,
        }
    }
}

/// Ties the strips before `seal` to it so that at least two lines or rows share its page.
///
/// What is taller than `tall` holds two lines by itself.
pub(crate) fn tie_seal(strips: &mut [Strip], seal: usize, tall: Um) {
    let mut company = 0;
    for at in (0..=seal).rev() {
        if at < seal && matches!(strips[at].kind, StripKind::Text | StripKind::Row(_)) {
            company += if strips[at].height >= tall { 2 } else { 1 };
        }
        // The second companion itself may begin the page.
        if company >= 2 {
            strips[at].resort = true;
            return;
        }
        strips[at].breakable = false;
    }
}

/// What stands on each page, from the top of the text area, with the height used.
#[derive(Debug, Clone)]
pub(crate) struct Filled {
    pub(crate) items: Vec<Item>,
    pub(crate) used: Um,
    /// Numbers of the items before which there is white that may grow.
    gaps: Vec<usize>,
}

impl Filled {
    fn empty() -> Self {
        Self { items: Vec::new(), used: 0, gaps: Vec::new() }
    }

    /// Spare height goes to the white between the parts, at most `most` each.
    pub(crate) fn stretch(&mut self, height: Um, most: Um) {
        let inner = |at: &usize| *at > 0 && *at < self.items.len();
        let mut gaps: Vec<usize> = self.gaps.iter().copied().filter(inner).collect();
        gaps.dedup();
        let Some(more) = Um::try_from(gaps.len()).ok().filter(|count| *count > 0) else { return };
        let more = ((height - self.used) / more).clamp(0, most);
        let mut passed = 0;
        for (at, item) in std::mem::take(&mut self.items).into_iter().enumerate() {
            while gaps.get(passed).is_some_and(|gap| *gap <= at) {
                passed += 1;
            }
            self.items.push(item.shifted(0, more * Um::try_from(passed).unwrap_or(0)));
        }
        self.used += more * Um::try_from(gaps.len()).unwrap_or(0);
    }
}

/// Fills pages of `height` with strips; a table waits for a page of its own only where that costs no page and
/// leaves no hole.
pub(crate) fn paginate(strips: &[Strip], height: Um) -> Vec<Filled> {
    let whole = paginate_from(strips, height, Start::Whole);
    if whole.len() == 1 || strips.iter().all(|strip| strip.whole == 0) {
        return whole;
    }
    let once = paginate_from(strips, height, Start::Once);
    let better = once.len() < whole.len()
        || once.len() == whole.len()
            && hole(&whole, height) > height / 5
            && hole(&once, height) < hole(&whole, height);
    if better { once } else { whole }
}

/// The largest white at the foot of a page, the last page aside.
pub(crate) fn hole(pages: &[Filled], height: Um) -> Um {
    let [full @ .., _] = pages else { return 0 };
    full.iter().map(|page| height - page.used).max().unwrap_or(0)
}

fn paginate_from(strips: &[Strip], height: Um, start: Start) -> Vec<Filled> {
    let mut pages: Vec<Filled> = Vec::new();
    let mut page = Filled::empty();
    let mut frame: Option<Rc<Frame>> = None;
    let mut at = 0;
    while at < strips.len() {
        let mut end = at + 1;
        while end < strips.len() && !strips[end].breakable {
            end += 1;
        }
        let tall = |to: usize| -> Um { strips[at..to].iter().map(|strip| strip.height).sum() };
        if tall(end) > height
            && let Some(part) =
                (at + 1..end).rev().find(|&part| strips[part].resort && strips[part - 1].tells())
        {
            end = part;
        }
        let chunk = &strips[at..end];
        let tall = tall(end);
        let trailing: Um = match chunk.last().map(|strip| &strip.kind) {
            Some(StripKind::Space) if chunk.len() == 1 => tall,
            _ => 0,
        };
        let waits = start == Start::Whole && table_waits(chunk, page.used, height);
        if page.used > 0 && (waits || page.used + tall - trailing > height) {
            close(&mut page, &mut frame);
            pages.push(std::mem::replace(&mut page, Filled::empty()));
        }
        for strip in chunk {
            if matches!(strip.kind, StripKind::Page) {
                if page.used > 0 {
                    close(&mut page, &mut frame);
                    // Nothing is missing on a page that ends on purpose.
                    page.used = height;
                    pages.push(std::mem::replace(&mut page, Filled::empty()));
                }
                continue;
            }
            if page.used == 0 && matches!(strip.kind, StripKind::Space) {
                continue;
            }
            // A tied group taller than a page parts where it must.
            if page.used > 0 && page.used + strip.height > height && !matches!(strip.kind, StripKind::Space) {
                close(&mut page, &mut frame);
                pages.push(std::mem::replace(&mut page, Filled::empty()));
            }
            put(&mut page, &mut frame, strip);
            if matches!(strip.kind, StripKind::Space) {
                page.gaps.push(page.items.len());
            }
        }
        at = end;
    }
    close(&mut page, &mut frame);
    pages.push(page);
    pages
}

/// Whether the table in these strips would be cut here and stay whole on the next page.
fn table_waits(chunk: &[Strip], used: Um, height: Um) -> bool {
    let mut before = 0;
    chunk.iter().any(|strip| {
        let whole = before + strip.whole;
        before += strip.height;
        strip.whole > 0 && used + whole > height && whole <= height
    })
}

fn put(page: &mut Filled, open: &mut Option<Rc<Frame>>, strip: &Strip) {
    let same = |a: &Option<Rc<Frame>>, b: Option<&Rc<Frame>>| match (a, b) {
        (Some(a), Some(b)) => Rc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    };
    if !same(open, strip.frame()) {
        close(page, open);
    }
    if let Some(frame) = strip.frame()
        && page.used == 0
        && open.is_none()
    {
        page.items.extend(frame.head.iter().map(|item| item.clone().furniture()));
        page.used += frame.head_height;
    }
    *open = strip.frame().cloned();
    let top = page.used;
    page.items.extend(strip.items.iter().map(|item| item.clone().shifted(0, top)));
    page.used += strip.height;
}

fn close(page: &mut Filled, open: &mut Option<Rc<Frame>>) {
    if let Some(frame) = open.take() {
        let bottom = page.used;
        page.items.extend(frame.close.iter().map(|item| item.clone().shifted(0, bottom)));
    }
}

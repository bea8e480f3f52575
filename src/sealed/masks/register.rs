//! Entries of the register of masks 遮名登记: how one person was told apart in several proofs → how in all of them together.

/// What stands behind how somebody is told apart whose last character was shown.
pub(super) const LAST: &str = "+last";

/// How somebody is told apart who was told apart in these two ways: of the two the longer, and shown before what either showed.
pub(crate) fn both(one: &str, other: &str) -> String {
    let bare = |told: &'_ str| told.strip_suffix(LAST).unwrap_or(told).to_owned();
    // plain, one-more, tail: as long as they are strict.
    let rank = |told: &String| (told.starts_with("tail"), told.starts_with("one"), told.len());
    let longer = [bare(one), bare(other)].into_iter().max_by_key(rank).unwrap_or_default();
    let last = one.ends_with(LAST) || other.ends_with(LAST);
    longer + if last { LAST } else { "" }
}

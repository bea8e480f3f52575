//! Words on their way to a terminal: what would move its cursor, colour it or turn the line round is made visible.

/// One line: line ends are shown as signs too, so that no typed word begins a line of its own.
pub(crate) fn shown(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// Several lines, as the program itself lays them out.
pub(crate) fn shown_in_lines(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\t') { c } else { visible(c) }).collect()
}

/// The character, or the sign that stands for it.
fn visible(c: char) -> char {
    match c {
        // Unicode has a picture for each of the old signs of control.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{2426}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => '\u{2426}',
        // Marks of direction show a text in another order than it has.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{2426}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_never_steered_by_what_somebody_typed() {
        assert_eq!(shown("rosters\r.xlsx"), "rosters␍.xlsx");
        assert_eq!(shown("甲\u{1b}[31m乙\n丙"), "甲␛[31m乙␊丙");
        assert_eq!(shown_in_lines("甲\u{9b}31m\n\t乙\u{202e}"), "甲␦31m\n\t乙␦");
    }
}

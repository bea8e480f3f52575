//! Plain tables for a terminal: a Chinese character is two columns wide.

/// Aligned lines with the header first, two spaces between columns.
pub(super) fn render(head: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let head: Vec<String> = head.iter().map(|&title| title.to_owned()).collect();
    let all: Vec<&Vec<String>> = std::iter::once(&head).chain(rows).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|column| all.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    all.into_iter()
        .map(|row| {
            let cells = row
                .iter()
                .zip(&widths)
                .map(|(cell, widest)| format!("{cell}{}", " ".repeat(widest.saturating_sub(width(cell)))));
            format!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end())
        })
        .collect()
}

/// Columns that a text takes: wide for Chinese and full-width forms.
fn width(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn chinese_cells_line_up() {
        let lines =
            super::render(&["村", "天"], &[vec!["红旗村".into(), "3".into()], vec!["a".into(), "5".into()]]);
        assert_eq!(lines, ["  村      天", "  红旗村  3", "  a       5"]);
    }
}

//! Runs of a text ↔ lists of words as a face writes them: `["text", …]`, `["strong", …]`, `["link", …, address]`, `["break"]`,
//! and `["counted", figure, what]` for a figure counted from the rows, with `strong` behind it where it is emphasised.

use super::{Count, Counted, Span};

/// A run as it is written.
pub(crate) type Run = Vec<String>;

/// One run, written.
pub(super) fn written(span: &Span) -> Run {
    match span {
        Span::Plain(words) => vec!["text".to_owned(), words.clone()],
        Span::Strong(words) => vec!["strong".to_owned(), words.clone()],
        Span::Link { text, href } => vec!["link".to_owned(), text.clone(), href.clone()],
        Span::Counted(Counted { text, of, strong }) => {
            let run = ["counted", text.as_str(), of.name()].into_iter().chain(strong.then_some("strong"));
            run.map(str::to_owned).collect()
        }
        Span::Break => vec!["break".to_owned()],
    }
}

/// One run, read.
pub(super) fn read(run: &Run) -> Span {
    match run.as_slice() {
        [kind, words] if kind == "strong" => Span::Strong(words.clone()),
        [kind, words, href] if kind == "link" => Span::Link { text: words.clone(), href: href.clone() },
        [_, words, ..] => Span::Plain(words.clone()),
        _ => Span::Break,
    }
}

/// What a run counts, if it does.
pub(crate) fn counts(run: &Run) -> Option<Count> {
    match run.as_slice() {
        [kind, _, of, ..] if kind == "counted" => Count::of_name(of),
        _ => None,
    }
}

/// The same runs without marks: a counted figure is a part of the words round it, as people read it, and as faces were
/// written before figures were marked.
pub(crate) fn unmarked(runs: &[Run]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut after_figure = false;
    for run in runs {
        let figure = run.first().is_some_and(|kind| kind == "counted");
        let kind = match (figure, run.get(3)) {
            (true, Some(_)) => "strong",
            (true, None) => "text",
            (false, _) => run.first().map_or("", String::as_str),
        };
        let joins = (figure || after_figure)
            && ["text", "strong"].contains(&kind)
            && out.last().is_some_and(|last| last.first().is_some_and(|known| known == kind));
        match (joins, out.last_mut().and_then(|last| last.get_mut(1)), run.get(1)) {
            (true, Some(before), Some(words)) => before.push_str(words),
            _ if figure => out.push(vec![kind.to_owned(), run.get(1).cloned().unwrap_or_default()]),
            _ => out.push(run.clone()),
        }
        after_figure = figure;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{read, unmarked, written};
    use crate::document::{Count, Counted, Span};

    #[test]
    fn a_counted_figure_is_read_as_a_part_of_the_words_round_it() {
        let counted = |text: &str, strong| {
            Span::Counted(Counted { text: text.to_owned(), of: Count::Households, strong })
        };
        let spans = [
            Span::Plain("共".into()),
            counted("6", false),
            Span::Plain("户，".into()),
            Span::Strong("其中".into()),
            counted("6", true),
            Span::Break,
            counted("6", false),
        ];
        let runs: Vec<_> = spans.iter().map(written).collect();
        assert_eq!(runs[1], ["counted", "6", "households"]);
        assert_eq!(runs[4], ["counted", "6", "households", "strong"]);
        let read: Vec<Span> = unmarked(&runs).iter().map(read).collect();
        let whole = [
            Span::Plain("共6户，".into()),
            Span::Strong("其中6".into()),
            Span::Break,
            Span::Plain("6".into()),
        ];
        assert_eq!(read, whole);
    }
}

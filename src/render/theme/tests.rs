use super::scan::{Piece, named, pieces, position, safe_filters, words};

#[test]
fn words_are_what_a_reader_sees_cut_where_code_stands() {
    let source =
        "{# 注 #}<p class=\"甲类\" title='提示'>还剩{{ n }}天<b>截止</b></p>{% if 条件 %}abc{% endif %}";
    let texts: Vec<_> =
        words(source, "t.html").into_iter().map(|fragment| fragment.text.to_string()).collect();
    assert_eq!(texts, ["天", "截止", "提示", "甲类", "还剩"]);
}

#[test]
fn a_quoted_angle_bracket_does_not_end_the_tag() {
    let texts: Vec<_> =
        words("<a title=\"大>小\" href=x>去</a>", "t").into_iter().map(|f| f.text.to_string()).collect();
    assert_eq!(texts, ["去", "大>小"]);
}

#[test]
fn templates_named_by_others_are_found() {
    assert_eq!(
        named("{% extends \"base.html\" %}{%- include 'card.html' -%}{{ \"x.html\" }}"),
        ["base.html", "card.html"]
    );
}

#[test]
fn safe_is_found_as_a_filter_only() {
    assert_eq!(safe_filters("{{ a|safe }}").len(), 1);
    assert_eq!(safe_filters("{% set b = a | upper | safe %}").len(), 1);
    assert!(safe_filters("safe | safe {{ safe }} {{ a | safely }}").is_empty());
}

#[test]
fn an_unclosed_construct_ends_with_the_text() {
    let pieces = pieces("甲{{ 乙");
    assert!(
        matches!(pieces.as_slice(), [Piece::Literal(_), Piece::Code(range), Piece::Literal(_)] if range.end == "甲{{ 乙".len())
    );
    assert_eq!(position("一\n二三", "一\n二".len()), (2, 2));
}

use super::{blocks, codes};
use crate::document::{Block, Origin, Span};

fn paragraph(text: &str) -> String {
    match blocks(text, "a.md").unwrap().as_slice() {
        [Block::Paragraph { text, .. }] => text.plain(),
        other => panic!("{other:?}"),
    }
}

fn finding(text: &str) -> (&'static str, String) {
    let findings = blocks(text, "a.md").unwrap_err();
    assert_eq!(findings.len(), 1, "{findings:?}");
    (findings[0].code.id, findings[0].at.to_string())
}

#[test]
fn line_end_between_chinese_characters_joins_without_a_space() {
    assert_eq!(paragraph("村内公示\n不少于5天"), "村内公示不少于5天");
    assert_eq!(paragraph("政策“明白纸”\n发给农户，\n（每户一份）"), "政策“明白纸”发给农户，（每户一份）");
    assert_eq!(paragraph("**公示**\n期满"), "公示期满");
}

#[test]
fn line_end_next_to_a_narrow_character_is_one_space() {
    assert_eq!(paragraph("拨打\n12317 咨询"), "拨打 12317 咨询");
    assert_eq!(paragraph("APP\n申报"), "APP 申报");
    assert_eq!(paragraph("plain\nwords"), "plain words");
}

#[test]
fn hard_break_stays() {
    assert_eq!(paragraph("第一行\\\n第二行"), "第一行\n第二行");
    assert_eq!(paragraph("第一行  \n第二行"), "第一行\n第二行");
}

#[test]
fn raw_html_is_refused_with_line_and_column() {
    assert_eq!(finding("第一段\n\n<script>alert(1)</script>"), (codes::UNSUPPORTED.id, "a.md:3:1".into()));
    assert_eq!(finding("第一段<b onclick=x>"), (codes::UNSUPPORTED.id, "a.md:1:4".into()));
    assert_eq!(finding("- 一\n- 二<br>"), (codes::UNSUPPORTED.id, "a.md:2:4".into()));
    assert_eq!(finding("| 甲 |\n|---|\n| 乙<i> |"), (codes::UNSUPPORTED.id, "a.md:3:4".into()));
    assert_eq!(finding("<!-- 注 -->"), (codes::UNSUPPORTED.id, "a.md:1:1".into()));
    assert_eq!(finding("[去<b>](a/index.html)"), (codes::UNSUPPORTED.id, "a.md:1:3".into()));
}

#[test]
fn everything_the_model_cannot_say_is_refused() {
    for text in [
        "![图](a.png)",
        "字[^1]\n\n[^1]: 注",
        "~~删~~",
        "*斜*",
        "`码`",
        "    码",
        "```\n码\n```",
        "甲\n\n***\n",
        "- [ ] 事",
        "##### 五级",
    ] {
        let findings = blocks(text, "a.md").unwrap_err();
        assert!(findings.iter().all(|f| f.code.id == codes::UNSUPPORTED.id), "{text}: {findings:?}");
        assert!(findings.iter().all(|f| f.at.line.is_some() && !f.help.is_empty()), "{text}");
    }
}

#[test]
fn masked_names_do_not_lose_their_stars() {
    // Two masked names on one line look like emphasis; eating the stars would be a wrong notice.
    assert!(blocks("李*和王*两户", "a.md").is_err());
    assert_eq!(paragraph("李*、王*两户"), "李*、王*两户");
    assert_eq!(paragraph("李\\*、王\\*两户"), "李*、王*两户");
    assert_eq!(paragraph("李*一户"), "李*一户");
}

#[test]
fn bold_that_did_not_take_is_a_finding() {
    let findings = blocks("公示**“期满”**后", "a.md").unwrap_err();
    assert!(findings.iter().all(|f| f.code.id == codes::UNSUPPORTED.id), "{findings:?}");
    assert_eq!(paragraph("**公示**：期满"), "公示：期满");
    assert_eq!(paragraph("欧阳\\*\\*一户"), "欧阳**一户");
}

#[test]
fn links_go_to_the_web_a_phone_or_inside_the_site() {
    for good in ["https://a.example/b", "http://a.example", "tel:0859-7770001", "policy/index.html#c3", "#c3"]
    {
        let text = format!("[看]({good})");
        let read = blocks(&text, "a.md").unwrap();
        assert!(
            matches!(&read[..], [Block::Paragraph { text, .. }]
                if matches!(&text.spans[..], [Span::Link { href, .. }] if href == good)),
            "{good}"
        );
    }
    for bad in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "mailto:a@b.c",
        "file:///etc",
        "//evil.example/x",
        "/policy",
        "../x",
        "a/../../x",
        "tel:javascript",
        "https:///x",
        "vbscript&colon;x",
    ] {
        assert_eq!(finding(&format!("[看]({bad})")).0, codes::LINK.id, "{bad}");
    }
}

#[test]
fn lists_tables_quotes_and_headings_become_blocks() {
    let read = blocks(
        "# 一、谁能申报 {#who}\n\n1. **户主**\n2. 家人\n   - 子项\n\n> **注意**\n>\n> 只收原件\n\n| 项 | 天 |\n|:--|--:|\n| 公示 | 5 |\n",
        "a.md",
    )
    .unwrap();
    let [
        Block::Heading { level: 1, id: Some(id), text },
        Block::List { ordered: true, items },
        Block::Callout { title: Some(title), blocks: inner },
        Block::Table(table),
    ] = read.as_slice()
    else {
        panic!("{read:?}")
    };
    assert_eq!((id.as_str(), text.plain().as_str()), ("who", "一、谁能申报"));
    assert_eq!(text.origin, Origin::Open("a.md:1".into()));
    assert_eq!(items.len(), 2);
    assert!(matches!(
        &items[1][..],
        [Block::Paragraph { indent: false, .. }, Block::List { ordered: false, .. }]
    ));
    assert_eq!(title.plain(), "注意");
    assert_eq!(inner.len(), 1);
    assert_eq!(table.rows[0][1].plain(), "5");
    assert_eq!(table.columns.len(), 2);
}

#[test]
fn loose_list_items_keep_every_paragraph() {
    let read = blocks("- 一\n\n  二\n\n- 三", "a.md").unwrap();
    let [Block::List { items, .. }] = read.as_slice() else { panic!("{read:?}") };
    assert_eq!(items.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_list_that_would_be_renumbered_and_a_row_that_would_lose_cells_are_refused() {
    assert_eq!(finding("3. 三\n4. 四").0, codes::LIST_START.id);
    assert_eq!(finding("| 甲 |\n|---|\n| 一 | 二 |"), (codes::TABLE_CELLS.id, "a.md:3:1".into()));
    assert!(blocks("| 甲 | 乙 |\n|---|---|\n| 一\\|二 | 三 |", "a.md").is_ok());
}

#[test]
fn deep_nesting_is_a_finding_not_a_crash() {
    let text = format!("{}深", "> ".repeat(5000));
    assert_eq!(finding(&text).0, codes::TOO_DEEP.id);
}

#[test]
fn all_findings_come_at_once_in_order() {
    let findings = blocks("<b>\n\n![x](y)\n\n[a](javascript:x)", "a.md").unwrap_err();
    let lines: Vec<_> = findings.iter().map(|f| f.at.line).collect();
    assert_eq!(lines, [Some(1), Some(3), Some(5)]);
}

/// Paragraphs with whether the program indents them.
fn paragraphs(text: &str) -> Vec<(String, bool)> {
    let blocks = blocks(text, "a.md").unwrap();
    let of = |block: &Block| match block {
        Block::Paragraph { text, indent, .. } => (text.plain(), *indent),
        other => panic!("{other:?}"),
    };
    blocks.iter().map(of).collect()
}

#[test]
fn an_indent_typed_by_hand_is_not_doubled() {
    for text in [
        "　　第一段。",
        "\u{3000}第一段。",
        " 　第一段。",
        "　　 第一段。",
        "\u{a0}\u{a0}第一段。",
        "　　**第一**段。",
    ] {
        assert_eq!(paragraphs(text), [("第一段。".to_owned(), true)], "{text}");
    }
    let two = [("第一段。".to_owned(), true), ("第二段。".to_owned(), true)];
    assert_eq!(paragraphs("　　第一段。\n　　第二段。"), two);
    assert_eq!(paragraphs("　　第一段。\n\n　　第二段。\n　　"), two);
    assert_eq!(paragraphs("第一行，\\\n　　第二行"), [("第一行，\n第二行".to_owned(), true)]);
}

#[test]
fn items_numbered_by_hand_stay_on_lines_of_their_own() {
    for lines in [
        ["1、第一", "2、第二"],
        ["一、第一", "二、第二"],
        ["（一）第一", "（二）第二"],
        ["(1)第一", "(2)第二"],
        ["1.第一", "2.第二"],
        ["1）第一", "2）第二"],
        ["①第一", "②第二"],
        ["-第一", "-第二"],
        ["·第一", "·第二"],
        ["●第一", "●第二"],
        ["办理时间：", "1、上午"],
        ["现公示如下。", "（一）名单"],
    ] {
        let found: Vec<String> = paragraphs(&lines.join("\n")).into_iter().map(|(text, _)| text).collect();
        assert_eq!(found, lines, "{lines:?}");
    }
    // A line that only happens to begin with a figure goes on.
    assert_eq!(paragraph("人均收入低于\n3.5万元"), "人均收入低于 3.5万元");
    assert_eq!(paragraph("按照第\n一、二条"), "按照第一、二条");
}

#[test]
fn a_text_that_nobody_wrote_is_told_at_once() {
    for text in ["[看](a)".repeat(1_000_000), "字".repeat(1_000_000), "https://a.example ".repeat(10_000)] {
        assert_eq!(finding(&text), (codes::TOO_LONG.id, "a.md".into()));
    }
}

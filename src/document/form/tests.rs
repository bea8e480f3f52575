use super::{Cell, Part, Piece, Whose, mentions, read};

fn parts(text: &str) -> Vec<Part> {
    read(text, &tera::Context::new(), "form.md").unwrap()
}

#[track_caller]
fn refused(text: &str, line: u32) -> String {
    let found = read(text, &tera::Context::new(), "form.md").unwrap_err();
    assert_eq!(found[0].at.line, Some(line), "{}", found[0]);
    found[0].message.clone()
}

fn grid(text: &str) -> Vec<Vec<Cell>> {
    match parts(text).remove(0) {
        Part::Grid { rows, .. } => rows,
        other => panic!("{other:?}"),
    }
}

#[test]
fn words_are_labels_and_places_are_to_be_filled() {
    let rows = grid(":::grid 1 2 1 2\n| 户主 | [name] | 性别 | □男 □女 |\n| 村 | = 青松村 | 日期 | __年 |\n");
    let labels: Vec<Vec<bool>> = rows.iter().map(|row| row.iter().map(|cell| cell.label).collect()).collect();
    assert_eq!(labels, [[true, false, true, false], [true, false, true, false]]);
    assert_eq!(rows[0][1].pieces, [Piece::Field("name".into())]);
    assert_eq!(rows[1][1].pieces, [Piece::Words("青松村".into())]);
}

#[test]
fn the_last_cell_reaches_the_edge_and_spans_and_heights_are_read() {
    let rows = grid(":::grid\n| a | b | c | d |\n| 住址 | [address] |\n| 意见 | // （盖章） {3x4} |\n");
    assert_eq!((rows[1][1].across, rows[2][1].across, rows[2][1].height), (3, 3, 4));
    assert_eq!(rows[2][1].foot, "（盖章）");
    assert!(!rows[2][1].label);
}

#[test]
fn a_cell_that_goes_on_below_is_one_cell() {
    let rows = grid(":::grid 1 1 2\n| 收入 | 工资 | |\n| ^ | 务农 | |\n| ^ | 补贴 | |\n");
    assert_eq!((rows[0][0].down, rows[1].len(), rows[2].len()), (3, 2, 2));
}

#[test]
fn a_row_that_does_not_fit_its_grid_is_refused_with_its_line() {
    assert!(refused("一\n\n:::grid 1 1\n| a | b | c |\n", 4).contains("多"));
    refused(":::grid 1 1\n| ^ | b |\n", 2);
    refused(":::grid 1 x\n| a | b |\n", 1);
    refused(":::members 3\n| a | b |\n| [name] |\n", 3);
    refused(":::statistics\n", 1);
    refused(":::statistics group category size\n", 1);
    refused(":::statistics group below\n", 1);
    refused(":::statistics group below 1\n", 1);
    refused("一\n:::gird\n", 2);
}

#[test]
fn lines_to_write_on_survive_markdown() {
    let Part::Prose(blocks) = parts("于（____年__月__日__）前，__交回__。\n").remove(0) else {
        panic!()
    };
    let super::Block::Paragraph { text, .. } = &blocks[0] else { panic!("{blocks:?}") };
    assert_eq!(text.plain(), "于（____年__月__日__）前，__交回__。");
}

#[test]
fn tables_of_members_have_their_widths_and_cells() {
    let Part::Rows { of, least, height, columns, cells } =
        parts(":::members 6 90\n| 姓名 {3} | 签字 |\n| [name] | |\n").remove(0)
    else {
        panic!()
    };
    assert_eq!((of, least, height), (Whose::Members, 6, 90));
    assert_eq!(columns, [("姓名".to_owned(), 3), ("签字".to_owned(), 0)]);
    assert_eq!(cells, [vec![Piece::Field("name".into())], Vec::new()]);
}

#[test]
fn pieces_tell_places_from_brackets() {
    assert_eq!(Piece::all("[2025] 【甲】[甲]"), [Piece::Words("[2025] 【甲】[甲]".into())]);
    let pieces = Piece::all("我是[name]，[category: 甲、乙]");
    assert_eq!(pieces.len(), 4);
    let options = vec!["甲".to_owned(), "乙".to_owned()];
    assert_eq!(pieces[3], Piece::Choice { field: "category".into(), options });
}

#[test]
fn mentions_know_their_line_and_column() {
    let text = "户主[name]，[看这里](a.html)\n:::statistics group category below 3\n| 甲 | [size] |\n";
    let found: Vec<(String, bool, u32, u32)> =
        mentions(text).into_iter().map(|m| (m.name, m.field, m.line, m.column)).collect();
    let wanted = [
        ("name", true, 1, 3),
        ("statistics", false, 2, 1),
        ("group", true, 2, 15),
        ("category", true, 2, 21),
        ("size", true, 3, 7),
    ];
    let wanted: Vec<_> =
        wanted.map(|(name, field, line, column)| (name.to_owned(), field, line, column)).into();
    assert_eq!(found, wanted);
}

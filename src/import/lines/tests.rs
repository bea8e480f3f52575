use super::*;

/// Breaks paragraphs after so many characters, each set in by two.
fn wrapped(paragraphs: &[&str], width: usize, indent: &str) -> String {
    let mut out = String::new();
    for paragraph in paragraphs {
        let chars: Vec<char> = format!("{indent}{paragraph}").chars().collect();
        for line in chars.chunks(width) {
            out.extend(line);
            out.push('\n');
        }
    }
    out
}

const PROSE: [&str; 4] = [
    "一、走访",
    "村干部每季度走访一次所有农户，逐户了解收入、支出、住房、饮水、上学和看病的情况。发现困难的，五个工作日内上门核实，并把结果写进走访登记表里报乡镇。",
    "（一）申请。农户可以自己申请，也可以请邻居、亲戚、村干部代为申请。写字有困难的，由村干部代写，念给本人听，本人按手印确认以后生效。符合第一条规定的，优先走访。",
    "（二）核实。村委会应当在收到申请之后的三个工作日之内完成入户核实，核实时不少于两个人到场。",
];

fn texts(source: &str) -> (Vec<String>, usize) {
    let found = read(source);
    (found.all.into_iter().map(|paragraph| paragraph.text).collect(), found.joined)
}

#[test]
fn lines_broken_at_the_edge_of_the_paper_are_one_paragraph_again() {
    for indent in ["　　", ""] {
        for width in [26, 28, 30] {
            let source = wrapped(&PROSE, width, indent);
            let (found, joined) = texts(&source);
            assert_eq!(found, PROSE, "{width} {indent:?}");
            assert_eq!(joined, source.lines().count() - PROSE.len());
        }
    }
}

#[test]
fn a_page_number_in_a_paragraph_is_taken_out_and_the_paragraph_goes_on() {
    let mut lines: Vec<String> = wrapped(&PROSE, 28, "　　").lines().map(str::to_owned).collect();
    lines.insert(3, "\n— 1 —\n".to_owned());
    let source = lines.join("\n");
    let found = read(&source);
    let texts: Vec<&str> = found.all.iter().map(|paragraph| paragraph.text.as_str()).collect();
    assert_eq!((texts, found.numbers), (PROSE.to_vec(), vec![5]));
    // Offsets still lead to the line as it was.
    let at = found.all[1].text.find("上门核实").unwrap();
    assert_eq!(found.all[1].line_at(at), 3);
    assert!(found.all[1].line_at(found.all[1].text.len() - 3) > 5);
}

#[test]
fn a_header_on_every_page_is_taken_out_and_the_first_is_kept() {
    let mut source = "甲县走访办法\n".to_owned();
    for (page, paragraph) in PROSE.iter().enumerate().skip(1) {
        source.push_str(&format!("{paragraph}\n— {page} —\n甲县走访办法\n"));
    }
    let found = read(&source);
    assert_eq!((found.headers.len(), found.numbers.len()), (3, 3));
    assert_eq!(found.all.len(), 4);
    assert_eq!(found.all[0].text, "甲县走访办法");
}

#[test]
fn the_same_cell_in_many_rows_of_a_table_is_no_header() {
    let source = "甲县走访办法\n一、标准\n镇民政办公室\n9000元\n镇民政办公室\n8000元\n镇民政办公室\n7000元\n";
    let found = read(source);
    assert_eq!((found.headers.len(), found.all.len()), (0, 8));
}

#[test]
fn paragraphs_on_a_line_each_are_left_alone() {
    let (found, joined) = texts(&PROSE.join("\n"));
    assert_eq!((found.len(), joined), (4, 0));
}

#[test]
fn breaks_of_office_programs_break_lines_and_keep_their_column() {
    let found = read("一、走访\u{b}每户都走到。\u{c}二、登记\n");
    let texts: Vec<&str> = found.all.iter().map(|paragraph| paragraph.text.as_str()).collect();
    assert_eq!(texts, ["一、走访", "每户都走到。", "二、登记"]);
    assert_eq!(found.all[2].place_at(0), (1, 13));
}

proptest::proptest! {
    /// Spaces and marks apart, what was read is what there was.
    #[test]
    fn no_character_is_lost(cuts in proptest::collection::vec(1..60_usize, 1..40)) {
        let whole: String = PROSE.concat();
        let mut chars = whole.chars().cycle();
        let source: String = cuts
            .iter()
            .map(|cut| chars.by_ref().take(*cut).collect::<String>() + "\n")
            .collect();
        let (found, _) = texts(&source);
        proptest::prop_assert_eq!(found.concat(), source.replace('\n', ""));
    }
}

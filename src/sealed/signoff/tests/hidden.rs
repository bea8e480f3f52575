//! Rows that a notice leaves out stand in what is signed.

use super::*;

/// Whatever was signed before there were hidden rows to leave out holds as it did.
#[test]
fn the_statement_names_the_rows_that_are_left_out_and_the_old_form_still_holds() {
    let office = Office::new();
    let old = office.signed();
    assert!(old.statements.iter().all(|file| file.text.starts_with("明白签字声明 1\n".as_bytes())));
    let mut now = office.signed();
    now.hidden_rows = Some(2);
    let codes = |found: Vec<Diagnostic>| found.into_iter().map(|finding| finding.code.id).collect::<Vec<_>>();
    assert_eq!(codes(verify(now, &office.keys()).unwrap_err()), ["signoff-roster-changed"; 2]);
    assert!(verify(old, &office.keys()).is_ok());
    let mut submission = office.unsigned();
    submission.hidden_rows = Some(2);
    add(&mut submission, "村民委员会", "赵一", &office.committee);
    add(&mut submission, "村务监督委员会", "钱二", &office.watch);
    let text = String::from_utf8(submission.statements[0].text.clone()).unwrap();
    assert!(
        text.starts_with("明白签字声明 2\n") && text.contains("\n隐藏或划掉、不公示的行：2行\n"),
        "{text}"
    );
    assert_eq!(Statement::parse(text.as_bytes(), "a.txt").unwrap().hidden_rows, Some(2));
    for broken in
        [text.replace("2行", "02行"), text.replace("：2行", "：行"), text.replace("声明 2", "声明 1")]
    {
        assert!(Statement::parse(broken.as_bytes(), "a.txt").is_err(), "{broken}");
    }
    let statements = std::mem::take(&mut submission.statements);
    let with = |rows| Submission { hidden_rows: rows, statements: Vec::new(), ..office.unsigned() };
    for rows in [None, Some(3)] {
        let mut other = with(rows);
        other.statements = statements
            .iter()
            .map(|file| StatementFile {
                path: file.path.clone(),
                text: file.text.clone(),
                signature: file.signature.clone(),
            })
            .collect();
        assert_eq!(codes(verify(other, &office.keys()).unwrap_err()), ["signoff-roster-changed"; 2]);
    }
    let mut same = with(Some(2));
    same.statements = statements;
    assert!(verify(same, &office.keys()).is_ok());
}

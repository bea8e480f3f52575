//! What the gate must refuse, and that it agrees with minisign's own tool.

use super::statement::ReadStatement;
use super::*;
use crate::diag::Diagnostic;

const NOTICE: &str = "villages/hongqi/notices/2025-03-identify";
const FOLDER: &str = "villages/hongqi/notices/2025-03-identify.proof/v1-KXTRB-HNQWZ";

fn subject(title: &str, counts: &str) -> Subject {
    let lines = vec![
        ("公示", NOTICE.to_owned()),
        ("标题", title.to_owned()),
        ("名单", counts.to_owned()),
        ("公示稿SHA-256", sha256_hex(title.as_bytes())),
    ];
    Subject { form: Form::Proof, lines }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two keys as the office holds them, and a submission that both have signed.
struct Office {
    committee: KeyPair,
    watch: KeyPair,
}

impl Office {
    fn new() -> Self {
        Self {
            committee: keygen("村民委员会", "赵一", None).unwrap(),
            watch: keygen("village-supervision", "钱二", None).unwrap(),
        }
    }

    fn keys(&self) -> TrustedKeys {
        trusted(&[("keys/committee.pub", &self.committee), ("keys/hongqi/watch.pub", &self.watch)])
    }

    fn unsigned(&self) -> Submission {
        let role = |id: &str, title: &str| RoleRequirement { id: id.into(), title: title.into() };
        Submission {
            notice: NOTICE.into(),
            village: "hongqi".into(),
            place: format!("{NOTICE}.toml"),
            subject: subject("红旗村的公示", "6户21人"),
            check: Some(sha256_hex(b"roster")),
            carried: None,
            required: vec![
                role("village-committee", "村民委员会"),
                role("village-supervision", "村务监督委员会"),
            ],
            statements: Vec::new(),
            paper: OnPaper::default(),
            today: day("2025-03-11"),
        }
    }

    fn signed(&self) -> Submission {
        let mut submission = self.unsigned();
        add(&mut submission, "村民委员会", "赵一", &self.committee);
        add(&mut submission, "村务监督委员会", "钱二", &self.watch);
        submission
    }
}

fn trusted(keys: &[(&str, &KeyPair)]) -> TrustedKeys {
    let files: Vec<_> = keys.iter().map(|(path, pair)| ((*path).to_owned(), pair.public.clone())).collect();
    TrustedKeys::parse(&files).unwrap_or_else(|found| panic!("{}", found[0]))
}

fn secret(pair: &KeyPair) -> SecretKey {
    SecretKey::parse("a.key", &pair.secret).unwrap()
}

/// Signs with the statement that the submission asks for, and lays it down.
fn add(submission: &mut Submission, role: &str, name: &str, key: &KeyPair) {
    let statement = submission.statement(role, name).unwrap();
    lay(submission, role, &statement, key);
}

fn lay(submission: &mut Submission, file: &str, statement: &Statement, key: &KeyPair) {
    let signature = sign(statement, &secret(key), None).unwrap();
    submission.statements.push(StatementFile {
        path: format!("{FOLDER}/{file}.txt"),
        text: statement.to_text().into_bytes(),
        signature: Some(signature),
    });
}

fn codes(outcome: Result<SignedOff, Vec<Diagnostic>>) -> Vec<&'static str> {
    let mut codes: Vec<_> = outcome.unwrap_err().iter().map(|finding| finding.code.id).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[test]
fn two_people_in_two_roles_sign_off_one_proof_and_one_roster() {
    let office = Office::new();
    let signed = verify(&office.signed(), &office.keys()).unwrap();
    assert_eq!(signed.check(), Some(sha256_hex(b"roster").as_str()));
    let signers: Vec<_> = signed.signers().iter().map(|s| (s.role.as_str(), s.name.as_str())).collect();
    assert_eq!(signers, [("村民委员会", "赵一"), ("村务监督委员会", "钱二")]);
    assert_eq!(signed.signers()[0].date, day("2025-03-11"));
}

#[test]
fn nothing_signed_is_told_apart_from_one_role_missing() {
    let office = Office::new();
    assert_eq!(codes(verify(&office.unsigned(), &office.keys())), ["signoff-unsigned"]);
    let mut submission = office.signed();
    submission.statements.pop();
    let findings = verify(&submission, &office.keys()).unwrap_err();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code.id, "signoff-missing-role");
    assert!(findings[0].message.contains("村务监督委员会") && findings[0].help.contains("mingbai sign"));
}

#[test]
fn a_pack_that_asks_for_nobody_still_needs_a_signature() {
    let office = Office::new();
    let mut submission = office.unsigned();
    submission.required.clear();
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-unsigned"]);
}

#[test]
fn a_statement_without_signature_is_no_signature() {
    let office = Office::new();
    let mut submission = office.signed();
    submission.statements[1].signature = None;
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-missing-role"]);
}

/// What a signature does not cover could be changed behind the signer's back.
#[test]
fn whatever_a_statement_says_of_the_proof_is_refused_once_the_proof_says_something_else() {
    let office = Office::new();
    for at in 1..subject("", "").lines.len() {
        let mut submission = office.signed();
        submission.subject.lines[at].1.push('多');
        assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-proof-changed"]);
    }
    let mut submission = office.signed();
    submission.subject.lines.pop();
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-malformed"]);
}

/// Hidden cells, an account number among them, were changed between two signatures.
#[test]
fn two_who_signed_different_rosters_have_not_signed_one_thing() {
    let office = Office::new();
    let mut submission = office.unsigned();
    add(&mut submission, "村民委员会", "赵一", &office.committee);
    submission.check = Some(sha256_hex(b"other"));
    add(&mut submission, "村务监督委员会", "钱二", &office.watch);
    let found = verify(&submission, &office.keys()).unwrap_err();
    assert_eq!(found.iter().map(|is| is.code.id).collect::<Vec<_>>(), ["signoff-roster-changed"]);
    // Whoever signed the roster as it is now need not sign again.
    assert!(found[0].at.path.ends_with("/村民委员会.txt"));
}

#[test]
fn every_flipped_byte_of_a_statement_is_refused() {
    let office = Office::new();
    let length = office.signed().statements[0].text.len();
    for index in 0..length {
        let mut submission = office.signed();
        submission.statements[0].text[index] ^= 1;
        verify(&submission, &office.keys()).unwrap_err();
    }
}

#[test]
fn an_edited_statement_fails_its_signature() {
    let office = Office::new();
    let mut submission = office.signed();
    submission.subject = subject("红旗村的公示", "7户");
    let statement = submission.statement("村民委员会", "赵一").unwrap();
    submission.statements[0].text = statement.to_text().into_bytes();
    submission.statements.truncate(1);
    let mut required = office.unsigned().required;
    required.truncate(1);
    submission.required = required;
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-bad-signature"]);
}

#[test]
fn damaged_signature_files_are_refused_without_a_panic() {
    let office = Office::new();
    let good = office.signed().statements[0].signature.clone().unwrap();
    let text = String::from_utf8(good.clone()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let short = [lines[0], lines[1], lines[2], "AAAA"].join("\n").into_bytes();
    let retold = text.replace("trusted comment: mingbai", "trusted comment: mingbaj").into_bytes();
    for damaged in [Vec::new(), vec![0xff], good[..good.len() / 2].to_vec(), short, retold] {
        let mut submission = office.signed();
        submission.statements[0].signature = Some(damaged);
        assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-bad-signature"]);
    }
    for cut in 0..good.len() - 1 {
        let mut submission = office.signed();
        submission.statements[0].signature = Some(good[..cut].to_vec());
        verify(&submission, &office.keys()).unwrap_err();
    }
}

#[test]
fn a_key_outside_the_keys_folder_counts_for_nothing() {
    let office = Office::new();
    let keys = trusted(&[("keys/committee.pub", &office.committee)]);
    assert_eq!(codes(verify(&office.signed(), &keys)), ["signoff-untrusted-key"]);
    let keys =
        trusted(&[("keys/committee.pub", &office.committee), ("keys/dongfeng/watch.pub", &office.watch)]);
    let findings = verify(&office.signed(), &keys).unwrap_err();
    assert_eq!(findings[0].code.id, "signoff-untrusted-key");
    assert!(findings[0].message.contains("别的村"));
}

#[test]
fn a_stranger_who_takes_a_trusted_key_id_is_refused() {
    // A key id is eight free bytes in the key file: anybody can write a trusted one into his own.
    let open = |pair: &KeyPair| {
        let text = String::from_utf8(pair.secret.clone()).unwrap();
        minisign::SecretKeyBox::from(text).into_unencrypted_secret_key().unwrap()
    };
    let office = Office::new();
    let trusted_id = open(&office.committee).keynum().to_vec();
    let mut stranger = open(&keygen("村民委员会", "赵一", None).unwrap()).to_bytes();
    stranger[54..62].copy_from_slice(&trusted_id);
    let stranger = minisign::SecretKey::from_bytes(&stranger).unwrap();
    assert_eq!(stranger.keynum(), trusted_id);
    let mut submission = office.signed();
    let text = submission.statements[0].text.clone();
    let forged = minisign::sign(None, &stranger, text.as_slice(), None, None).unwrap();
    submission.statements[0].signature = Some(forged.to_bytes());
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-bad-signature"]);
}

#[test]
fn a_copied_signature_is_refused_as_the_wrong_role() {
    let office = Office::new();
    let signature = |submission: &Submission| submission.statements[0].signature.clone();
    // The other role's own statement with the first role's signature.
    let mut submission = office.signed();
    submission.statements[1].signature = signature(&submission);
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-wrong-role"]);
    // Statement and signature of the first role under the other role's file name.
    let mut submission = office.signed();
    submission.statements[1].text = submission.statements[0].text.clone();
    submission.statements[1].signature = signature(&submission);
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-wrong-role"]);
    // The first role signs a statement in the other's role.
    let mut submission = office.unsigned();
    add(&mut submission, "村民委员会", "赵一", &office.committee);
    add(&mut submission, "村务监督委员会", "赵一", &office.committee);
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-wrong-role"]);
}

#[test]
fn one_person_cannot_fill_two_roles() {
    let one = keygen("village-committee", "孙三", None).unwrap();
    let two = keygen("村务监督委员会", "孙 三", None).unwrap();
    let office = Office::new();
    let mut submission = office.unsigned();
    add(&mut submission, "village-committee", "孙三", &one);
    add(&mut submission, "village-supervision", "孙三", &two);
    let keys = trusted(&[("keys/a.pub", &one), ("keys/b.pub", &two)]);
    assert_eq!(codes(verify(&submission, &keys)), ["signoff-same-person"]);
}

#[test]
fn the_signer_is_the_person_of_the_key() {
    let office = Office::new();
    let mut submission = office.unsigned();
    add(&mut submission, "村民委员会", "李四", &office.committee);
    add(&mut submission, "村务监督委员会", "钱二", &office.watch);
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-wrong-name"]);
}

#[test]
fn a_signature_for_something_else_is_refused_by_its_own_code() {
    let office = Office::new();
    let refused = |change: fn(&mut Submission)| {
        let mut submission = office.signed();
        change(&mut submission);
        codes(verify(&submission, &office.keys()))
    };
    let other = |s: &mut Submission| s.subject.lines[0].1 = "villages/hongqi/notices/2025-04".into();
    assert_eq!(refused(other), ["signoff-wrong-notice"]);
    assert_eq!(refused(|s| s.subject = subject("别的公示", "6户21人")), ["signoff-proof-changed"]);
    assert_eq!(refused(|s| s.subject.form = Form::Internal), ["signoff-malformed"]);
    assert_eq!(refused(|s| s.today = day("2025-03-10")), ["signoff-future-date"]);
}

#[test]
fn all_reasons_come_at_once() {
    let office = Office::new();
    let mut submission = office.signed();
    submission.subject = subject("红旗村的公示", "7户");
    submission.today = day("2025-03-10");
    submission.statements[1].text.extend_from_slice(b"x\n");
    assert_eq!(
        codes(verify(&submission, &office.keys())),
        ["signoff-future-date", "signoff-malformed", "signoff-proof-changed"]
    );
}

#[test]
fn a_further_signer_is_checked_too_and_listed_last() {
    let office = Office::new();
    let township = keygen("乡镇审核人", "周五", None).unwrap();
    let mut submission = office.unsigned();
    add(&mut submission, "乡镇审核人", "周五", &township);
    add(&mut submission, "村民委员会", "赵一", &office.committee);
    add(&mut submission, "村务监督委员会", "钱二", &office.watch);
    let keys = trusted(&[
        ("keys/a.pub", &office.committee),
        ("keys/b.pub", &office.watch),
        ("keys/c.pub", &township),
    ]);
    let signed = verify(&submission, &keys).unwrap();
    assert_eq!(signed.signers().last().unwrap().role, "乡镇审核人");
    let mut submission = office.signed();
    add(&mut submission, "乡镇审核人", "周五", &township);
    assert_eq!(codes(verify(&submission, &office.keys())), ["signoff-untrusted-key"]);
}

#[test]
fn a_statement_has_one_way_to_be_written() {
    let office = Office::new();
    let text = office.unsigned().statement("村民委员会", "赵一").unwrap().to_text();
    let read = ReadStatement::parse(text.as_bytes(), "a.txt").unwrap();
    assert!(read.is_of(&office.unsigned().statement("村民委员会", "赵一").unwrap()));
    for broken in [
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        format!("{text}\n"),
        text.trim_end().to_owned(),
        text.replace("角色：", "角色:"),
        text.replace("角色：村民委员会\n", ""),
        text.replace("签字人：赵一", "签字人：赵一\n备注"),
        text.replace("赵一", "赵\u{200b}一"),
        text.replace("2025-03-11", "2025-3-11"),
        text.replace("声明 3", "声明 4"),
        text.replace("同意从", "不同意从"),
        text.replace("角色：村民委员会", "角色：../村民委员会"),
    ] {
        assert_ne!(broken, text);
        let found = ReadStatement::parse(broken.as_bytes(), "a.txt").unwrap_err();
        assert!(found.iter().all(|finding| finding.code.id == "signoff-malformed"));
    }
}

#[test]
fn a_value_with_a_line_break_is_never_signed() {
    let office = Office::new();
    let mut statement = office.unsigned().statement("村民委员会", "赵一").unwrap();
    statement.subject.lines[1].1 = "公示\n名单：9户".into();
    let refused = sign(&statement, &secret(&office.committee), None).unwrap_err();
    assert_eq!(refused.code.id, "signoff-malformed");
}

#[test]
fn a_password_is_needed_where_one_was_set() {
    let pair = keygen("村民委员会", "赵一", Some("一二三 abc")).unwrap();
    assert!(pair.encrypted);
    let key = secret(&pair);
    assert!(key.is_encrypted());
    assert_eq!((key.role(), key.name()), ("村民委员会", "赵一"));
    let statement = Office::new().unsigned().statement("村民委员会", "赵一").unwrap();
    assert_eq!(sign(&statement, &key, None).unwrap_err().code.id, "key-locked");
    assert_eq!(sign(&statement, &key, Some("")).unwrap_err().code.id, "key-locked");
    sign(&statement, &key, Some("一二三 abc")).unwrap();
    assert!(!keygen("村民委员会", "赵一", Some("")).unwrap().encrypted);
}

#[test]
fn keys_without_role_or_in_the_wrong_place_are_refused_all_at_once() {
    let office = Office::new();
    let anonymous = String::from_utf8(office.watch.public.clone()).unwrap().replace("mingbai", "minisign");
    let files = vec![
        ("keys/a.pub".to_owned(), office.committee.public.clone()),
        ("keys/b.pub".to_owned(), office.committee.public.clone()),
        ("keys/c.pub".to_owned(), anonymous.into_bytes()),
        ("keys/d.pub".to_owned(), office.watch.secret.clone()),
        ("keys/e/f/g.pub".to_owned(), office.watch.public.clone()),
    ];
    let found = TrustedKeys::parse(&files).err().unwrap();
    let codes: Vec<_> = found.iter().map(|finding| finding.code.id).collect();
    assert_eq!(codes, ["key-duplicate", "key-malformed", "key-malformed", "key-malformed"]);
    for (role, name) in [
        ("村委 会", "赵一"),
        ("a/b", "赵一"),
        ("..", "赵一"),
        ("", "赵一"),
        ("村委会", " "),
        ("村委会", "a\nb"),
    ] {
        assert_eq!(keygen(role, name, None).err().unwrap().code.id, "key-malformed");
    }
    let one_key_for_two_villages = [
        ("keys/x/a.pub".to_owned(), office.watch.public.clone()),
        ("keys/y/a.pub".to_owned(), office.watch.public),
    ];
    assert!(TrustedKeys::parse(&one_key_for_two_villages).is_ok());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "minisign's own tool reads and writes files")]
fn the_minisign_tool_and_we_accept_each_other() {
    use std::process::Command;
    if Command::new("minisign").arg("-v").output().is_err() {
        println!("minisign is not installed: interoperability not tested");
        return;
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/minisign-test");
    std::fs::create_dir_all(&folder).unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new("minisign").args(arguments).current_dir(&folder).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    };
    let office = Office::new();
    let statement = office.unsigned().statement("村民委员会", "赵一").unwrap();
    let ours = sign(&statement, &secret(&office.committee), None).unwrap();
    std::fs::write(folder.join("s.txt"), statement.to_text()).unwrap();
    std::fs::write(folder.join("s.txt.minisig"), &ours).unwrap();
    std::fs::write(folder.join("our.pub"), &office.committee.public).unwrap();
    std::fs::write(folder.join("our.key"), &office.committee.secret).unwrap();
    run(&["-V", "-p", "our.pub", "-m", "s.txt"]);
    // Its signature with our key, and with a key of its own whose comment names role and person.
    run(&["-S", "-W", "-s", "our.key", "-m", "s.txt", "-x", "theirs.minisig"]);
    run(&["-G", "-W", "-f", "-p", "their.pub", "-s", "their.key"]);
    run(&["-S", "-W", "-s", "their.key", "-m", "s.txt", "-x", "own.minisig"]);
    let public = String::from_utf8(std::fs::read(folder.join("their.pub")).unwrap()).unwrap();
    let key = public.lines().nth(1).unwrap();
    let public = format!("untrusted comment: mingbai public key role=村民委员会 name=赵一\n{key}\n");
    for (signature, public) in
        [("theirs.minisig", office.committee.public.clone()), ("own.minisig", public.into_bytes())]
    {
        let mut submission = office.signed();
        submission.statements[0].signature = Some(std::fs::read(folder.join(signature)).unwrap());
        let files =
            [("keys/a.pub".to_owned(), public), ("keys/b.pub".to_owned(), office.watch.public.clone())];
        verify(&submission, &TrustedKeys::parse(&files).map_err(|_| "keys").unwrap()).unwrap();
    }
}

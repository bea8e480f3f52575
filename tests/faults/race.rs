//! Two people at two computers, one workspace: `sheet`, `approve`, `sign`, `print` and `post` at the same moment lose nothing of
//! either.

use crate::desk::{Desk, ROLES, notice};
use crate::paper::{arguments, code, desk};
use crate::sweep::program;
use std::process::{Output, Stdio};

/// Runs commands at the same moment.
fn at_once(desk: &Desk, all: &[Vec<String>]) -> Vec<Output> {
    let start = |arguments: &Vec<String>| {
        let mut command = program(&desk.root, arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<_> = all.iter().map(start).collect();
    children.into_iter().map(|child| child.wait_with_output().unwrap()).collect()
}

#[track_caller]
fn all_done(outputs: &[Output]) {
    for output in outputs {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// The file that says since when everybody has signed.
fn is_approved(desk: &Desk) -> bool {
    let folder = desk.proof_folder(&notice("hongqi"));
    desk.path(&format!("{folder}/approved.json")).exists()
}

const SIGNERS: [(&str, &str); 2] = [("村民委员会", "罗启山"), ("村务监督委员会", "韩永年")];

#[test]
fn two_sheets_and_two_approvals_at_once_are_both_known() {
    for round in 0..6 {
        let desk = desk(&format!("race-paper-{round}"));
        let name = notice("hongqi");
        let print = SIGNERS.map(|(role, _)| {
            arguments(&["sheet", &name, "--role", role, "--out", &format!("ws/{role}.pdf")])
        });
        all_done(&at_once(&desk, &print));
        let approve = SIGNERS.map(|(role, signer)| {
            let code = code(&desk, &format!("ws/{role}.pdf"));
            arguments(&[
                "approve",
                &name,
                "--role",
                role,
                "--signer",
                signer,
                "--code",
                &code,
                "--paper",
                "ws/scan.jpg",
            ])
        });
        all_done(&at_once(&desk, &approve));
        assert!(is_approved(&desk), "round {round}: both signed, and nothing was kept");
        let again = at_once(&desk, &approve);
        let twice = |output: &Output| String::from_utf8_lossy(&output.stderr).contains("只用一次");
        assert!(again.iter().all(twice), "round {round}: a sheet was recorded twice");
    }
}

#[test]
fn two_keys_at_once_and_two_postings_at_once_are_one_approval_and_one_posting() {
    for round in 0..6 {
        let desk = desk(&format!("race-keys-{round}"));
        let name = notice("hongqi");
        let sign =
            ROLES.map(|(file, _)| arguments(&["sign", &name, "--key", &format!("secret/hongqi-{file}.key")]));
        // Whoever finds the other at work is told so, and signs again.
        for (output, arguments) in at_once(&desk, &sign).iter().zip(&sign) {
            if !output.status.success() {
                let told = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(told.contains("[publish-busy]"), "{told}");
                all_done(&[program(&desk.root, arguments).output().unwrap()]);
            }
        }
        assert!(is_approved(&desk), "round {round}: both signed, and nothing was kept");
        let on = |words: &[&str]| -> Vec<String> {
            ["-C", "ws", "--today", "2025-03-14"].iter().chain(words).map(|word| (*word).to_owned()).collect()
        };
        all_done(&at_once(&desk, &[on(&["build"])]));
        let print = on(&["print", &name]);
        all_done(&at_once(&desk, &[print.clone(), print]));
        let post = on(&["post", &name]);
        all_done(&at_once(&desk, &[post.clone(), post]));
        let ledger = desk.read("ws/ledger.jsonl");
        let count = |kind: &str| ledger.lines().filter(|line| line.contains(&format!("\"{kind}\""))).count();
        assert_eq!((count("printed"), count("posted")), (1, 1), "round {round}: {ledger}");
        all_done(&at_once(&desk, &[on(&["verify"]), on(&["build"])]));
    }
}

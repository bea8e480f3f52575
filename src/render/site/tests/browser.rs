//! The search in a real browser, from a disk as from a USB stick: the script and the index cut words alike.
#![expect(clippy::disallowed_methods, reason = "a browser opens files; nothing of the program writes here")]

use super::sample::{site, theme};
use crate::render::site::pages;
use std::fs;
use std::process::Command;

/// What is asked, and where one of the answers leads; nothing where there is none.
const ASKED: [(&str, &str); 9] = [
    ("看病", "leaflets/help/index.html"),
    ("病", "leaflets/help/index.html"),
    ("申请，难处", "leaflets/apply/index.html"),
    ("ＡＰＰ", "leaflets/apply/index.html"),
    ("清河村", "villages/qinghe/index.html"),
    ("清河 监测对象", "villages/qinghe/notices/2025-02-identify/index.html"),
    ("每年集中排查一次", "policy/text/index.html#c1"),
    ("12317", "contacts/index.html"),
    ("欧阳", ""),
];

/// Asks one question after the other and writes the answers into the page.
const DRIVER: &str = r##"
addEventListener("DOMContentLoaded", function () {
  var asked = ASKED, out = [], at = 0;
  var next = function () {
    if (at === asked.length) { document.body.setAttribute("data-answers", out.join(" ")); return; }
    location.hash = encodeURIComponent(asked[at]);
    var wait = function () {
      var said = document.getElementById("found").textContent;
      var links = Array.prototype.map.call(document.querySelectorAll("#results a"), function (a) { return a.getAttribute("href"); });
      if (!/^没有/.test(said) && !(/^找到/.test(said) && links.length)) { setTimeout(wait, 20); return; }
      out.push(at + "=" + links.join(","));
      document.getElementById("found").textContent = "";
      at++;
      next();
    };
    setTimeout(wait, 50);
  };
  next();
});
"##;

#[test]
fn a_browser_finds_from_a_disk_what_the_index_holds() {
    let root = std::env::temp_dir().join(format!("mingbai-browser-{}", std::process::id()));
    drop(fs::remove_dir_all(&root));
    for draft in pages(&site(), &theme()).unwrap() {
        let path = root.join(&draft.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &draft.bytes).unwrap();
    }
    let page = root.join("public/search/index.html");
    let html = fs::read_to_string(&page).unwrap();
    fs::write(&page, html.replace("</head>", "<script src=\"driver.js\"></script></head>")).unwrap();
    let asked: Vec<&str> = ASKED.iter().map(|(asked, _)| *asked).collect();
    let driver = DRIVER.replace("ASKED", &serde_json::to_string(&asked).unwrap());
    fs::write(root.join("public/search/driver.js"), driver).unwrap();
    let ran = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ])
        .args(["--virtual-time-budget=20000", "--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", root.join("profile").display()))
        .arg(format!("file://{}", page.display()))
        .output();
    let Ok(ran) = ran else { return println!("skipped: there is no chromium") };
    let (told, log) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(!log.contains("CONSOLE"), "{log}");
    let answers = told.split("data-answers=\"").nth(1).unwrap_or_else(|| panic!("no answer: {log}"));
    let answers: Vec<&str> = answers.split('"').next().unwrap().split(' ').collect();
    assert_eq!(answers.len(), ASKED.len());
    for ((asked, wanted), answer) in ASKED.iter().zip(answers) {
        let links: Vec<&str> = answer.split_once('=').unwrap().1.split(',').collect();
        let wanted = if wanted.is_empty() { String::new() } else { format!("../{wanted}") };
        assert!(links.contains(&wanted.as_str()), "{asked}: {links:?}");
    }
}

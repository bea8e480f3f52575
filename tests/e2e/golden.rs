//! What the example township of each pack looks like in words: its pages, its prints, its status. A change in any of
//! them shows here before a villager reads it.
//!
//! `MINGBAI_GOLDEN=write cargo test --test e2e golden` writes the references anew; read the difference before you keep it.

use super::desk::{Desk, Tree};
use super::foreign::{page_text, pdftotext};
use std::fmt::Write;
use std::path::Path;

/// Pages of a private booklet that stand for the rest of it.
const FIRST: [&str; 3] = ["-layout", "-l", "2"];

#[test]
fn the_example_of_each_pack_reads_as_before() {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut packs: Vec<String> = std::fs::read_dir(policies)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("pack.toml").is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    packs.sort();
    assert!(packs.len() >= 5, "{packs:?}");
    let fonts = Desk::township("golden-fonts").run(["-C", "ws", "fonts"]).out;
    if ["Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai"].iter().any(|face| !fonts.contains(face)) {
        return println!("skipped: the references were made with other fonts than these\n{fonts}");
    }
    let mut apart = Vec::new();
    // Beside the examples the sample township itself, with its other places' policies and three villages.
    for pack in packs.into_iter().chain(["sample".to_owned()]) {
        let desk = Desk::bare(&format!("golden-{pack}"));
        match pack.as_str() {
            "sample" => drop(desk.run(["init", "ws"]).ends(0)),
            _ => desk.copy(&format!("policies/{pack}/example"), "ws"),
        }
        let said = desk.run(["-C", "ws", "build"]).ends(0).out;
        let now = told(&desk, &said);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/golden").join(format!("{pack}.txt"));
        if std::env::var("MINGBAI_GOLDEN").is_ok_and(|wish| wish == "write") {
            std::fs::write(&file, &now).unwrap();
        }
        let before = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{pack}: {error}"));
        apart.extend(first_difference(&pack, &now, &before));
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

/// Everything that a township has to read, in the order of paths.
fn told(desk: &Desk, build: &str) -> String {
    let mut told = String::new();
    section(&mut told, "build", build);
    section(&mut told, "status", &desk.run(["-C", "ws", "status"]).ends(0).out);
    section(&mut told, "status --json", &desk.run(["-C", "ws", "--json", "status"]).ends(0).out);
    let tree: Tree = desk.tree("dist");
    for (name, (bytes, _)) in &tree {
        let file = desk.path(&format!("dist/{name}"));
        match name.rsplit('.').next() {
            Some("html") => section(&mut told, name, &page(&String::from_utf8_lossy(bytes))),
            Some("json" | "ics" | "csv") => section(&mut told, name, &String::from_utf8_lossy(bytes)),
            Some("pdf") if name.starts_with("private/") => section(&mut told, name, &print(&FIRST, &file)),
            // The print beside a page is the board's own.
            Some("pdf") if !name.starts_with("public/villages/") => {
                section(&mut told, name, &print(&["-layout"], &file))
            }
            // The address of a style holds its hash; nobody reads it.
            Some("css" | "js") => {}
            _ => writeln!(told, "=== {name}").unwrap(),
        }
    }
    told
}

fn section(told: &mut String, name: &str, text: &str) {
    writeln!(told, "=== {name}\n{}", text.trim_end()).unwrap();
}

fn print(arguments: &[&str], file: &Path) -> String {
    lines(&pdftotext(arguments, file).replace('\u{c}', "\n"))
}

/// What stands on a page, one block a line.
fn page(html: &str) -> String {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let main = main.split_once('>').map_or(main, |(_, rest)| rest);
    let ends = ["</p>", "</li>", "</tr>", "</h1>", "</h2>", "</h3>", "</h4>", "</dd>", "</caption>", "</a>"];
    let main = ends.iter().fold(main.replace('\n', " "), |text, end| text.replace(end, &format!("{end}\n")));
    lines(&page_text(&main.replace("</td>", "</td> ").replace("</th>", "</th> ").replace("</dt>", "</dt> ")))
}

/// Single spaces, no empty lines.
fn lines(text: &str) -> String {
    let dense = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    dense.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn first_difference(pack: &str, now: &str, before: &str) -> Option<String> {
    if now == before {
        return None;
    }
    let (mut now, mut before) = (now.lines(), before.lines());
    let mut file = "";
    loop {
        let (is, was) = (now.next(), before.next());
        if let Some(name) = was.and_then(|line| line.strip_prefix("=== ")) {
            file = name;
        }
        if is != was {
            return Some(format!("{pack}, {file}:\n now    {is:?}\n before {was:?}"));
        }
    }
}

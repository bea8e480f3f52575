//! Page, print, picture and script are read back: each says all that its face says, and beside that only frame words, which are a
//! closed list (`texts/frame-words.txt`).

use super::desk::Desk;
use super::foreign::{dense, page_text, pdftotext};
use super::proof::words;

/// A text without its scripts and style sheets.
fn article(html: &str) -> String {
    let mut rest = html.to_owned();
    for tag in ["script", "style"] {
        while let Some(from) = rest.find(&format!("<{tag}")) {
            let end = format!("</{tag}>");
            let to = rest[from..].find(&end).map_or(rest.len(), |at| from + at + end.len());
            rest.replace_range(from..to, "");
        }
    }
    page_text(&rest)
}

/// Everything that a face says, longest first.
fn said(face: &serde_json::Value) -> Vec<String> {
    let mut texts = Vec::new();
    words(&face["rows"], &mut texts);
    words(&face["columns"], &mut texts);
    words(&face["text"]["blocks"], &mut texts);
    if face["channel"] != "loudspeaker" {
        words(&face["text"]["title"], &mut texts);
    }
    let mut texts: Vec<String> =
        texts.iter().map(|text| dense(text)).filter(|text| !text.is_empty()).collect();
    texts.sort_by_key(|text| std::cmp::Reverse(text.chars().count()));
    texts.dedup();
    texts
}

/// What a rendering says that is neither in its face nor a frame word; an error names what it does not say.
fn beyond(text: &str, face: &serde_json::Value, crumbs: &[&str]) -> Result<String, String> {
    let mut rest = dense(text);
    let said = said(face);
    // How long a script takes is told to its reader on paper alone.
    let lacks = said.iter().find(|words| !rest.contains(*words) && !words.starts_with("给念稿子的人"));
    if let Some(lacks) = lacks {
        return Err(lacks.clone());
    }
    // What stands beside the blocks: number, description and issuer, its address.
    let of = |key: &str| dense(face["text"][key].as_str().unwrap_or_default());
    let address = face.to_string();
    let address = address.split("https://").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
    let mut known: Vec<String> = crumbs.iter().map(|words| dense(words)).collect();
    known.extend([of("number"), of("description"), of("issuer"), dense(address)]);
    // An ordinal is not to be taken out of the group behind it.
    let figures = |words: &String| words.chars().all(|c| c.is_ascii_digit());
    known.extend(said.into_iter().filter(|words| words.chars().count() > 1 && !figures(words)));
    let frame = include_str!("texts/frame-words.txt").lines().filter(|line| !line.starts_with('#'));
    let mut frame: Vec<String> = frame.map(dense).collect();
    frame.sort_by_key(|words| std::cmp::Reverse(words.chars().count()));
    known.sort_by_key(|words| std::cmp::Reverse(words.chars().count()));
    for words in known.iter().chain(&frame).filter(|words| !words.is_empty()) {
        rest = rest.replace(words.as_str(), "|");
    }
    // Figures of days and pages, letters of codes.
    let plain = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || "|-:：，.".contains(c);
    Ok(rest.chars().filter(|c| !plain(*c)).collect())
}

#[test]
fn what_was_signed_is_read_back_from_page_print_picture_and_script() {
    let desk = Desk::bare("read-back");
    desk.run(["init", "ws"]).ends(0);
    assert!(desk.run(["-C", "ws", "build"]).code <= 1);
    let proofs = desk.tree("ws/villages");
    let mut read = 0;
    for (path, (bytes, _)) in &proofs {
        let Some((notice, face)) = path.split_once(".proof/") else { continue };
        let Some((slug, stem)) = notice.split_once("/notices/") else { continue };
        let channel = face.rsplit('/').next().unwrap_or_default();
        let page = format!("dist/public/villages/{slug}/notices/{stem}/index.html");
        let shown = match channel {
            "web.json" => desk.path(&page).exists().then(|| article(&desk.read(&page))),
            "board.json" => {
                let print = desk.path(&format!("dist/board/{slug}/{stem}-A4.pdf"));
                print.exists().then(|| pdftotext(&["-raw"], &print))
            }
            "chat.json" => {
                let picture = format!("dist/chat/{slug}/{stem}.png");
                desk.path(&picture).exists().then(|| super::picture::lines(&desk, &picture).concat())
            }
            "loudspeaker.json" => {
                let script = format!("dist/loudspeaker/{slug}/{stem}.txt");
                desk.path(&script).exists().then(|| desk.read(&script))
            }
            _ => None,
        };
        let Some(shown) = shown else { continue };
        // What is over shows no rows, and says so in words of its own.
        if channel == "web.json" && !desk.path(&format!("dist/board/{slug}/{stem}-A4.pdf")).exists() {
            continue;
        }
        let face: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        // Crumbs name village and kind.
        let proof = path.replace(channel, "proof.json");
        let proof: serde_json::Value = serde_json::from_slice(&proofs[&proof].0).unwrap();
        let crumbs = ["village", "kind"].map(|key| proof[key].as_str().unwrap());
        let beyond = beyond(&shown, &face, &crumbs);
        let beyond = beyond.unwrap_or_else(|lacks| panic!("{path}: “{lacks}” is not said in\n{shown}"));
        assert!(beyond.is_empty(), "{path}: beyond its face it says “{beyond}”\n{shown}");
        read += 1;
    }
    assert!(read > 6, "{read} renderings were read");
}

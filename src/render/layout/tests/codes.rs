//! QR codes: large enough for a photograph, with white around them, whatever their address and wherever they stand.

use super::*;

/// A code's place: page, left, top, side and module.
fn codes(sheets: &Sheets) -> Vec<(usize, Um, Um, Um, Um)> {
    let mut found = Vec::new();
    for (number, page) in sheets.pages.iter().enumerate() {
        for item in &page.items {
            if let Item::Code { at, module, rows, .. } = item {
                let side = module * Um::try_from(rows.len()).expect("a small number");
                found.push((number, at.0, at.1, side, *module));
            }
        }
    }
    found
}

/// The paper that an item covers: left, top, right, bottom.
fn covered(item: &Item) -> Option<(Um, Um, Um, Um)> {
    match item {
        Item::Text(run) => {
            let (x, y) = run.at;
            Some((x, y - run.size * 88 / 100, x + run.width(), y + run.size * 12 / 100))
        }
        Item::Rule { from, to, .. } => {
            Some((from.0.min(to.0), from.1.min(to.1), from.0.max(to.0), from.1.max(to.1)))
        }
        Item::Fill { .. } | Item::Code { .. } | Item::Link { .. } => None,
    }
}

fn white_around(sheets: &Sheets, what: &str, expected: usize) {
    let codes = codes(sheets);
    assert_eq!(codes.len(), expected, "{what}");
    for (number, x, y, side, module) in codes {
        assert!(module >= 500, "{what}: a module of {module} µm");
        let quiet = 4 * module;
        let page = &sheets.pages[number];
        assert!(
            x >= quiet && y >= quiet && x + side + quiet <= page.width && y + side + quiet <= page.height,
            "{what}"
        );
        for item in &page.items {
            let Some((left, top, right, bottom)) = covered(item) else { continue };
            let apart = right <= x - quiet
                || left >= x + side + quiet
                || bottom <= y - quiet
                || top >= y + side + quiet;
            assert!(apart, "{what}: {item:?} stands in the white around the code at {x},{y} of {side}");
        }
    }
}

fn code(url: &str) -> Block {
    Block::Qr { url: url.into(), caption: open("手机扫码，看网上明白纸") }
}

fn addresses() -> [String; 3] {
    let long = format!(
        "https://puan.example/villages/qingsong/notices/2025-04-identify/index.html?{}",
        "x".repeat(120)
    );
    ["http://a.cn".into(), "https://puan.example/leaflets/apply/index.html".into(), long]
}

#[test]
fn a_code_among_text_a_code_in_a_corner_and_a_code_by_a_seal_have_white_around_them() {
    for url in addresses() {
        let text = || paragraph(&"出现下面的情况，生活可能过不下去的，都可以申请。".repeat(3));
        let facts = || Block::Facts(vec![(open("乡里受理意见"), open("普安乡产业服务中心"))]);
        let leaflet = document(Kind::Leaflet, vec![text(), code(&url), text(), facts(), code(&url)]);
        for paper in [Paper::A4, Paper::A5] {
            white_around(&set(&leaflet, paper).expect("sets"), &format!("leaflet {paper:?} {url}"), 2);
        }
        for rows in [0, 3, 18] {
            let mut blocks = vec![text(), Block::Table(table(rows, false)), seal(), code(&url)];
            blocks.retain(|block| rows > 0 || !matches!(block, Block::Table(_)));
            let notice = document(Kind::Notice, blocks);
            for paper in [Paper::A4, Paper::A3, Paper::A3.landscape()] {
                let what = format!("notice {paper:?} {rows} rows {url}");
                white_around(&set(&notice, paper).expect("sets"), &what, 1);
            }
        }
    }
}

#[test]
fn a_code_in_a_box_keeps_away_from_its_edge() {
    for url in addresses() {
        let callout = Block::Callout { title: None, blocks: vec![code(&url), paragraph("扫码申报")] };
        let sheets = set(&document(Kind::Leaflet, vec![paragraph("一"), callout]), Paper::A4).expect("sets");
        white_around(&sheets, &url, 1);
        let (_, x, y, side, module) = codes(&sheets)[0];
        let boxed = sheets.pages[0].items.iter().any(|item| match item {
            Item::Fill { at, size, .. } => {
                at.0 + 4 * module <= x && at.1 + 4 * module <= y && at.1 + size.1 >= y + side + 4 * module
            }
            _ => false,
        });
        assert!(boxed, "{url}: the box ends inside the white around the code");
    }
}

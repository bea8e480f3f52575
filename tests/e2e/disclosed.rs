//! A document on request of which a part may be told: that part and nothing else.

use super::packs::{public, township};

const DECISION: &str = "\n[[disclosed]]\nclause = \"二/（一）/3\"\ndecided = 2021-06-01\nby = \"县扶贫办\"\nrecord = \"公开〔2021〕7号\"\n\
    reason = \"群众要知道怎样退出\"\n";

const LEAFLET: &str = "\n[[leaflet]]\nid = \"exit\"\ntitle = \"退出明白纸\"\naudience = \"监测对象\"\nto = \"every-household\"\n\
    version = \"1\"\nfile = \"leaflets/exit.md\"\nclause = \"二/（一）/3\"\n";

fn desk(name: &str, more: &str) -> super::desk::Desk {
    let desk = township(name, "asked-2026");
    desk.copy("policies/yangshuo-2021", "ws/policies/asked-2026");
    let pack = "ws/policies/asked-2026/pack.toml";
    let text = desk.read(pack);
    desk.write(pack, format!("{text}{more}"));
    desk.write(
        "ws/policies/asked-2026/leaflets/exit.md",
        "## 怎样退出\n\n:::steps exit\n\n## 怎样认定\n\n:::steps identify\n\n:::measures\n\n\
         {% for item in category %}{{ item.title }}{% endfor %}\n\n:::contacts\n",
    );
    desk
}

#[test]
fn exactly_the_disclosed_clause_is_told() {
    let desk = desk("disclosed", &format!("{DECISION}{LEAFLET}"));
    desk.run(["-C", "ws", "--today", "2021-06-02", "build"]).ends(0);
    let said = public(&desk);
    let leaflet = &said.iter().find(|(name, _)| name == "leaflets/exit/index.html").unwrap().1;
    for word in ["村评定", "乡审核", "县审定", "1年以上"] {
        assert!(leaflet.contains(word), "{word}: {leaflet}");
    }
    let pdf = &said.iter().find(|(name, _)| name == "leaflets/exit/exit.pdf").unwrap().1;
    assert!(pdf.contains("县审定"), "{pdf}");
    for (name, text) in &said {
        for word in
            ["线上排查", "线下排查", "逐级审核", "再核实", "脱贫不稳定户", "边缘易致贫户", "5月份", "常态化"]
        {
            assert!(!text.contains(word), "{name} tells {word}");
        }
    }
}

#[test]
fn without_the_decision_or_before_its_day_nothing_is_told() {
    for (name, more, day) in [
        ("disclosed-none", LEAFLET.to_owned(), "2021-06-02"),
        ("disclosed-early", format!("{DECISION}{LEAFLET}"), "2021-05-31"),
        (
            "disclosed-other",
            format!("{}{LEAFLET}", DECISION.replace("二/（一）/3", "二/（一）/2")),
            "2021-06-02",
        ),
    ] {
        let ran = desk(name, &more).run(["-C", "ws", "--today", day, "build"]).ends(2);
        assert_eq!(ran.codes(), ["policy-not-public"], "{name}: {}", ran.err);
    }
}

//! A theme is data: what is wrong with it is a finding, never a crash, and never quotes what it was given.

use super::sample::{plain_files, site, theme_files};
use crate::diag::Diagnostic;
use crate::render::site::{NoticeEntry, pages};
use crate::render::theme::Theme;
use crate::schedule::State;
use std::collections::BTreeMap;

fn load(change: &[(&str, &str)]) -> Result<Theme, Vec<Diagnostic>> {
    let mut files = theme_files();
    for (path, text) in change {
        files.insert((*path).to_owned(), text.as_bytes().to_vec());
    }
    Theme::load("mine", &files)
}

fn told(findings: &[Diagnostic]) -> Vec<(&'static str, String)> {
    findings.iter().map(|f| (f.code.id, f.at.to_string())).collect()
}

#[test]
fn faults_of_writing_are_told_together_with_file_and_line() {
    let findings = load(&[
        ("templates/home.html", "{% extends \"base.html\" %}\n{% block main %}\n{{ site.name "),
        ("templates/notices.html", "<p>\n{% if x %}"),
    ])
    .unwrap_err();
    let told = told(&findings);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].1.starts_with("themes/mine/templates/home.html:3:"), "{told:?}");
    assert!(told[1].1.starts_with("themes/mine/templates/notices.html:"), "{told:?}");
}

#[test]
fn unknown_names_are_told_with_file_and_line() {
    let findings =
        load(&[("templates/404.html", "<p>\n{{ page.title | shout }}\n{% include \"none.html\" %}")])
            .unwrap_err();
    assert_eq!(
        told(&findings),
        [
            ("theme-template", "themes/mine/templates/404.html:2:17".to_owned()),
            ("theme-template", "themes/mine/templates/404.html:3:12".to_owned())
        ]
    );
}

#[test]
fn an_undefined_variable_is_a_finding_without_values() {
    let theme =
        load(&[("templates/notice.html", "<h1>{{ page.title }}</h1>\n<p>{{ notice.phone }}</p>")]).unwrap();
    let findings = pages(&site(), &theme).unwrap_err();
    assert_eq!(told(&findings), [("theme-template", "themes/mine/templates/notice.html:2:14".to_owned())]);
    assert!(findings[0].message.contains("phone"));
    let theme =
        load(&[("templates/notice.html", "{% for x in page.title %}{{ x + 1 }}{% endfor %}")]).unwrap();
    for finding in pages(&site(), &theme).unwrap_err() {
        assert!(!finding.to_string().contains("红旗"), "{finding}");
    }
}

#[test]
fn a_theme_can_neither_switch_escaping_off_nor_call_outside() {
    let findings = load(&[
        ("templates/404.html", "<p>\n{{ page.title | safe }}"),
        ("templates/home.html", "<img src=\"https://cdn.example/x.png\">"),
        ("static/site.css", "a{}\n@import url(\"//fonts.example/x.css\");"),
    ])
    .unwrap_err();
    let codes: Vec<_> = told(&findings).into_iter().map(|(code, at)| format!("{code} {at}")).collect();
    assert!(
        codes.contains(&"theme-unsafe-output themes/mine/templates/404.html:2:15".to_owned()),
        "{codes:?}"
    );
    assert!(
        codes.iter().any(|c| c.starts_with("theme-external-request themes/mine/templates/home.html:1:")),
        "{codes:?}"
    );
    assert!(
        codes.iter().any(|c| c.starts_with("theme-external-request themes/mine/static/site.css:2:")),
        "{codes:?}"
    );
}

#[test]
fn a_request_to_another_host_is_told_with_its_line_however_it_is_written() {
    let forms = [
        ("templates/home.html", "<img src =//a.example>"),
        ("templates/home.html", "<link rel=stylesheet href='&sol;&sol;a.example'>"),
        ("templates/home.html", "<meta http-equiv=refresh content=\"0;url=https://a.example\">"),
        ("templates/home.html", "{% set a = \"//a.example\" %}<img src=\"{{ a }}\">"),
        ("static/site.css", "a{background:\\75rl(//a.example)}"),
        ("static/site.js", "navigator.sendBeacon('/x')"),
        ("static/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"//a.example\"/></svg>"),
    ];
    for (path, form) in forms {
        let findings = load(&[(path, &format!("\n\n{form}"))]).unwrap_err();
        let (code, at) = &told(&findings)[0];
        assert_eq!(*code, "theme-external-request", "{form}");
        assert!(at.starts_with(&format!("themes/mine/{path}:3:")), "{form}: {at}");
    }
}

#[test]
fn a_theme_can_not_drop_the_content_security_policy() {
    let base = String::from_utf8(theme_files()["templates/base.html"].clone()).unwrap();
    let line = base.lines().find(|line| line.contains("Content-Security-Policy")).unwrap().to_owned();
    let icon = "<link rel=\"icon\"";
    for changed in [
        base.replace(&line, ""),
        base.replace(&line, &line.replace("script-src 'self'", "script-src *")),
        base.replace(&line, &format!("{{% if page.section == \"home\" %}}{line}{{% endif %}}")),
        base.replace(&format!("{line}\n"), "").replace(icon, &format!("{line}\n{icon}")),
        base.replace(&line, &format!("{{% if page.section == \"x\" %}}{{% endif %}}<script></script>{line}")),
    ] {
        assert_ne!(changed, base);
        let findings = pages(&site(), &load(&[("templates/base.html", &changed)]).unwrap()).unwrap_err();
        assert!(
            findings.iter().all(|finding| finding.code.id == "theme-content-policy"),
            "{:?}",
            told(&findings)
        );
        assert!(findings[0].help.contains("script-src 'self'"), "{}", findings[0].help);
    }
    let more = base.replace(
        &line,
        &format!("{line}\n<meta http-equiv=\"Content-Security-Policy\" content=\"img-src 'none'\">"),
    );
    pages(&site(), &load(&[("templates/base.html", &more)]).unwrap()).unwrap();
}

#[test]
fn missing_and_unknown_files_and_settings_are_told() {
    let mut files = theme_files();
    files.remove("templates/village.html");
    files.insert("static/tool.exe".into(), vec![0]);
    files.insert("theme.toml".into(), b"[web]\ntheme_color = \"#fff\"\nfont_cdn = 1\n".to_vec());
    let findings = Theme::load("mine", &files).unwrap_err();
    let mut codes: Vec<_> = findings.iter().map(|f| f.code.id).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["theme-missing-template", "theme-unknown-asset", "toml-syntax"]);
    assert!(findings.iter().any(|f| f.at.to_string() == "themes/mine/theme.toml:3:1"), "{findings:?}");
}

#[test]
fn a_changed_style_has_another_address() {
    let name = |theme: &Theme| {
        let drafts = pages(&site(), theme).unwrap();
        drafts.into_iter().find(|draft| draft.path.ends_with(".css")).unwrap().path
    };
    let (first, second) = (load(&[]).unwrap(), load(&[("static/site.css", "a{}")]).unwrap());
    assert_ne!(name(&first), name(&second));
}

#[test]
fn the_plain_theme_is_data_laid_over_the_default_one() {
    let (mut files, mut inherited) = (theme_files(), BTreeMap::new());
    let own = plain_files();
    for path in files.keys().filter(|path| !own.contains_key(*path)) {
        inherited.insert(path.clone(), "default".to_owned());
    }
    files.extend(own);
    let theme = Theme::inheriting("plain", &files, &inherited).unwrap();
    let drafts = pages(&site(), &theme).unwrap();
    let home = drafts.iter().find(|draft| draft.path == "public/index.html").unwrap();
    let home = String::from_utf8_lossy(&home.bytes);
    assert!(home.contains("<li class=\"card\">\n<h3>") && home.contains("跳到正文"), "{home}");
}

#[test]
fn a_fault_of_an_inherited_file_is_told_where_it_lies() {
    let mut files = theme_files();
    files.insert("templates/home.html".into(), b"<p>\n{% if x %}".to_vec());
    files.insert("templates/404.html".into(), b"{{ x | safe }}".to_vec());
    let inherited = BTreeMap::from([("templates/home.html".to_owned(), "base".to_owned())]);
    let findings = Theme::inheriting("mine", &files, &inherited).unwrap_err();
    let told: Vec<_> = findings.iter().map(|finding| finding.at.path.as_str()).collect();
    assert_eq!(told, ["themes/base/templates/home.html", "themes/mine/templates/404.html"]);
}

/// `notices.html` as it was before there were pages by month, and before a heading said how many more there are.
const OLD_LISTS: &str = "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>\
    {% for group in groups %}<ul>{% for notice in group.notices %}{% include \"card.html\" %}{% endfor %}</ul>{% endfor %}\
    {% for year in years %}<a href=\"{{ root }}{{ year.href }}\">{{ year.title }}</a>{% endfor %}{% endblock main %}";

#[test]
fn an_older_theme_that_knows_no_months_still_lists_every_notice() {
    let mut site = site();
    let running = site.notices.iter().find(|notice| notice.state == State::Open).unwrap().clone();
    let year = running.posted.format("%Y").to_string();
    let stems: Vec<String> = (0..150).map(|at| format!("n{at}")).collect();
    site.notices = stems.iter().map(|stem| NoticeEntry { stem: stem.clone(), ..running.clone() }).collect();
    let lists = |theme: &Theme| {
        let drafts = pages(&site, theme).unwrap();
        let text = |path: String| {
            let draft = drafts.iter().find(|draft| draft.path == path).unwrap();
            String::from_utf8(draft.bytes.clone()).unwrap()
        };
        let shown = |html: &str| stems.iter().filter(|stem| html.contains(&format!("/{stem}/"))).count();
        let months = drafts.iter().filter(|draft| draft.path.matches('/').count() == 4);
        let months = months.filter(|draft| draft.path.starts_with("public/notices/")).count();
        let sitemap = text("public/sitemap.xml".into()).matches("/notices/2025/").count();
        let all = shown(&text("public/notices/index.html".into()));
        (all, shown(&text(format!("public/notices/{year}/index.html"))), months, sitemap)
    };
    assert_eq!(year, "2025");
    assert_eq!(lists(&load(&[]).unwrap()), (60, 0, 1, 2), "the default theme leads on by month");
    assert_eq!(lists(&load(&[("templates/notices.html", OLD_LISTS)]).unwrap()), (150, 150, 0, 1));
}

//! The preview, asked as a browser asks: what is saved is seen, what is wrong lies over the last good page, and
//! nobody but this machine is answered.

use super::desk::{Desk, notice, page};
use super::people::six;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

/// Long enough for the slowest machine: nothing here is a measurement.
const PATIENCE: Duration = Duration::from_secs(90);
/// Ports are tried from here, one range a test process.
static PORT: AtomicU16 = AtomicU16::new(0);

/// A running preview; killed when the test is over.
struct Preview {
    child: Child,
    address: String,
    /// Path of the office's pages.
    office: Option<String>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn of(desk: &Desk, more: &[&str]) -> Self {
        let first = 20_000 + u16::try_from(std::process::id() % 20_000).unwrap();
        loop {
            let port = first + PORT.fetch_add(1, Ordering::SeqCst);
            let mut child = Command::new(env!("CARGO_BIN_EXE_mingbai"))
                .args(["-C", "ws", "--today", "2025-03-17", "serve", "--port", &port.to_string()])
                .args(more)
                .current_dir(&desk.root)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let out = BufReader::new(child.stdout.take().unwrap());
            let mut said = out.lines().map_while(Result::ok);
            let mut address = || {
                said.find_map(|line| line.split_once("http://127.0.0.1:").map(|(_, rest)| rest.to_owned()))
            };
            let own = address();
            let office = if own.is_some() && more.contains(&"--office") { address() } else { None };
            // The rest must be read, or the program stops at a full pipe.
            std::thread::spawn(move || said.count());
            if let Some(address) = own {
                let path = |address: String| address.split_once('/').map(|(_, path)| format!("/{path}"));
                return Self { child, address, office: office.and_then(path) };
            }
            let _ = child.wait();
        }
    }

    fn port(&self) -> &str {
        self.address.split('/').next().unwrap()
    }

    /// The whole answer to a request.
    fn ask(&self, method: &str, path: &str, host: &str) -> String {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{}", self.port())).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port()))
    }

    /// Asks until the answer is as wanted.
    #[track_caller]
    fn until(&self, path: &str, wanted: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(start.elapsed() < PATIENCE, "{path} never came right:\n{answer}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

/// Address of 红旗村's notice.
fn address() -> String {
    format!("/{}", page("hongqi").strip_prefix("dist/public/").unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn no_core_file_is_written_of_what_is_in_memory() {
    let desk = Desk::six("serve-core");
    let preview = Preview::of(&desk, &[]);
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", preview.child.id())).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let words: Vec<&str> = line["Max core file size".len()..].split_whitespace().collect();
    assert_eq!(words[..2], ["0", "0"], "{line}");
}

#[test]
fn what_is_saved_is_seen_and_what_is_wrong_lies_over_the_last_good_page() {
    let desk = Desk::six("serve-save");
    let preview = Preview::of(&desk, &[]);
    let first = preview.get(&address());
    assert!(first.contains("红旗村") && first.contains("/-/live.js?p="), "{first}");
    assert!(first.contains("script-src 'self'"), "the page's own policy lets the script in");

    desk.write(&format!("ws/{}.md", notice("hongqi")), "会议记录可以到村委会看。\n");
    desk.sign_all(&notice("hongqi"));
    preview.until(&address(), |page| page.contains("会议记录可以到村委会看"));

    let file = format!("ws/{}.toml", notice("hongqi"));
    let good = desk.read(&file);
    desk.write(&file, good.replace("2025-03-14", "2025-13-14"));
    let news = preview.until("/-/news.js?v=0", |news| !news.contains("\"findings\":[]"));
    for part in ["villages/hongqi/notices/2025-03-identify.toml 第3行", "日期不存在", "核对月份和日子"]
    {
        assert!(news.contains(part), "{part}: {news}");
    }
    assert!(preview.get(&address()).contains("会议记录可以到村委会看"), "the last good page went down");

    // What is saved meanwhile waits for the mending.
    desk.write(&format!("ws/{}.md", notice("hongqi")), "会议记录贴在村口。\n");
    desk.write(&file, good);
    preview.until("/-/news.js?v=0", |news| news.contains("\"findings\":[]"));
    desk.sign_all(&notice("hongqi"));
    preview.until(&address(), |page| page.contains("会议记录贴在村口"));
    assert!(!desk.path("dist").exists(), "a preview writes nothing");
}

#[test]
fn a_roster_without_its_signatures_is_not_shown() {
    let desk = Desk::six("serve-unsigned");
    let preview = Preview::of(&desk, &[]);
    desk.unsign(&notice("hongqi"));
    let news = preview.until("/-/news.js?v=0", |news| !news.contains("\"findings\":[]"));
    assert!(news.contains("signoff-unsigned"), "{news}");
}

#[test]
fn a_first_build_that_fails_is_told_and_mended_without_a_restart() {
    let desk = Desk::six("serve-first");
    let good = desk.read("ws/township.toml");
    desk.write("ws/township.toml", "name = \n");
    let preview = Preview::of(&desk, &[]);
    let told = preview.get("/index.html");
    assert!(
        told.contains("township.toml") && told.contains("怎么办") && told.contains("/-/live.js?p=0"),
        "{told}"
    );
    desk.write("ws/township.toml", good);
    preview.until("/index.html", |page| page.contains("普安乡村务公开"));
}

#[test]
fn nobody_else_is_answered_and_no_raw_value_is_served() {
    let desk = Desk::six("serve-closed");
    let preview = Preview::of(&desk, &[]);
    for host in ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:80"] {
        assert!(preview.ask("GET", "/", host).starts_with("HTTP/1.1 403"), "{host}");
    }
    assert!(preview.ask("GET", "/", &format!("localhost:{}", preview.port())).starts_with("HTTP/1.1 200"));
    let host = format!("127.0.0.1:{}", preview.port());
    assert!(preview.ask("POST", "/", &host).starts_with("HTTP/1.1 405"));
    for path in [
        "/../ws/villages/hongqi/rosters/r.csv",
        "/%2e%2e/ws/township.toml",
        "//etc/passwd",
        "/villages/hongqi/rosters/r.csv",
        "/private/due.html",
        "/board/hongqi/2025-03-identify-A4.pdf",
        "/ws/township.toml",
    ] {
        assert!(preview.get(path).starts_with("HTTP/1.1 404"), "{path}");
    }
    let print = preview.get(&address().replace("index.html", "2025-03-identify.pdf"));
    assert!(
        print.starts_with("HTTP/1.1 200") && print.contains("%PDF-"),
        "a print is made when it is opened"
    );
    let everything = [address(), "/index.html".into(), "/notices.json".into(), "/-/news.js?v=0".into()];
    for path in everything {
        let served = preview.get(&path);
        for household in six() {
            for value in [household.head.clone(), household.id(), household.phone.clone(), household.bank()] {
                assert!(!served.contains(&value), "{path} serves a value of the roster");
            }
        }
    }
}

#[test]
fn an_asked_port_that_is_taken_is_told() {
    let desk = Desk::six("serve-port");
    let preview = Preview::of(&desk, &[]);
    let ran = desk.run(["-C", "ws", "serve", "--port", preview.port()]).ends(3);
    assert_eq!(ran.codes(), ["serve-port-taken"]);
}

#[test]
fn ctrl_c_ends_it_cleanly() {
    let desk = Desk::six("serve-stop");
    let mut preview = Preview::of(&desk, &[]);
    let id = preview.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(preview.child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_office_sees_what_is_shown_and_what_is_hidden_but_no_value() {
    let desk = Desk::six("serve-office");
    let preview = Preview::of(&desk, &["--office"]);
    let office = preview.office.clone().expect("no address for the office");
    assert!(office.len() > "/office//".len() + 31, "the token is short: {office}");
    let list = preview.get(&office);
    assert!(list.starts_with("HTTP/1.1 200") && list.contains("红旗村") && list.contains("签齐了"), "{list}");
    let sheet = preview.get(&format!("{office}hongqi/2025-03-identify.html"));
    for part in [
        "罗*明",
        "证件号码",
        "敏感个人信息",
        "个人信息保护法",
        "村务监督委员会：韩永年h",
        "2025年3月19日",
        "board/hongqi/2025-03-identify-A4.pdf",
        "no-referrer",
        "Cache-Control: no-store",
    ] {
        assert!(sheet.contains(part), "{part} is not told: {sheet}");
    }
    for household in six() {
        for value in [
            household.head.clone(),
            household.id(),
            household.phone.clone(),
            household.bank(),
            household.health,
        ] {
            assert!(value == "健康" || !sheet.contains(&value), "a value of the roster is shown");
        }
    }
    assert!(!sheet.contains("<form") && !sheet.contains("<button"), "the office's pages change nothing");
    assert!(
        preview.get(&format!("{office}board/hongqi/2025-03-identify-A4.pdf")).starts_with("HTTP/1.1 200")
    );
    let other = office.replace(&office[8..16], "00000000");
    for wrong in
        ["/office/", "/office/hongqi/2025-03-identify.html", &other, &format!("{office}private/due.html")]
    {
        assert!(preview.get(wrong).starts_with("HTTP/1.1 404"), "{wrong}");
    }
    assert!(preview.ask("GET", &office, "evil.example").starts_with("HTTP/1.1 403"));
}

/// A column that somebody headed with a villager's name was the one place where a value could stand among the names of
/// fields: a header that nobody knows is told by its column's letter.
#[test]
fn an_office_page_shows_no_value_of_the_roster_among_its_columns() {
    let people = six();
    for (title, person) in
        [(people[0].head.clone(), &people[0]), (format!("转告{}", people[1].head), &people[1])]
    {
        let desk = Desk::six("serve-office-slip");
        let roster = "ws/villages/hongqi/rosters/r.csv";
        let table = desk.read(roster);
        let (header, rows) = table.split_once('\n').unwrap();
        let rows: String = rows.lines().map(|row| format!("{},有\n", row.trim_end())).collect();
        desk.write(roster, format!("{},{title}\n{rows}", header.trim_end()));
        desk.unsign(&notice("hongqi"));
        desk.sign_all(&notice("hongqi"));
        let preview = Preview::of(&desk, &["--office"]);
        let office = preview.office.clone().expect("no address for the office");
        let sheet = preview.get(&format!("{office}hongqi/2025-03-identify.html"));
        assert!(
            sheet.starts_with("HTTP/1.1 200") && sheet.contains("列</td><td>不显示：不认识这一栏"),
            "{sheet}"
        );
        assert!(!sheet.contains(person.head.as_str()), "the page quotes it");
        assert!(preview.get(&office).starts_with("HTTP/1.1 200"), "the list shows no column");
        assert!(preview.get("/").starts_with("HTTP/1.1 200"), "the site shows no column");
    }
}

/// What was remembered of builds before must never show: after every edit the preview is what a build from nothing
/// publishes, byte for byte.
#[test]
fn edit_after_edit_the_preview_is_what_a_fresh_build_publishes() {
    let desk = Desk::six("serve-same");
    let preview = Preview::of(&desk, &[]);
    let roster = "ws/villages/hongqi/rosters/r.csv";
    let note = format!("ws/{}.md", notice("hongqi"));
    let resigned = |desk: &Desk, from: &str, to: &str| {
        desk.edit(roster, from, to);
        desk.unsign(&notice("hongqi"));
        desk.sign_all(&notice("hongqi"));
    };
    // A second notice of the same village: one table of masks serves both.
    let second = "villages/hongqi/notices/2025-03-second";
    let second_roster = |desk: &Desk, people: &[super::people::Household]| {
        desk.write("ws/villages/hongqi/rosters/r2.csv", super::people::roster_csv("红旗村", people));
        desk.unsign("villages/hongqi/notices/2025-04-identify");
        desk.sign_all(second);
    };
    let edits: [&dyn Fn(&Desk); 14] = [
        &|desk| desk.write(&note, "会议记录可以到村委会看。\n"),
        // A hidden field, then a shown one, each signed anew.
        &|desk| resigned(desk, "综合保障", "产业帮扶"),
        &|desk| resigned(desk, "脱贫不稳定户", "突发严重困难户"),
        &|desk| desk.edit("ws/villages/hongqi/village.toml", "村务公开栏", "村口公开栏"),
        // Back again: what was forgotten must not come back, what is remembered must be right.
        &|desk| resigned(desk, "产业帮扶", "综合保障"),
        &|desk| {
            desk.village("luohe", "落河村");
            let people = six()
                .into_iter()
                .map(|is| super::people::Household { number: format!("lh{}", is.number), ..is });
            desk.write(
                "ws/villages/luohe/rosters/r.csv",
                super::people::roster_csv("落河村", &people.collect::<Vec<_>>()),
            );
            desk.identify("luohe", "r.csv", "2025-03-14");
            desk.sign_all(&notice("luohe"));
        },
        &|desk| desk.edit("ws/township.toml", "023-5550 1210", "023-5550 1211"),
        &|desk| std::fs::remove_file(desk.path(&note)).unwrap(),
        &|desk| {
            let toml = "kind = \"identify\"\nroster = \"rosters/r2.csv\"\nposted = 2025-03-14\n";
            desk.write(&format!("ws/{second}.toml"), toml);
            second_roster(desk, &six()[..3]);
        },
        &|desk| desk.write(&format!("ws/{second}.md"), "第二批，会议记录也可以看。\n"),
        // Somebody of the same surname and group: the masks of both notices may change.
        &|desk| {
            let mut people = six()[..3].to_vec();
            people.push(super::people::Household::new(8, "罗小明", "1组", 3, "脱贫不稳定户"));
            second_roster(desk, &people);
        },
        &|desk| {
            desk.edit(&format!("ws/{second}.toml"), "2025-03-14", "2025-03-13");
            second_roster(desk, &six()[..3]);
        },
        // Not signed any more, and to be posted later.
        &|desk| {
            desk.unsign("villages/hongqi/notices/2025-04-identify");
            desk.edit(&format!("ws/{second}.toml"), "2025-03-13", "2025-03-20");
        },
        &|desk| std::fs::remove_file(desk.path(&format!("ws/{second}.toml"))).unwrap(),
    ];
    for (at, edit) in edits.iter().enumerate() {
        edit(&desk);
        assert!(desk.build("2025-03-17").code <= 1);
        let mut published = desk.open();
        published.retain(|path, _| path.starts_with("public/") && !path.ends_with(".pdf"));
        for (path, bytes) in published {
            let address = format!("/{}", path.strip_prefix("public/").unwrap());
            let wanted = String::from_utf8_lossy(&bytes).into_owned();
            let same =
                |answer: &str| answer.split_once("\r\n\r\n").is_some_and(|(_, body)| bare(body) == wanted);
            preview.until(&address, |answer| same(answer));
        }
        assert!(preview.get("/-/news.js?v=0").contains("\"findings\":[]"), "edit {at}");
    }
}

/// What a page tells may hang on another notice's roster, signed or not: the page is made anew when that changes.
#[test]
fn a_reason_that_an_unsigned_roster_makes_personal_goes_from_the_preview() {
    let desk = Desk::six("serve-reason").thin(&["result"]);
    desk.build("2025-03-14").ends(0);
    desk.record("2025-03-14", "post", &[]).ends(0);
    desk.record("2025-03-17", "amend", &["--typo", "--reason", "落款的章启东写错"]).ends(0);
    let mut people = six();
    people.truncate(3);
    let later = "ws/villages/hongqi/notices/2025-04-identify.toml";
    let roster = "ws/villages/hongqi/rosters/later.csv";
    desk.write(roster, super::people::roster_csv("红旗村", &people));
    desk.write(later, "kind = \"identify\"\nroster = \"rosters/later.csv\"\nposted = 2025-04-01\n");
    let preview = Preview::of(&desk, &[]);
    assert!(preview.get(&address()).contains("章启东"));
    people[0].head = "章启东".into();
    desk.write(roster, super::people::roster_csv("红旗村", &people));
    preview.until(&address(), |page| page.contains("更正笔误") && !page.contains("章启东"));
}

/// A page as it is published: without the line that the preview puts into it.
fn bare(page: &str) -> String {
    let Some(from) = page.find("<script src=\"/-/live.js") else { return page.to_owned() };
    let to = from + page[from..].find('\n').unwrap() + 1;
    format!("{}{}", &page[..from], &page[to..])
}

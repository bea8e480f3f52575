//! Pictures for the chat group: what they say, where they lead, and that nothing stays of what was taken down.

use super::desk::{Desk, notice, page};
use super::foreign::{dense, page_text, table};
use super::people::{Household, roster_csv, six};
use std::process::Command;

const PICTURE: &str = "dist/chat/hongqi/2025-03-identify.png";
const MASKS: [&str; 6] = ["罗*明", "欧阳*", "程*云", "姚*林", "任*旺", "孔*新"];

/// 红旗村 whose pack was changed before anybody signed.
pub(crate) fn with_pack(name: &str, change: &dyn Fn(String) -> String) -> Desk {
    let desk = Desk::six(name).speaking().thin(&[]);
    let pack = "ws/policies/puan-2025/pack.toml";
    desk.write(pack, change(desk.read(pack)));
    desk
}

/// A pack that shows on another channel what it shows on the web.
pub(crate) fn listing(channel: &str) -> impl Fn(String) -> String {
    move |pack| {
        let (before, shows) = pack.split_once("[[show]]").unwrap();
        let more = format!("channel = [\"web\", \"board\", \"{channel}\"]");
        format!("{before}[[show]]{}", shows.replace("channel = [\"web\", \"board\"]", &more))
    }
}

/// Name and data of every chunk of a PNG, read here without the program's help.
fn chunks(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
    let mut at = 8;
    let mut all = Vec::new();
    while at < bytes.len() {
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let name = String::from_utf8(bytes[at + 4..at + 8].to_vec()).unwrap();
        all.push((name, bytes[at + 8..at + 8 + length].to_vec()));
        at += length + 12;
    }
    all
}

/// The lines that a picture says were drawn.
pub(crate) fn lines(desk: &Desk, file: &str) -> Vec<String> {
    let all = chunks(&desk.bytes(file));
    let (_, data) = all.iter().find(|(name, _)| name == "iTXt").expect("a picture with its text");
    let text = data.split(|byte| *byte == 0).next_back().unwrap();
    String::from_utf8(text.to_vec()).unwrap().lines().map(dense).filter(|line| !line.is_empty()).collect()
}

/// What a phone reads in a picture.
fn codes(desk: &Desk, file: &str) -> Vec<String> {
    let output = Command::new("zbarimg").args(["-q", "--raw"]).arg(desk.path(file)).output();
    let output = output
        .unwrap_or_else(|error| panic!("these tests need zbarimg: apt-get install zbar-tools ({error})"));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn the_picture_leads_to_the_page_and_says_what_the_page_says() {
    let desk = Desk::six("picture-page").speaking();
    desk.build("2025-03-17").ends(0);
    assert_eq!(
        codes(&desk, PICTURE),
        ["https://puan.example/villages/hongqi/notices/2025-03-identify/index.html"]
    );
    assert_eq!(
        codes(&desk, "dist/chat/leaflets/apply.png"),
        ["https://puan.example/leaflets/apply/index.html"]
    );
    let size = |file: &str| {
        let head = chunks(&desk.bytes(file)).remove(0).1;
        [0, 4].map(|at| u32::from_be_bytes(head[at..at + 4].try_into().unwrap()))
    };
    for (file, site) in [
        (PICTURE, page("hongqi")),
        ("dist/chat/leaflets/apply.png", "dist/public/leaflets/apply/index.html".into()),
    ] {
        let [width, height] = size(file);
        assert!(width == 1080 && height > 1080, "{file}: {width} × {height}");
        let shown = plain(&page_text(&desk.read(&site)));
        let told = lines(&desk, file);
        assert!(told.len() > 10, "{file}: {told:?}");
        // What a picture alone says: where the list is, what to do with the code, who made which version.
        let own = ["长按这个码", "二维码：", "名单不在这张图里", "puan.example/", "第1版", "2025年3月14日"];
        // A page leaves the numbers of a list to the browser.
        let counted = |line: &&String| line.chars().all(|c| c.is_ascii_digit());
        let told = told.iter().filter(|line| !counted(line));
        for line in told.filter(|line| !own.iter().any(|own| line.contains(own))) {
            assert!(shown.contains(plain(line).trim_end_matches(['起', '止'])), "{file} alone says {line}");
        }
    }
    let told = lines(&desk, PICTURE).concat();
    // By default nobody's row, but how many there are.
    assert!(
        told.contains("6户19人") && !told.contains("下列6户") && told.contains("名单不在这张图里"),
        "{told}"
    );
    assert!(MASKS.iter().all(|mask| !told.contains(mask)), "{told}");
}

/// Characters that are read, without marks that page and print set in their own way.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn rows_stand_in_the_picture_only_where_the_pack_lists_it() {
    let desk = with_pack("picture-rows", &listing("chat"));
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let told = lines(&desk, PICTURE);
    let rows = table(&desk.read(&page("hongqi")));
    assert_eq!(rows.len(), 6);
    for row in rows {
        // A row's cells stand below each other, in the order of the page.
        let cells: Vec<String> = row.iter().map(|cell| dense(cell)).collect();
        assert!(told.windows(cells.len()).any(|lines| lines == cells), "{cells:?} not in {told:?}");
    }
    let spoken = desk.read("dist/loudspeaker/hongqi/2025-03-identify.txt");
    assert!(!spoken.contains('某'), "a list for the chat is not read out: {spoken}");
    // A household that is withdrawn leaves the picture.
    desk.record("2025-03-17", "post", &["--day", "2025-03-14"]).ends(0);
    desk.record("2025-03-17", "withdraw", &["--row", "5"]).ends(0);
    desk.build("2025-03-17").ends(0);
    let left = lines(&desk, PICTURE).concat();
    assert!(!left.contains("姚*林") && left.contains("5户18人") && left.contains("罗*明"), "{left}");
}

#[test]
fn nothing_is_left_of_a_notice_that_does_not_run() {
    let desk = with_pack("picture-gone", &|pack| listing("loudspeaker")(listing("chat")(pack)));
    desk.sign_all(&notice("hongqi"));
    let made = |desk: &Desk| {
        let tree = desk.tree("dist");
        let own = tree.keys().filter(|path| {
            path.contains("/hongqi/") && (path.starts_with("chat") || path.starts_with("loudspeaker"))
        });
        own.cloned().collect::<Vec<String>>()
    };
    desk.build("2025-03-13").ends(0);
    assert_eq!(made(&desk), [""; 0], "nothing is passed on before its day");
    desk.build("2025-03-14").ends(0);
    let all = [
        "chat/hongqi/2025-03-identify.png",
        "loudspeaker/hongqi/2025-03-identify.pdf",
        "loudspeaker/hongqi/2025-03-identify.txt",
    ];
    assert_eq!(made(&desk), all);
    desk.build("2025-03-25").ends(0);
    assert_eq!(made(&desk), [""; 0], "the period is over");
    desk.build("2025-03-17").ends(0);
    desk.record("2025-03-17", "post", &["--day", "2025-03-14"]).ends(0);
    desk.record("2025-03-17", "withdraw", &[]).ends(0);
    desk.build("2025-03-17").ends(0);
    assert_eq!(made(&desk), [""; 0], "withdrawn");
}

#[test]
fn the_floor_holds_on_every_channel() {
    for channel in ["chat", "loudspeaker"] {
        for field in ["id_number", "phone", "health"] {
            let show = format!(
                "\n[[show]]\nnotice = [\"identify\"]\nchannel = [\"{channel}\"]\nfield = \"{field}\"\ntitle = \"栏\"\nhow = \"as-is\"\nreason = \"试\"\n"
            );
            let desk = with_pack(&format!("floor-{channel}-{field}"), &|pack| pack + &show);
            let ran = desk.build("2025-03-17").ends(2);
            assert!(ran.codes().contains(&"policy-below-floor"), "{channel} {field}: {}", ran.err);
            assert!(!desk.path("dist").exists());
        }
    }
}

#[test]
fn without_an_address_there_is_no_code() {
    let desk = Desk::six("picture-offline").speaking();
    desk.edit("ws/township.toml", "base_url = \"https://puan.example/\"\n", "");
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    assert_eq!(codes(&desk, PICTURE), [""; 0]);
    let told = lines(&desk, PICTURE).concat();
    assert!(told.contains("名单不在这张图里。请到公示栏去看。") && !told.contains("长按"), "{told}");
}

#[test]
fn a_township_may_do_without() {
    let desk = Desk::six("picture-skipped").speaking();
    let town = desk.read("ws/township.toml");
    desk.write("ws/township.toml", town.replacen("\n\n", "\nskip_channels = [\"chat\"]\n\n", 1));
    desk.build("2025-03-17").ends(0);
    assert!(!desk.path("dist/chat").exists() && desk.path("dist/loudspeaker").exists());
    assert_eq!(six().len(), 6);
}

/// `mingbai audit` reads the text of a picture in any folder.
#[test]
fn a_foreign_audit_reads_what_a_picture_says() {
    let desk = Desk::six("picture-audited").speaking();
    let text =
        b"Description\0\0\0zh-CN\0\0\xE5\x85\xB3\xE4\xBA\x8E\xE5\xA7\x9A\xE6\xA1\x82\xE6\x9E\x97\xE5\xAE\xB6"
            .to_vec();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
    png.extend(b"iTXt");
    png.extend(text);
    png.extend([0; 4]);
    desk.write("seen/a.png", png);
    let ran = desk.run(["-C", "ws", "audit", "seen", "--roster", "ws/villages/hongqi/rosters/r.csv"]).ends(2);
    assert_eq!(ran.codes(), ["leak-direct-identifier"], "{}", ran.err);
}

/// So many households in groups of twenty, no two of a group with the same mask.
fn many(count: usize) -> Vec<Household> {
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    let (family, middle, last) = (
        chars("赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何"),
        chars("启兰素桂德令永世正光国家文志启兰素桂德令"),
        chars("旺新林云明峰霞英芳强军平辉玲华刚杰涛超亮"),
    );
    (0..count)
        .map(|row| {
            let (group, at) = (row / 20, row % 20);
            let head: String = [family[at], middle[group % 20], last[(at * 7 + group) % 20]].iter().collect();
            Household::new(row, &head, &format!("{}组", group + 1), 1 + (row % 5) as u8, "脱贫不稳定户")
        })
        .collect()
}

#[test]
fn a_list_longer_than_a_phone_opens_goes_on_in_another_picture() {
    let desk = with_pack("picture-parts", &listing("chat"));
    desk.write("ws/villages/hongqi/rosters/r.csv", roster_csv("红旗村", &many(160)));
    desk.unsign(&notice("hongqi"));
    desk.sign_all(&notice("hongqi"));
    desk.build("2025-03-17").ends(0);
    let second = PICTURE.replace(".png", "-2.png");
    assert!(!desk.path(&PICTURE.replace(".png", "-3.png")).exists(), "two parts are enough");
    let parts = [PICTURE, second.as_str()];
    for part in parts {
        let head = chunks(&desk.bytes(part)).remove(0).1;
        let [width, height] = [0, 4].map(|at| u32::from_be_bytes(head[at..at + 4].try_into().unwrap()));
        assert!(width == 1080 && height > 1080 && height <= 16_000, "{part}: {width} × {height}");
    }
    // Every row of the page, once, in its order, never cut between two pictures.
    let told = parts.map(|part| lines(&desk, part));
    let rows = table(&desk.read(&page("hongqi")));
    assert_eq!(rows.len(), 160);
    let mut found = told.iter().flat_map(|lines| lines.iter().map(String::as_str));
    for row in &rows {
        let cells: Vec<String> = row.iter().map(|cell| dense(cell)).collect();
        let whole = |lines: &Vec<String>| lines.windows(cells.len()).filter(|lines| *lines == cells).count();
        assert_eq!(told.iter().map(whole).sum::<usize>(), 1, "{cells:?}");
        assert!(cells.iter().all(|cell| found.any(|line| line == *cell)), "{cells:?} is out of order");
    }
    let shown = plain(&page_text(&desk.read(&page("hongqi"))));
    let own = ["长按这个码", "二维码：", "puan.example/", "（续）", "共2页", "（以下空白）"];
    for line in told.iter().flatten().filter(|line| !own.iter().any(|own| line.contains(own))) {
        let counted = line.chars().all(|c| c.is_ascii_digit());
        assert!(
            counted || shown.contains(plain(line).trim_end_matches(['起', '止'])),
            "a picture alone says {line}"
        );
    }
    // The code stands at the end, where the reader arrives.
    assert_eq!(codes(&desk, PICTURE), [""; 0]);
    assert_eq!(
        codes(&desk, &second),
        ["https://puan.example/villages/hongqi/notices/2025-03-identify/index.html"]
    );
    // Each says of which notice it is a part, and which.
    for (number, lines) in told.iter().enumerate() {
        let said = lines.concat();
        assert!(said.contains(&format!("第{}页共2页", number + 1)), "part {number}: {said}");
        assert!(said.contains("的公示"), "part {number}: {said}");
    }
}

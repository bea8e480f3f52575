//! The series of leaflets 明白纸系列: every point stands in exactly one leaflet, and no number is left out.

use super::codes::PACK_INCOMPLETE;
use super::{Leaflet, Pack};
use crate::diag::{Diagnostic, Place};
use std::collections::{BTreeMap, BTreeSet};

/// How a leaflet asks for the points of a subject.
const DIRECTIVE: &str = ":::points";

impl Pack {
    /// Which of how many leaflets of the series this one is 第几张，共几张; none if it tells no points.
    pub fn in_series(&self, leaflet: &Leaflet) -> Option<(usize, usize)> {
        let series: Vec<&Leaflet> =
            self.is.leaflet.iter().filter(|leaflet| subjects(self, leaflet).next().is_some()).collect();
        let at = series.iter().position(|other| other.id == leaflet.id)?;
        Some((at + 1, series.len()))
    }
}

/// The subjects that a leaflet's file asks for, with their lines.
fn subjects<'a>(pack: &'a Pack, leaflet: &Leaflet) -> impl Iterator<Item = (u32, &'a str)> {
    let text = pack.files.get(&leaflet.file).map_or("", String::as_str);
    (1..).zip(text.lines()).filter_map(|(number, line)| {
        let subject = line.strip_prefix(DIRECTIVE)?;
        subject.starts_with([' ', '\u{3000}']).then(|| (number, subject.trim()))
    })
}

/// What is wrong with the series; fields are dotted paths into `pack.toml`.
pub(super) fn check(pack: &Pack, file: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut add = |at: Place, message: String, help: &str| {
        found.push(Diagnostic::error(&PACK_INCOMPLETE, at, message, help));
    };
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for leaflet in &pack.is.leaflet {
        for (line, subject) in subjects(pack, leaflet) {
            told.entry(subject).or_default().push(&leaflet.title);
            if !pack.is.point.iter().any(|point| point.subject == subject) {
                let at = Place::at(format!("{}/{}", pack.path, leaflet.file), line, 1);
                add(at, format!("没有主题是“{subject}”的要点"), "改正主题，或在 [[point]] 里补上");
            }
        }
    }
    let mut numbers = BTreeSet::new();
    for (at, point) in pack.is.point.iter().enumerate() {
        let place = |key: &str| Place::file(file).field(format!("point.{at}.{key}"));
        if !numbers.insert(point.n) {
            add(place("n"), format!("第{}条要点写了两次", point.n), "改正编号");
        }
        match told.get(point.subject.as_str()).map_or(&[][..], Vec::as_slice) {
            [_] => {}
            [] => {
                let message = format!("第{}条要点“{}”没有印在哪张明白纸上", point.n, point.title);
                let help = "在一张明白纸里写 :::points 和它的主题，或改正 subject";
                add(place("subject"), message, help);
            }
            several => {
                let message = format!("第{}条要点印在几张明白纸上：{}", point.n, several.join("、"));
                add(place("subject"), message, "一个主题只写在一张明白纸里");
            }
        }
    }
    let last = numbers.last().copied().unwrap_or(0);
    let missing: Vec<String> =
        (1..last).filter(|n| !numbers.contains(n)).map(|n| format!("第{n}条")).collect();
    if !missing.is_empty() {
        let message = format!("要点缺了{}", missing.join("、"));
        add(Place::file(file).field("point.0.n"), message, "补上缺的要点，或改正编号");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::text::ClauseTree;

    fn pack(points: &[(u16, &str)], leaflets: &[(&str, &str)]) -> Pack {
        let mut table = "title = \"t\"\nshort = \"s\"\nissuer = []\nregion = \"r\"\nstatus = \"final\"\ndisclosure = \"proactive\"\n\
             [catalogue]\nmatter = \"\"\ncontents = []\ntime_limit = \"\"\npublisher = \"\"\nchannel = []\naudience = \"\"\n\
             mode = \"\"\nlevel = \"\"\n"
            .to_owned();
        for (n, subject) in points {
            table += &format!(
                "[[point]]\nn = {n}\nsubject = \"{subject}\"\ntitle = \"修路\"\ntext = \"修。\"\nclause = \"一\"\n"
            );
        }
        for (id, _) in leaflets {
            table += &format!(
                "[[leaflet]]\nid = \"{id}\"\ntitle = \"纸{id}\"\naudience = \"\"\nto = \"every-household\"\nversion = \"1\"\nfile = \"{id}.md\"\nclause = \"一\"\n"
            );
        }
        Pack {
            id: "p".into(),
            path: "p".into(),
            is: toml::from_str(&table).unwrap(),
            text: ClauseTree::default(),
            files: leaflets.iter().map(|(id, text)| (format!("{id}.md"), (*text).to_owned())).collect(),
            sha256: String::new(),
            sha256_as_saved: String::new(),
        }
    }

    fn said(points: &[(u16, &str)], leaflets: &[(&str, &str)]) -> Vec<String> {
        check(&pack(points, leaflets), "p/pack.toml").iter().map(|found| found.message.clone()).collect()
    }

    #[test]
    fn a_series_that_tells_every_point_once_is_accepted() {
        let leaflets = [("a", "话\n:::points 路\n"), ("b", ":::points 水\n:::points 电\n"), ("c", "别的\n")];
        assert_eq!(said(&[(1, "路"), (2, "水"), (3, "路"), (4, "电")], &leaflets), [""; 0]);
    }

    #[test]
    fn a_point_in_no_leaflet_or_in_two_is_named() {
        let found = said(&[(1, "路"), (2, "水")], &[("a", ":::points 路\n"), ("b", ":::points 路\n")]);
        assert_eq!(found, ["第1条要点印在几张明白纸上：纸a、纸b", "第2条要点“修路”没有印在哪张明白纸上"]);
    }

    #[test]
    fn a_number_left_out_or_used_twice_is_named() {
        let one = [("a", ":::points 路\n")];
        assert_eq!(said(&[(1, "路"), (4, "路")], &one), ["要点缺了第2条、第3条"]);
        assert_eq!(said(&[(1, "路"), (1, "路")], &one), ["第1条要点写了两次"]);
    }

    #[test]
    fn a_subject_without_points_is_named_with_its_line() {
        let pack = pack(&[(1, "路")], &[("a", "话\n:::points 路\n:::points 桥\n")]);
        let found = check(&pack, "p/pack.toml");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].at.to_string(), "p/a.md:3:1");
    }

    #[test]
    fn a_leaflet_knows_its_place_in_the_series() {
        let pack = pack(
            &[(1, "路"), (2, "水")],
            &[("x", "别的\n"), ("a", ":::points 路\n"), ("b", ":::points 水\n")],
        );
        let places: Vec<_> = pack.is.leaflet.iter().map(|leaflet| pack.in_series(leaflet)).collect();
        assert_eq!(places, [None, Some((1, 2)), Some((2, 2))]);
    }
}

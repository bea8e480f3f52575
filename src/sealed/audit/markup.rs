//! Markup 网页标记: HTML, XML and SVG become visible text, attribute values, comments, scripts: every byte in some piece.

use super::super::needles::fold::{Glyph, HARD};
use super::text::{Escapes, Piece, unentity, unescape};

/// Elements that do not end a word: `张<b>三</b>` is one word.
const INLINE: [&str; 38] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tspan", "tt", "u", "var", "wbr", "nobr", "output", "slot",
];

/// Splits markup into pieces; offsets are those of the glyphs given.
pub(super) fn pieces(glyphs: &[Glyph]) -> Vec<Piece> {
    let mut reader = Reader { glyphs, at: 0, visible: Vec::new(), aside: Vec::new(), out: Vec::new() };
    reader.read();
    let Reader { visible, mut aside, mut out, .. } = reader;
    // A feed carries escaped HTML: what looks like markup after decoding is markup.
    let visible = unentity(&visible);
    // It goes first: whoever sees a place first judges it.
    let mut first = nested(&visible);
    first.push(Piece::of_file("正文", visible));
    out.splice(0..0, first);
    if !aside.is_empty() {
        aside = unentity(&aside);
        out.push(Piece::of_file("注音", aside));
    }
    out
}

/// The pieces of a text that holds markup itself: of a feed, an attribute, a string of a script; none if it does not.
pub(super) fn nested(glyphs: &[Glyph]) -> Vec<Piece> {
    let tag = |pair: &[Glyph]| pair[0].0 == '<' && (pair[1].0.is_ascii_alphabetic() || pair[1].0 == '/');
    if glyphs.windows(2).any(tag) { pieces(glyphs) } else { Vec::new() }
}

struct Reader<'a> {
    glyphs: &'a [Glyph],
    at: usize,
    visible: Vec<Glyph>,
    aside: Vec<Glyph>,
    out: Vec<Piece>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut aside = 0_u32;
        while let Some(&glyph) = self.glyphs.get(self.at) {
            if glyph.0 != '<' {
                if aside > 0 {
                    self.aside.push(glyph)
                } else {
                    self.visible.push(glyph)
                }
                self.at += 1;
            } else if self.starts("<!--") {
                self.until(4, "-->", "注释");
            } else if self.starts("<![CDATA[") {
                let from = self.at + 9;
                let end = self.find(from, "]]>");
                self.visible.extend(&self.glyphs[from..end]);
                self.at = (end + 3).min(self.glyphs.len());
            } else if self.starts("<?") || self.starts("<!") {
                self.until(2, ">", "声明");
            } else if self.glyphs.get(self.at + 1).is_some_and(|(c, _)| c.is_ascii_alphabetic() || *c == '/')
            {
                self.tag(&mut aside);
            } else {
                self.visible.push(glyph);
                self.at += 1;
            }
        }
    }

    fn tag(&mut self, aside: &mut u32) {
        let source = self.glyphs[self.at].1;
        let closing = self.glyphs[self.at + 1].0 == '/';
        self.at += 1 + usize::from(closing);
        let name = self.word().to_ascii_lowercase();
        self.attributes();
        let step = |depth: u32| if closing { depth.saturating_sub(1) } else { depth + 1 };
        match name.as_str() {
            "rt" | "rp" => *aside = step(*aside),
            "br" => self.visible.push(('\n', source)),
            name if INLINE.contains(&name) => {}
            _ => self.visible.push((HARD, source)),
        }
        if !closing && matches!(name.as_str(), "script" | "style") {
            let end = self.find_ignoring_case(&format!("</{name}"));
            let raw = &self.glyphs[self.at..end];
            let escapes = if name == "style" { Escapes::Css } else { Escapes::Script };
            self.out.push(Piece::of_file("脚本或样式", unescape(raw, escapes)));
            self.at = end;
        }
    }

    /// Attribute values up to the end of the tag, each a piece of its own.
    fn attributes(&mut self) {
        while let Some(&(c, _)) = self.glyphs.get(self.at) {
            match c {
                '>' => {
                    self.at += 1;
                    return;
                }
                '=' => {
                    self.at += 1;
                    self.blanks();
                    let value = self.value();
                    if !value.is_empty() {
                        let decoded = unentity(&value);
                        let script = decoded.iter().any(|(c, _)| *c == '\\');
                        let label = "标签属性";
                        if script {
                            self.out.push(Piece::of_file(label, unescape(&decoded, Escapes::Script)));
                            self.out.push(Piece::of_file(label, unescape(&decoded, Escapes::Css)));
                        }
                        self.out.push(Piece::of_file(label, decoded));
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    fn value(&mut self) -> Vec<Glyph> {
        let from = self.at;
        let end = match self.glyphs.get(from) {
            Some(&(quote @ ('"' | '\''), _)) => {
                let inside = &self.glyphs[from + 1..];
                let length = inside.iter().position(|(c, _)| *c == quote).unwrap_or(inside.len());
                let end = from + 1 + length;
                self.at = (end + 1).min(self.glyphs.len());
                return self.glyphs[from + 1..end].to_vec();
            }
            _ => self.glyphs[from..].iter().position(|(c, _)| c.is_whitespace() || *c == '>'),
        };
        self.at = end.map_or(self.glyphs.len(), |length| from + length);
        self.glyphs[from..self.at].to_vec()
    }

    fn word(&mut self) -> String {
        let rest = &self.glyphs[self.at..];
        let word: String = rest
            .iter()
            .map(|(c, _)| *c)
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | ':' | '_'))
            .collect();
        self.at += word.chars().count();
        word
    }

    fn blanks(&mut self) {
        while self.glyphs.get(self.at).is_some_and(|(c, _)| c.is_whitespace()) {
            self.at += 1;
        }
    }

    /// Everything from `skip` glyphs on to `end` becomes a piece.
    fn until(&mut self, skip: usize, end: &str, label: &'static str) {
        let from = (self.at + skip).min(self.glyphs.len());
        let found = self.find(from, end);
        self.out.push(Piece::of_file(label, unentity(&self.glyphs[from..found])));
        self.at = (found + end.len()).min(self.glyphs.len());
    }

    fn starts(&self, text: &str) -> bool {
        self.is_at(self.at, text, |a, b| a == b)
    }

    fn find(&self, from: usize, text: &str) -> usize {
        (from..self.glyphs.len()).find(|at| self.is_at(*at, text, |a, b| a == b)).unwrap_or(self.glyphs.len())
    }

    fn find_ignoring_case(&self, text: &str) -> usize {
        let same = |a: char, b: char| a.eq_ignore_ascii_case(&b);
        (self.at..self.glyphs.len()).find(|at| self.is_at(*at, text, same)).unwrap_or(self.glyphs.len())
    }

    fn is_at(&self, at: usize, text: &str, same: impl Fn(char, char) -> bool) -> bool {
        text.chars()
            .enumerate()
            .all(|(i, c)| self.glyphs.get(at + i).is_some_and(|(found, _)| same(*found, c)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::needles::fold::Folded;
    use super::super::text::glyphs;
    use super::pieces;

    fn folded(html: &str) -> Vec<(String, String)> {
        let pieces = pieces(&glyphs(html));
        pieces.iter().map(|piece| (piece.label.to_string(), Folded::new(&piece.glyphs).text)).collect()
    }

    #[test]
    fn every_byte_is_in_some_piece() {
        let found = folded(
            "<!doctype 甲><title>乙</title><!-- 丙 --><p id=丁 title='戊&#x5DF1;'>庚<b>辛</b>&nbsp;壬<script>癸=\"\\u5b50\"</script>\
             <img alt=\"丑\"><a href=寅>卯</a><ruby>辰<rt>巳</rt>午</ruby>",
        );
        let has = |label: &str, text: &str| {
            assert!(found.iter().any(|(l, t)| l == label && t.contains(text)), "{text}")
        };
        has("声明", "甲");
        has("正文", "乙庚辛壬卯辰午");
        has("注释", "丙");
        has("标签属性", "丁");
        has("标签属性", "戊己");
        has("脚本或样式", "癸子");
        has("标签属性", "丑");
        has("标签属性", "寅");
        has("注音", "巳");
    }

    #[test]
    fn html_inside_a_feed_is_read_as_html() {
        let found =
            folded("<content type=\"html\">&lt;p title='甲'&gt;张&lt;b&gt;三&lt;/b&gt;&lt;/p&gt;</content>");
        assert!(found.iter().any(|(_, text)| text == "张三"));
        assert!(found.iter().any(|(_, text)| text == "甲"));
        assert!(folded("<a><![CDATA[张<i>三</i>]]></a>").iter().any(|(_, text)| text == "张三"));
    }

    #[test]
    fn torn_markup_hides_nothing() {
        for html in [
            "<p title=\"张三",
            "<!-- 张三",
            "<script>张三",
            "<b 张三",
            "< 张三",
            "<![CDATA[张三",
            "<a href=张三",
        ] {
            let raw = Folded::new(&glyphs(html)).text;
            assert!(raw.contains("张三"));
            let found = folded(html);
            // An unfinished tag's bare words are left to the search over the raw text.
            assert!(html == "<b 张三" || found.iter().any(|(_, text)| text.contains("张三")), "{html}");
        }
    }
}

//! PNG bytes: a palette where 256 colours do, which they nearly always do, and the drawn text beside the points.

use super::draw::{Drawn, key};
use crate::render::layout::theme::Color;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

/// The key of the chunk that holds the text.
const KEYWORD: &[u8] = b"Description";

/// The file.
pub(super) fn write(drawn: &Drawn) -> Vec<u8> {
    let colors = Colors::of(drawn);
    let mut bytes = vec![0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
    let mut head = Vec::new();
    head.extend(drawn.width.to_be_bytes());
    head.extend(drawn.height.to_be_bytes());
    // Eight bits; a palette or three channels; the one way to compress, to filter and not to interlace.
    head.extend([8, if colors.palette.is_some() { 3 } else { 2 }, 0, 0, 0]);
    chunk(&mut bytes, b"IHDR", &head);
    // Keyword, not compressed, language, no translated keyword, text.
    let text = [KEYWORD, &[0, 0, 0], b"zh-CN", &[0, 0], drawn.text.as_bytes()].concat();
    chunk(&mut bytes, b"iTXt", &text);
    if let Some(palette) = &colors.palette {
        let entries: Vec<u8> = palette.iter().flat_map(|key| colors.shown(*key)).collect();
        chunk(&mut bytes, b"PLTE", &entries);
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(7));
    for row in drawn.points.chunks(drawn.width as usize) {
        let mut line = vec![0];
        line.extend(row.iter().flat_map(|key| colors.point(*key)));
        // Memory does not fail.
        let _ = packed.write_all(&line);
    }
    chunk(&mut bytes, b"IDAT", &packed.finish().unwrap_or_default());
    chunk(&mut bytes, b"IEND", &[]);
    bytes
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(name);
    out.extend(data);
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(data);
    out.extend(sum.sum().to_be_bytes());
}

/// How keys become colours.
struct Colors {
    /// Colours that are shown as the theme says, by their key.
    exact: BTreeMap<u16, Color>,
    /// Sorted keys, if they are few enough.
    palette: Option<Vec<u16>>,
    /// Place in the palette by key.
    places: Vec<u8>,
}

impl Colors {
    fn of(drawn: &Drawn) -> Self {
        let exact = drawn.exact.iter().map(|color| (key(color.0, color.1, color.2), *color)).collect();
        let mut used = vec![false; 1 << 15];
        drawn.points.iter().for_each(|key| used[usize::from(*key)] = true);
        let keys: BTreeSet<u16> = (0..1 << 15).filter(|key| used[usize::from(*key)]).collect();
        let mut places = vec![0; 1 << 15];
        let palette = (keys.len() <= 256).then(|| keys.into_iter().collect::<Vec<u16>>());
        for (place, key) in (0..).zip(palette.iter().flatten()) {
            places[usize::from(*key)] = place;
        }
        Self { exact, palette, places }
    }

    /// Red, green, blue.
    fn shown(&self, key: u16) -> [u8; 3] {
        if let Some(Color(red, green, blue)) = self.exact.get(&key) {
            return [*red, *green, *blue];
        }
        [10, 5, 0].map(|shift| {
            let five = u8::try_from(key >> shift & 31).unwrap_or(0);
            five << 3 | five >> 2
        })
    }

    /// A point as the file holds it.
    fn point(&self, key: u16) -> impl Iterator<Item = u8> + use<> {
        let shown = match self.palette {
            Some(_) => [self.places[usize::from(key)], 0, 0],
            None => self.shown(key),
        };
        shown.into_iter().take(if self.palette.is_some() { 1 } else { 3 })
    }
}

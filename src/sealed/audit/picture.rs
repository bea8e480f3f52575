//! Reading pictures 图片: the texts that a PNG carries. A picture of ours must carry the text that was drawn, and nothing
//! that is not understood: its points are never looked at, so without that text it does not pass.

use super::super::needles::fold::HARD;
use super::read::Contents;
use super::text::{Piece, decode, glyphs};

/// The first bytes of every PNG.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The chunk that holds what was drawn.
const DRAWN: &[u8] = b"Description";

/// A picture of ours: head, drawn text, palette, points, end; every byte accounted for.
pub(super) fn read(bytes: &[u8], contents: &mut Contents) {
    let mut drawn = 0;
    let Some((chunks, rest)) = chunks(bytes) else {
        contents.unreadable.push("图片残缺".into());
        return;
    };
    for (name, data) in &chunks {
        match (*name, text(name, data)) {
            (b"iTXt", Some((DRAWN, words))) if !words.trim().is_empty() => {
                drawn += 1;
                contents.pieces.push(piece(&words));
            }
            (b"IHDR" | b"PLTE" | b"IDAT" | b"IEND", _) => contents.blobs.push(("文件".into(), data.to_vec())),
            _ => contents.unreadable.push("图片里有不认识的内容".into()),
        }
    }
    let first_and_last =
        chunks.first().map(|is| is.0) == Some(b"IHDR") && chunks.last().map(|is| is.0) == Some(b"IEND");
    if drawn != 1 || !first_and_last || !rest.is_empty() {
        contents.unreadable.push("图片里没有画上去的文字，画面看不了".into());
    }
}

/// Any PNG: the texts that stand beside its points, which a declared text may explain, and all its other bytes.
pub(super) fn texts(bytes: &[u8], contents: &mut Contents) {
    let blob = |data: &[u8]| ("文件".to_owned(), data.to_vec());
    let Some((chunks, rest)) = chunks(bytes) else {
        contents.blobs.push(blob(bytes));
        return;
    };
    contents.blobs.push(blob(rest));
    for (name, data) in chunks {
        match (name, text(name, data)) {
            (b"iTXt" | b"tEXt", Some((keyword, words))) => {
                contents.blobs.push(blob(keyword));
                contents.pieces.push(piece(&words));
            }
            (b"iTXt" | b"tEXt" | b"zTXt", _) => contents.unreadable.push("图片里有压缩的文字说明".into()),
            _ => contents.blobs.push(blob(data)),
        }
    }
}

type Chunk<'a> = (&'a [u8; 4], &'a [u8]);

/// Name and data of every chunk, and what follows the last one; a chunk that is cut off counts as both.
fn chunks(bytes: &[u8]) -> Option<(Vec<Chunk<'_>>, &[u8])> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut all = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>()
        && let Some((name, body)) = after.split_first_chunk::<4>()
    {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let Some((data, after)) = body.split_at_checked(length) else {
            all.push((name, body));
            break;
        };
        all.push((name, data));
        let Some((_, after)) = after.split_first_chunk::<4>() else { break };
        rest = after;
        if name == b"IEND" {
            break;
        }
    }
    Some((all, rest))
}

/// Keyword and words of a chunk that is not compressed.
fn text<'a>(name: &[u8; 4], data: &'a [u8]) -> Option<(&'a [u8], String)> {
    let until_zero = |data: &'a [u8]| {
        let at = data.iter().position(|byte| *byte == 0)?;
        Some((&data[..at], &data[at + 1..]))
    };
    let (keyword, rest) = until_zero(data)?;
    match name {
        b"tEXt" => Some((keyword, decode(rest)?.into_owned())),
        b"iTXt" => {
            let rest = rest.strip_prefix(&[0, 0])?;
            let (_, rest) = until_zero(rest)?;
            let (_, words) = until_zero(rest)?;
            Some((keyword, String::from_utf8(words.to_vec()).ok()?))
        }
        _ => None,
    }
}

/// Paragraphs and cells stand on lines of their own.
fn piece(words: &str) -> Piece {
    let mut glyphs = glyphs(words);
    glyphs.iter_mut().filter(|(c, _)| *c == '\n').for_each(|(c, _)| *c = HARD);
    Piece { label: "画上去的文字".into(), glyphs, lines: false }
}

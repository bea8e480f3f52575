//! Pages as grey pictures, drawn by poppler and by mupdf at 60 dots an inch, and how far two of them differ.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;

const DOTS: &str = "60";
/// Side of the squares whose mean is compared: single dots at an edge are each engine's own.
const SQUARE: usize = 6;
/// Difference of means, of 255, that an eye sees.
const SEEN: usize = 48;

/// A grey picture.
pub(crate) struct Picture {
    width: usize,
    height: usize,
    dots: Vec<u8>,
}

impl Picture {
    /// A binary PGM: `P5 width height 255`, then the dots.
    fn of_pgm(bytes: &[u8]) -> Self {
        let mut words = Vec::new();
        let mut at = 0;
        while words.len() < 4 {
            let end = at + bytes[at..].iter().position(u8::is_ascii_whitespace).expect("a header");
            let word = String::from_utf8_lossy(&bytes[at..end]).into_owned();
            at = end + 1;
            if word.starts_with('#') {
                at += bytes[at..].iter().position(|byte| *byte == b'\n').expect("a line") + 1;
            } else {
                words.push(word);
            }
        }
        let number = |at: usize| words[at].parse().expect("a number");
        assert_eq!((words[0].as_str(), words[3].as_str()), ("P5", "255"));
        Self { width: number(1), height: number(2), dots: bytes[at..].to_vec() }
    }

    /// A grey PNG of eight bits a dot, not interlaced.
    pub(crate) fn of_png(bytes: &[u8]) -> Self {
        let number =
            |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
        assert_eq!((&bytes[1..4], &bytes[24..29]), (b"PNG".as_slice(), [8, 0, 0, 0, 0].as_slice()));
        let (width, height) = (number(16), number(20));
        let (mut at, mut packed) = (8, Vec::new());
        while at < bytes.len() {
            let length = number(at);
            if &bytes[at + 4..at + 8] == b"IDAT" {
                packed.extend_from_slice(&bytes[at + 8..at + 8 + length]);
            }
            at += length + 12;
        }
        let mut rows = Vec::new();
        flate2::read::ZlibDecoder::new(packed.as_slice()).read_to_end(&mut rows).expect("deflated rows");
        let mut dots: Vec<u8> = Vec::with_capacity(width * height);
        for (y, row) in rows.chunks(width + 1).enumerate() {
            for x in 0..width {
                let seen = |dx: usize, dy: usize| {
                    if x < dx || y < dy { 0 } else { i32::from(dots[(y - dy) * width + x - dx]) }
                };
                let (a, b, c) = (seen(1, 0), seen(0, 1), seen(1, 1));
                let nearest = [a, b, c].into_iter().min_by_key(|near| (a + b - c - near).abs()).unwrap_or(0);
                let guess = [0, a, b, (a + b) / 2, nearest][usize::from(row[0])];
                dots.push(row[x + 1].wrapping_add(guess.to_le_bytes()[0]));
            }
        }
        Self { width, height, dots }
    }

    /// The same as a file.
    pub(crate) fn to_png(&self) -> Vec<u8> {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        for row in self.dots.chunks(self.width) {
            packed.write_all(&[0]).and_then(|()| packed.write_all(row)).expect("memory");
        }
        let size = |n: usize| u32::try_from(n).expect("a small picture").to_be_bytes();
        let head = [size(self.width).as_slice(), &size(self.height), &[8, 0, 0, 0, 0]].concat();
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        for (name, data) in
            [(b"IHDR", head), (b"IDAT", packed.finish().expect("memory")), (b"IEND", Vec::new())]
        {
            let body = [name.as_slice(), &data].concat();
            let mut sum = flate2::Crc::new();
            sum.update(&body);
            out.extend(size(data.len()).iter().chain(&body).chain(&sum.sum().to_be_bytes()));
        }
        out
    }

    fn squares(&self) -> Vec<usize> {
        let (across, down) = (self.width / SQUARE, self.height / SQUARE);
        let mean = |square: usize| {
            let (x, y) = (square % across * SQUARE, square / across * SQUARE);
            let row = |y: usize| &self.dots[y * self.width + x..][..SQUARE];
            (y..y + SQUARE).flat_map(row).map(|dot| usize::from(*dot)).sum::<usize>() / (SQUARE * SQUARE)
        };
        (0..across * down).map(mean).collect()
    }

    /// Thousandths of the page that look different.
    pub(crate) fn apart(&self, other: &Self) -> usize {
        assert!(self.width.abs_diff(other.width) <= 1 && self.height.abs_diff(other.height) <= 1);
        let width = self.width.min(other.width);
        let height = self.height.min(other.height);
        let (one, two) = (self.cut(width, height).squares(), other.cut(width, height).squares());
        let seen = one.iter().zip(&two).filter(|(a, b)| a.abs_diff(**b) > SEEN).count();
        (seen * 1000).div_ceil(one.len())
    }

    fn cut(&self, width: usize, height: usize) -> Self {
        let dots = self.dots.chunks(self.width).take(height).flat_map(|row| &row[..width]).copied().collect();
        Self { width, height, dots }
    }

    /// Thousandths of the page that are dark.
    pub(crate) fn ink(&self) -> usize {
        self.dots.iter().filter(|dot| **dot < 128).count() * 1000 / self.dots.len()
    }
}

fn drawn(program: &str, arguments: &[&str]) -> Option<Picture> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        eprintln!("skipped: {program} is not installed");
        return None;
    };
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    Some(Picture::of_pgm(&output.stdout))
}

/// A page as poppler draws it.
pub(crate) fn poppler(file: &Path, page: usize) -> Option<Picture> {
    let (file, page) = (file.to_string_lossy(), page.to_string());
    drawn("pdftoppm", &["-r", DOTS, "-gray", "-f", &page, "-l", &page, &file])
}

/// A page as mupdf draws it.
pub(crate) fn mupdf(file: &Path, page: usize) -> Option<Picture> {
    let (file, page) = (file.to_string_lossy(), page.to_string());
    drawn("mutool", &["draw", "-q", "-r", DOTS, "-c", "gray", "-F", "pgm", "-o", "-", &file, &page])
}

/// Keeps the first page as the reference.
#[cfg(feature = "picture-tests")]
pub(crate) fn keep(file: &Path, reference: &Path) {
    if let Some(picture) = poppler(file, 1) {
        std::fs::write(reference, picture.to_png()).expect("the folder of references");
    }
}

//! Records of an old workbook (BIFF8, [MS-XLS]) → numbers, texts, formats. Every length comes from the file and is checked.

use super::ole::{u16_at, u32_at};
use crate::sealed::intake::grid::{Cell, CellText};
use chrono::{Days, NaiveDate};

/// A record: its kind and its bytes.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records from an offset on.
pub(super) fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some(Record { kind, data })
    })
}

/// Texts run over the ends of records: a reader over a record and those that continue it.
pub(super) struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(pieces: Vec<&'a [u8]>) -> Self {
        Self { pieces, piece: 0, at: 0 }
    }

    /// The next byte; whether a new record begins with it.
    fn byte(&mut self) -> Option<(u8, bool)> {
        let mut fresh = false;
        loop {
            let piece = self.pieces.get(self.piece)?;
            if let Some(byte) = piece.get(self.at) {
                self.at += 1;
                return Some((*byte, fresh));
            }
            (self.piece, self.at, fresh) = (self.piece + 1, 0, true);
        }
    }

    fn number(&mut self, bytes: u32) -> Option<u32> {
        let mut out = 0;
        for at in 0..bytes {
            out |= u32::from(self.byte()?.0) << (8 * at);
        }
        Some(out)
    }

    /// A text of so many characters with its flags, and the fonts of its runs.
    pub(super) fn text(&mut self, length: u32) -> Option<(String, Vec<u16>)> {
        let mut flags = self.number(1)?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let more = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let mut units: Vec<u16> = Vec::new();
        while units.len() < length as usize {
            let (mut low, fresh) = self.byte()?;
            if fresh {
                // A text that goes on in the next record says there anew how wide its characters are.
                flags = u32::from(low);
                low = self.byte()?.0;
            }
            let high = if flags & 1 != 0 { self.byte()?.0 } else { 0 };
            units.push(u16::from_le_bytes([low, high]));
        }
        let mut fonts = Vec::new();
        for _ in 0..runs {
            self.number(2)?;
            fonts.push(u16::try_from(self.number(2)?).ok()?);
        }
        for _ in 0..more {
            self.byte()?;
        }
        Some((String::from_utf16_lossy(&units), fonts))
    }

    /// A text behind its own length of two bytes.
    pub(super) fn counted(&mut self) -> Option<(String, Vec<u16>)> {
        let length = self.number(2)?;
        self.text(length)
    }
}

/// A text of the shared table.
pub(super) struct Shared {
    pub(super) text: CellText,
    pub(super) fonts: Vec<u16>,
}

/// The shared texts of a workbook.
pub(super) fn shared(pieces: Vec<&[u8]>) -> Option<Vec<Shared>> {
    let mut pieces = Pieces::new(pieces);
    pieces.number(4)?;
    let count = pieces.number(4)?;
    let mut out = Vec::new();
    for _ in 0..count {
        let (text, fonts) = pieces.counted()?;
        out.push(Shared { text: text.into(), fonts });
    }
    Some(out)
}

/// A number as it is packed into four bytes.
pub(super) fn packed(bits: u32) -> f64 {
    let number = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 { number / 100.0 } else { number }
}

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    Number,
    Day,
    Time,
}

/// What a built-in format shows.
pub(super) fn built_in(format: u16) -> Shows {
    match format {
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shows::Day,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shows::Time,
        _ => Shows::Number,
    }
}

/// What a format shows that is written out: `yyyy"年"m"月"d"日"`.
pub(super) fn of_pattern(pattern: &str) -> Shows {
    let mut bare = String::new();
    let mut chars = pattern.chars();
    let mut time = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                time |= !inside.is_empty() && inside.to_lowercase().chars().all(|c| "hms".contains(c));
            }
            ';' => break,
            _ => bare.extend(c.to_lowercase()),
        }
    }
    if bare.contains("general") {
        return Shows::Number;
    }
    let has = |letters: &str| bare.contains(|c| letters.contains(c));
    match (has("yde"), has("hs") || time, has("m")) {
        _ if bare.contains(['0', '#']) && !has("yd") && !time => Shows::Number,
        (true, ..) | (false, false, true) => Shows::Day,
        (false, true, _) => Shows::Time,
        _ => Shows::Number,
    }
}

/// A number under its format.
pub(super) fn cell(number: f64, shows: Shows, from_1904: bool) -> Cell {
    match shows {
        Shows::Number => Cell::Number(number),
        Shows::Time => Cell::Time,
        Shows::Day => day(number, from_1904).map_or(Cell::Time, Cell::Date),
    }
}

/// The day of a serial number. The table programs count a 29 February 1900 that never was.
pub(super) fn day(serial: f64, from_1904: bool) -> Option<NaiveDate> {
    let serial = if from_1904 { serial + 1462.0 } else { serial };
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.floor() as u64;
    let first = NaiveDate::from_ymd_opt(1899, 12, if days < 60 { 31 } else { 30 })?;
    first.checked_add_days(Days::new(days))
}

/// The value of a record that says how wide or where something is.
pub(super) fn number_at(data: &[u8], at: usize) -> Option<f64> {
    let (low, high) = (u32_at(data, at)?, u32_at(data, at + 4)?);
    Some(f64::from_bits(u64::from(high) << 32 | u64::from(low)))
}

#[cfg(test)]
mod tests {
    use super::{Pieces, Shows, day, of_pattern, packed};

    #[test]
    fn formats_say_whether_a_number_is_a_day() {
        for pattern in [
            "yyyy\"年\"m\"月\"d\"日\"",
            "yyyy/m/d",
            "[$-804]yyyy年m月",
            "m\"月\"d\"日\"",
            "yyyy\\-mm\\-dd h:mm",
        ] {
            assert!(of_pattern(pattern) == Shows::Day, "{pattern}");
        }
        assert!(of_pattern("h:mm:ss") == Shows::Time && of_pattern("[h]:mm") == Shows::Time);
        for pattern in ["General", "0.00", "#,##0", "0\"元\"", "@", "[Red]0.00", "0.00E+00", "\"第\"0\"组\""]
        {
            assert!(of_pattern(pattern) == Shows::Number, "{pattern}");
        }
    }

    #[test]
    fn days_and_packed_numbers_are_what_the_table_program_shows() {
        assert_eq!(day(45_754.0, false), "2025-04-07".parse().ok());
        assert_eq!(day(44_292.0, true), "2025-04-07".parse().ok());
        assert_eq!(day(1.0, false), "1900-01-01".parse().ok());
        assert!((packed(3 << 2 | 2) - 3.0).abs() < 1e-9 && (packed(1234 << 2 | 3) - 12.34).abs() < 1e-9);
    }

    #[test]
    fn a_text_that_goes_on_in_the_next_record_changes_its_width_there() {
        let wide: Vec<u8> =
            [5u8, 0, 1].into_iter().chain("王小".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let next = [&[0u8][..], b"abc"].concat();
        assert_eq!(Pieces::new(vec![&wide, &next]).counted().unwrap().0, "王小abc");
    }
}

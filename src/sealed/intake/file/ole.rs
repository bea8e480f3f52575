//! The container of old office files (OLE, [MS-CFB]) → its streams. Every offset comes from the file and is checked.

use super::package::Trouble;

/// Sectors that end or mark no chain.
const LAST: u32 = 0xFFFF_FFFA;

/// A container with its directory.
pub(super) struct Container<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector.
    size: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    /// The stream that small streams lie in.
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

/// A little-endian number of two bytes.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let part = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([*part.first()?, *part.get(1)?]))
}

/// A little-endian number of four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16_at(bytes, at)?) | u32::from(u16_at(bytes, at.checked_add(2)?)?) << 16)
}

impl<'a> Container<'a> {
    /// Reads the directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        Self::read(bytes).ok_or(Trouble::Damaged)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let size = match u16_at(bytes, 30)? {
            shift @ (9 | 12) => 1usize << shift,
            _ => return None,
        };
        let mut out = Self {
            bytes,
            size,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        // The first 109 sectors of the table are named in the header, further ones in sectors of their own.
        let mut tables: Vec<u32> = (0..109).filter_map(|n| u32_at(bytes, 76 + 4 * n)).collect();
        let mut more = u32_at(bytes, 68)?;
        for _ in 0..bytes.len() / size {
            if more >= LAST {
                break;
            }
            let sector = out.sector(more)?;
            let last = size / 4 - 1;
            tables.extend((0..last).filter_map(|n| u32_at(sector, 4 * n)));
            more = u32_at(sector, 4 * last)?;
        }
        for table in tables.into_iter().filter(|table| *table < LAST) {
            let sector = out.sector(table)?;
            let numbers: Vec<u32> = (0..size / 4).filter_map(|n| u32_at(sector, 4 * n)).collect();
            out.fat.extend(numbers);
        }
        let directory = out.chain(u32_at(bytes, 48)?)?;
        let mut root = None;
        for entry in directory.chunks_exact(128) {
            let length = usize::from(u16_at(entry, 64)?).min(64) / 2;
            let units: Vec<u16> =
                (0..length).filter_map(|n| u16_at(entry, 2 * n)).take_while(|c| *c != 0).collect();
            let found = Entry {
                name: String::from_utf16_lossy(&units),
                start: u32_at(entry, 116)?,
                length: u32_at(entry, 120)? as usize,
            };
            match entry.get(66)? {
                5 => root = Some(found),
                2 => out.entries.push(found),
                _ => {}
            }
        }
        let table = u32_at(bytes, 60)?;
        if table < LAST {
            let sectors = out.chain(table)?;
            out.mini_fat = (0..sectors.len() / 4).filter_map(|n| u32_at(&sectors, 4 * n)).collect();
        }
        if let Some(root) = root.filter(|root| root.start < LAST && root.length > 0) {
            out.mini = out.chain(root.start)?;
        }
        Some(out)
    }

    /// Whether there is a stream of this name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A stream by its name.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let cutoff = u32_at(self.bytes, 56)? as usize;
        let mut out = if entry.length < cutoff { self.small(entry.start)? } else { self.chain(entry.start)? };
        (out.len() >= entry.length).then(|| out.truncate(entry.length))?;
        Some(out)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.size)?;
        // The last sector of a file may be cut short.
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    fn chain(&self, mut sector: u32) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while sector < LAST {
            // A circle would never end: no chain is longer than the file.
            if out.len() > self.bytes.len() {
                return None;
            }
            out.extend_from_slice(self.sector(sector)?);
            sector = *self.fat.get(sector as usize)?;
        }
        Some(out)
    }

    fn small(&self, mut sector: u32) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while sector < LAST {
            if out.len() > self.mini.len() {
                return None;
            }
            let start = (sector as usize).checked_mul(64)?;
            out.extend_from_slice(self.mini.get(start..start.checked_add(64)?.min(self.mini.len()))?);
            sector = *self.mini_fat.get(sector as usize)?;
        }
        Some(out)
    }
}

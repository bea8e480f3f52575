//! The sRGB profile 色彩特性 that says what the colours mean, built from its published numbers in integers.

/// An ICC version 4 display profile: IEC 61966-2-1 primaries adapted to D50, parametric curve.
pub(super) fn srgb() -> Vec<u8> {
    let curve = para();
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("Public domain")),
        (b"wtpt", xyz([0xF6D6, 0x1_0000, 0xD32D])),
        (b"chad", chad()),
        (b"rXYZ", xyz([0x6FA2, 0x38F5, 0x390])),
        (b"gXYZ", xyz([0x6299, 0xB785, 0x18DA])),
        (b"bXYZ", xyz([0x24A0, 0xF84, 0xB6CF])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = Vec::new();
    let mut data: Vec<u8> = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    let mut last: Option<(Vec<u8>, usize)> = None;
    table.extend(word(tags.len()));
    for (name, bytes) in tags {
        // The three curves are one.
        let offset = match &last {
            Some((known, at)) if *known == bytes => *at,
            _ => {
                let at = start + data.len();
                data.extend(&bytes);
                data.resize(data.len().next_multiple_of(4), 0);
                at
            }
        };
        table.extend(name);
        table.extend(word(offset));
        table.extend(word(bytes.len()));
        last = Some((bytes, offset));
    }
    let mut out = header(start + data.len());
    out.extend(table);
    out.extend(data);
    out
}

fn word(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(0).to_be_bytes()
}

fn header(size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    out.extend(word(size));
    out.extend([0; 4]);
    out.extend([4, 0x20, 0, 0]);
    out.extend(b"mntrRGB XYZ ");
    // A fixed day: the profile never changes.
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    out.resize(68, 0);
    for part in [0xF6D6_u32, 0x1_0000, 0xD32D] {
        out.extend(part.to_be_bytes());
    }
    out.resize(128, 0);
    out
}

fn xyz(values: [u32; 3]) -> Vec<u8> {
    let mut out = b"XYZ \0\0\0\0".to_vec();
    values.iter().for_each(|value| out.extend(value.to_be_bytes()));
    out
}

/// Bradford adaptation D65 → D50, as in the standard's annex.
fn chad() -> Vec<u8> {
    let mut out = b"sf32\0\0\0\0".to_vec();
    for value in [0x10C42_i32, 0x5DE, -0xCDB, 0x793, 0xFD92, -0x45C, -0x25D, 0x3D9, 0xC076] {
        out.extend(value.to_be_bytes());
    }
    out
}

/// ((x + 0.055) / 1.055)^2.4 above 0.04045, x / 12.92 below.
fn para() -> Vec<u8> {
    let mut out = b"para\0\0\0\0\0\x03\0\0".to_vec();
    for value in [0x26666_u32, 0xF2A7, 0xD59, 0x13D0, 0xA5B] {
        out.extend(value.to_be_bytes());
    }
    out
}

fn words(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = b"mluc\0\0\0\0".to_vec();
    out.extend(word(1));
    out.extend(word(12));
    out.extend(b"enUS");
    out.extend(word(units.len()));
    out.extend(word(28));
    out.extend(units);
    out
}

#[cfg(test)]
mod tests {
    use super::srgb;

    #[test]
    fn the_profile_states_its_own_length_and_its_tags_lie_inside() {
        let bytes = srgb();
        let word = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("4")) as usize;
        assert_eq!(word(0), bytes.len());
        assert_eq!(&bytes[36..40], b"acsp");
        for tag in 0..word(128) {
            let (offset, size) = (word(132 + tag * 12 + 4), word(132 + tag * 12 + 8));
            assert!(offset % 4 == 0 && offset + size <= bytes.len());
        }
    }
}

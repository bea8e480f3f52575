//! The seeds of the fuzzer, and bytes made of them, go through every entrance: what once broke stays mended.
#![expect(clippy::disallowed_methods, reason = "seeds are files")]

#[cfg(test)]
mod replay {
    use std::fs;
    use std::path::Path;

    /// Seeds of a target, by name.
    fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
        let mut found: Vec<(String, Vec<u8>)> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| {
                let path = entry.unwrap().path();
                (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap())
            })
            .collect();
        found.sort();
        found
    }

    /// The seed cut short, with a byte changed, doubled and saved by another program.
    fn variants(seed: &[u8]) -> Vec<Vec<u8>> {
        let mut all = vec![seed.to_vec()];
        let steps = 24;
        for n in 0..steps {
            let at = seed.len() * n / steps;
            all.push(seed[..at].to_vec());
            let mut changed = seed.to_vec();
            if let Some(byte) = changed.get_mut(at) {
                *byte = byte.wrapping_mul(31).wrapping_add(u8::try_from(n).unwrap());
            }
            all.push(changed);
        }
        all.push([seed, seed].concat());
        let text = String::from_utf8_lossy(seed);
        all.push(text.replace('\n', "\r\n").into_bytes());
        all.push(encoding_rs::GB18030.encode(&text).0.into_owned());
        all.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        all
    }

    #[test]
    fn every_seed_and_what_is_made_of_it_is_read_or_told() {
        for (target, entrance) in mingbai::fuzz::ALL {
            let seeds = seeds(target);
            assert!(seeds.len() >= 3, "{target} has few seeds");
            for (name, seed) in seeds {
                for (n, bytes) in variants(&seed).into_iter().enumerate() {
                    let ran = std::panic::catch_unwind(|| entrance(&bytes));
                    assert!(ran.is_ok(), "{target}/{name}, variant {n}");
                }
            }
        }
    }

    #[test]
    fn every_entrance_has_a_target() {
        for (target, _) in mingbai::fuzz::ALL {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/fuzz_targets/{target}.rs"));
            assert!(path.is_file(), "{}", path.display());
        }
    }
}

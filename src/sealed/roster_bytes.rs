//! The bytes of a roster file, as read from the disk → [`RosterBytes`], which only this room opens.

use super::signoff::sha256_hex;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A roster file 名册文件 as it was read. Clones share one copy. Elsewhere it tells its digest and nothing else: no
/// bytes, no length, nothing in `Debug`, no serialising.
#[derive(Clone, Default)]
pub struct RosterBytes(Arc<Held>);

#[derive(Default)]
struct Held {
    bytes: Vec<u8>,
    sha256: OnceLock<String>,
}

impl RosterBytes {
    /// Seals what `workspace` has read.
    pub fn seal(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Held { bytes, sha256: OnceLock::new() }))
    }

    /// SHA-256 of the bytes as 64 lower-case hex digits.
    pub fn sha256(&self) -> &str {
        self.0.sha256.get_or_init(|| sha256_hex(&self.0.bytes))
    }

    /// The check value 名册校验 for who holds the workspace's secret: HMAC-SHA-256 over the bytes, 64 hexadecimal digits.
    pub fn check(&self, mac: Hmac<Sha256>) -> String {
        let mac = mac.chain_update(&self.0.bytes);
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The bytes, inside this room only.
    pub(in crate::sealed) fn expose(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl fmt::Debug for RosterBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹roster›")
    }
}

#[cfg(test)]
mod tests {
    use super::RosterBytes;

    #[test]
    fn debug_of_a_notice_printed_its_roster() {
        let bytes = RosterBytes::seal("户主\n王小明\n".into());
        assert_eq!(format!("{bytes:?} {:#?}", Some(bytes.clone())), "‹roster› Some(\n    ‹roster›,\n)");
    }

    #[test]
    fn clones_have_one_digest() {
        let bytes = RosterBytes::seal(b"abc".to_vec());
        assert_eq!(bytes.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(bytes.clone().sha256(), bytes.sha256());
    }
}

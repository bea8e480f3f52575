//! Salts 盐: the workspace's secret and what a face is of → sixteen bytes that nobody outside can guess, the same each time.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// A workspace's secret 密值: thirty-two bytes that never leave it. A lost one is made anew; old proofs keep their salts.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// What every copy of the sample has: its proofs come out the same everywhere, and protect nobody, because nobody in
    /// it exists.
    pub const SAMPLE: Self = Self(*b"mingbai sample, of nobody at all");

    /// Where a workspace keeps it.
    pub const FILE: &str = "proof.secret";

    /// From its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// From the text of its file: sixty-four hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Option<Vec<u8>> =
            text.trim().chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
        let bytes: Vec<u8> =
            digits?.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        (text.trim().len() == 64).then_some(()).and_then(|()| bytes.try_into().ok()).map(Self)
    }

    /// The text of its file.
    pub fn to_text(&self) -> String {
        hexadecimal(&self.0) + "\n"
    }

    /// HMAC-SHA-256 (RFC 2104) with this secret, to be fed with what is sealed.
    pub fn mac(&self) -> Hmac<Sha256> {
        Hmac::new(&self.block().into())
    }

    /// The key as RFC 2104 pads it: the same MAC as with the thirty-two bytes alone.
    fn block(&self) -> [u8; 64] {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        block
    }

    /// The salt of a face: the first sixteen bytes of HMAC-SHA-256 (RFC 2104) over notice, version and channel.
    pub fn salt(&self, notice: &str, version: u32, channel: &str) -> Salt {
        let mut out = [0; 16];
        let mac = self.mac().chain_update(format!("{notice}\n{version}\n{channel}").as_bytes());
        out.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        Salt(out)
    }
}

/// Says nothing of the bytes.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Sixteen bytes in a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl fmt::Display for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hexadecimal(&self.0))
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_salt_is_of_one_notice_version_and_channel() {
        let secret = Secret::SAMPLE;
        let salt = secret.salt("villages/a/notices/n1", 1, "web");
        assert_eq!(salt, secret.salt("villages/a/notices/n1", 1, "web"));
        for other in [
            secret.salt("villages/a/notices/n1", 1, "board"),
            secret.salt("villages/a/notices/n1", 2, "web"),
            secret.salt("villages/a/notices/n2", 1, "web"),
            Secret::new([7; 32]).salt("villages/a/notices/n1", 1, "web"),
        ] {
            assert_ne!(salt, other);
        }
        // As another program computes it: printf '…\n1\nweb' | openssl dgst -sha256 -hmac 'mingbai sample, of nobody at all'
        assert_eq!(salt.to_string(), "76a254684f1bcb77465dde7e2d2bc6ce");
    }

    #[test]
    fn a_secret_is_read_from_its_own_file_alone() {
        let text = Secret::new([0xa5; 32]).to_text();
        assert_eq!(Secret::parse(&text).map(|secret| secret.to_text()), Some(text.clone()));
        for other in ["", "a5", &text[2..], &format!("{}00", text.trim()), &text.replace('a', "g")] {
            assert!(Secret::parse(other).is_none(), "{other}");
        }
    }
}

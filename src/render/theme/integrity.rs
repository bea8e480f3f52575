//! Digests of a theme's files as a page may declare them 完整性校验 (W3C Subresource Integrity).

use sha2::{Digest, Sha256};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `sha256-` and the digest in base 64.
pub(super) fn of(bytes: &[u8]) -> String {
    let mut out = String::from("sha256-");
    for three in Sha256::digest(bytes).chunks(3) {
        let value = (0..3).fold(0, |value: usize, at| value << 8 | usize::from(*three.get(at).unwrap_or(&0)));
        for place in 0..4 {
            let digit = char::from(LETTERS[value >> (18 - 6 * place) & 63]);
            out.push(if place <= three.len() { digit } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_digest_is_that_of_other_programs() {
        // printf abc | openssl dgst -sha256 -binary | base64
        assert_eq!(super::of(b"abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}

//! A ledger as it would be whenever it was written.

/// Two runs of one command differ in the time of the clock, and so in the hashes, but in nothing else: these become
/// noughts, also in a ledger that is cut short.
pub(crate) fn timeless(ledger: &[u8]) -> Vec<u8> {
    let mut all = ledger.to_vec();
    for key in ["\"at\":\"", "\"prev\":\"", "\"hash\":\""] {
        let starts = ledger.windows(key.len()).enumerate().filter(|(_, some)| *some == key.as_bytes());
        for from in starts.map(|(at, _)| at + key.len()) {
            all[from..].iter_mut().take_while(|byte| **byte != b'"').for_each(|byte| *byte = b'0');
        }
    }
    all
}

//! Keys as text: made once, and read from requests.

use std::fmt::{self, Write};
use std::io;

use super::ApiKeyRecord;
use crate::credential::Malformed;

/// A new key: the text for whoever will use it, and the record for the store.
pub struct ApiKey {
    text: String,
    record: ApiKeyRecord,
}

impl ApiKey {
    /// A new key, from 256 bits of the system's randomness: `key_` and an id, `_` and a secret.
    ///
    /// # Errors
    ///
    /// When the system has no randomness to give.
    pub fn generate() -> io::Result<Self> {
        Self::generate_with_prefix("key")
    }

    /// A new key that begins with this instead of `key`, so that people and secret scanners know
    /// where it belongs.
    ///
    /// # Errors
    ///
    /// When the system has no randomness to give, or the prefix is not 1 to 32 letters, digits,
    /// `-` and `_`.
    pub fn generate_with_prefix(prefix: &str) -> io::Result<Self> {
        if !(1..=32).contains(&prefix.len()) || !prefix.bytes().all(is_id) {
            let complaint = "a prefix of API keys is 1 to 32 letters, digits, `-` and `_`";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, complaint));
        }
        let id = format!("{prefix}_{}", hex(&random::<8>()?));
        let secret = hex(&random::<32>()?);
        Ok(Self {
            text: format!("{id}_{secret}"),
            record: ApiKeyRecord::of_secret(id, &secret),
        })
    }

    /// The key. Show it once, to whoever will use it, and keep it nowhere.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What a store needs to know the key again.
    pub fn record(&self) -> &ApiKeyRecord {
        &self.record
    }

    /// What a store needs to know the key again.
    pub fn into_record(self) -> ApiKeyRecord {
        self.record
    }
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| io::Error::other("the system has no randomness to give"))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Without the secret.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey")
            .field("id", &self.record.id())
            .finish_non_exhaustive()
    }
}

/// A key that somebody presents.
#[derive(Clone, Copy)]
pub(super) struct Presented<'a> {
    pub(super) id: &'a str,
    pub(super) secret: &'a str,
}

/// Far above what [`ApiKey::generate`] makes, and far below what would cost anything.
const LONGEST: usize = 256;

impl<'a> Presented<'a> {
    pub(super) fn read(field: &'a [u8]) -> Result<Self, Malformed> {
        if field.is_empty() {
            return Err(Malformed::NoToken);
        }
        let text = std::str::from_utf8(field).map_err(|_| Malformed::ForeignCharacter)?;
        if text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Malformed::ForeignCharacter);
        }
        match text.rsplit_once('_') {
            Some((id, secret)) if !id.is_empty() && id.bytes().all(is_id) && !secret.is_empty() => {
                Ok(Self { id, secret })
            }
            _ => Err(Malformed::NoToken),
        }
    }
}

fn is_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::{ApiKey, LONGEST, Presented};

    #[test]
    fn a_new_key_is_read_as_its_id_and_its_secret() {
        let key = ApiKey::generate_with_prefix("shop_live").unwrap();
        let presented = Presented::read(key.text().as_bytes()).ok().unwrap();
        assert_eq!(presented.id, key.record().id());
        assert!(presented.id.starts_with("shop_live_"));
        assert_eq!(presented.secret.len(), 64);
    }

    #[test]
    fn keys_differ_in_id_and_secret() {
        let (one, other) = (ApiKey::generate().unwrap(), ApiKey::generate().unwrap());
        assert_ne!(one.record().id(), other.record().id());
        assert_ne!(one.text().rsplit_once('_'), other.text().rsplit_once('_'));
    }

    #[test]
    fn a_prefix_holds_nothing_strange() {
        for prefix in ["", "a b", "a:b", "\u{e4}", &"a".repeat(33)] {
            assert!(ApiKey::generate_with_prefix(prefix).is_err(), "{prefix:?}");
        }
    }

    #[test]
    fn what_is_no_key_cannot_be_read() {
        let long = format!("key_1_{}", "a".repeat(LONGEST));
        for field in [
            "",
            "key",
            "_",
            "key_",
            "_secret",
            "a b_c",
            "a_b c",
            "a_b\t",
            "k\u{e4}_b",
            "a/b_c",
            &long,
        ] {
            assert!(Presented::read(field.as_bytes()).is_err(), "{field:?}");
        }
        assert!(Presented::read(b"\xff_a").is_err());
    }

    #[test]
    fn debug_output_holds_no_secret() {
        let key = ApiKey::generate().unwrap();
        let (_, secret) = key.text().rsplit_once('_').unwrap();
        assert!(!format!("{key:?} {:?}", key.record()).contains(secret));
    }
}

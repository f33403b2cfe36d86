//! One SHA-256 over several texts, by the backend that verifies signatures.

/// The hash of these texts. Their lengths go in with them, so that `a` + `bc` is not `ab` + `c`.
pub(crate) fn of_parts(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Hash::new();
    for part in parts {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finish()
}

#[cfg(feature = "aws_lc_rs")]
struct Hash(aws_lc_rs::digest::Context);

#[cfg(feature = "aws_lc_rs")]
impl Hash {
    fn new() -> Self {
        Self(aws_lc_rs::digest::Context::new(&aws_lc_rs::digest::SHA256))
    }

    fn update(&mut self, text: &[u8]) {
        self.0.update(text);
    }

    fn finish(self) -> [u8; 32] {
        let mut hash = [0; 32];
        hash.copy_from_slice(self.0.finish().as_ref());
        hash
    }
}

#[cfg(not(feature = "aws_lc_rs"))]
struct Hash(sha2::Sha256);

#[cfg(not(feature = "aws_lc_rs"))]
impl Hash {
    fn new() -> Self {
        Self(sha2::Digest::new())
    }

    fn update(&mut self, text: &[u8]) {
        sha2::Digest::update(&mut self.0, text);
    }

    fn finish(self) -> [u8; 32] {
        sha2::Digest::finalize(self.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::of_parts;

    /// FIPS 180-2, appendix B.1, behind the length that is ours.
    #[test]
    fn it_is_sha_256() {
        let hash = |text: &[u8]| {
            let mut hash = super::Hash::new();
            hash.update(text);
            hash.finish()
        };
        let expected = 0xba78_16bf_8f01_cfea_4141_40de_5dae_2223_u128;
        assert_eq!(hash(b"abc")[..16], expected.to_be_bytes());
        assert_eq!(of_parts(&[b"abc"]), hash(b"\0\0\0\0\0\0\0\x03abc"));
    }

    #[test]
    fn texts_stay_apart() {
        let hash = |parts: &[&[u8]]| of_parts(parts);
        assert_ne!(hash(&[b"a", b"bc"]), hash(&[b"ab", b"c"]));
        assert_ne!(hash(&[b"abc"]), hash(&[b"abc", b""]));
    }
}

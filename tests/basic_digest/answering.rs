//! A client of Digest that can be made to do wrong. Its hashes are of other crates than those of the
//! server, where there is one.

use std::fmt::Write;

use aws_lc_rs::digest;
use md5::Digest;

/// A challenge, taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Challenge {
    pub(crate) realm: String,
    pub(crate) nonce: String,
    pub(crate) algorithm: String,
}

impl Challenge {
    /// One that has exactly the form that we promise.
    pub(crate) fn read(line: &str) -> Self {
        let rest = line.strip_prefix("Digest realm=\"").expect("Digest");
        let (realm, rest) = rest.split_once("\", qop=\"auth\", algorithm=").expect(line);
        let (algorithm, rest) = rest.split_once(", nonce=\"").expect(line);
        let (nonce, _) = rest.split_once("\", charset=UTF-8").expect(line);
        Self {
            realm: realm.to_owned(),
            nonce: nonce.to_owned(),
            algorithm: algorithm.to_owned(),
        }
    }

    /// The answer to it: right, until something in it is changed.
    pub(crate) fn answer(&self, user: &str, password: &str, uri: &str) -> Answering {
        Answering {
            challenge: self.clone(),
            user: user.to_owned(),
            password: password.to_owned(),
            hashed: false,
            method: "GET".into(),
            uri: uri.to_owned(),
            nc: "00000001".into(),
            cnonce: "MTIzNDU2Nzg".into(),
        }
    }
}

/// An answer in the making.
#[derive(Debug, Clone)]
pub(crate) struct Answering {
    pub(crate) challenge: Challenge,
    pub(crate) user: String,
    pub(crate) password: String,
    /// Whether the name is sent as its hash.
    pub(crate) hashed: bool,
    pub(crate) method: String,
    pub(crate) uri: String,
    pub(crate) nc: String,
    pub(crate) cnonce: String,
}

impl Answering {
    pub(crate) fn nc(mut self, nc: &str) -> Self {
        nc.clone_into(&mut self.nc);
        self
    }

    pub(crate) fn hashed(mut self) -> Self {
        self.hashed = true;
        self
    }

    /// The field.
    pub(crate) fn field(&self) -> String {
        let Challenge {
            realm,
            nonce,
            algorithm,
        } = &self.challenge;
        let name = if self.hashed {
            format!(
                "username=\"{}\", userhash=true",
                self.hash(&[&self.user, realm])
            )
        } else {
            format!("username=\"{}\"", self.user)
        };
        format!(
            "Digest {name}, realm=\"{realm}\", uri=\"{}\", algorithm={algorithm}, \
             nonce=\"{nonce}\", nc={}, cnonce=\"{}\", qop=auth, response=\"{}\"",
            self.uri,
            self.nc,
            self.cnonce,
            self.proof(&self.method)
        )
    }

    /// What the server must show (`rspauth`).
    pub(crate) fn servers_proof(&self) -> String {
        self.proof("")
    }

    fn proof(&self, method: &str) -> String {
        let ha1 = self.hash(&[&self.user, &self.challenge.realm, &self.password]);
        let ha2 = self.hash(&[method, &self.uri]);
        let Challenge { nonce, .. } = &self.challenge;
        self.hash(&[&ha1, nonce, &self.nc, &self.cnonce, "auth", &ha2])
    }

    fn hash(&self, parts: &[&str]) -> String {
        let text = parts.join(":");
        let bytes = match self.challenge.algorithm.as_str() {
            "SHA-256" => digest::digest(&digest::SHA256, text.as_bytes())
                .as_ref()
                .to_vec(),
            "MD5" => md5::Md5::digest(text.as_bytes()).to_vec(),
            other => panic!("no client knows {other}"),
        };
        bytes.iter().fold(String::new(), |mut digits, byte| {
            write!(digits, "{byte:02x}").expect("a `String` takes everything");
            digits
        })
    }
}

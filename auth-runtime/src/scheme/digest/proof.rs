//! The arithmetic of RFC 7616 §3.4.1 and §3.5.

use super::algorithm::Algorithm;
use super::credentials::Credentials;

/// What both sides compute their proofs from.
pub(super) struct Proof<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) ha1: &'a str,
    pub(super) credentials: &'a Credentials,
}

impl Proof<'_> {
    /// What the client has to send for a request of this method.
    pub(super) fn response(&self, method: &str) -> String {
        self.over(method)
    }

    /// What the server sends back, to show that it knows the password too.
    pub(super) fn rspauth(&self) -> String {
        self.over("")
    }

    /// `KD(H(A1), nonce:nc:cnonce:qop:H(A2))`
    fn over(&self, method: &str) -> String {
        let sent = self.credentials;
        let ha2 = self.algorithm.hash([method, &sent.uri]);
        let parts = [self.ha1, &sent.nonce, &sent.nc, &sent.cnonce, "auth", &ha2];
        self.algorithm.hash(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::Proof;
    use crate::scheme::digest::algorithm::Algorithm;
    use crate::scheme::digest::credentials::read;
    use crate::scheme::digest::stored::Ha1;

    /// RFC 7616 §3.9.1, of both algorithms.
    #[test]
    fn the_examples_of_mufasa() {
        for (algorithm, response) in [
            (Algorithm::Md5, "8ca523f5e9506fed4657c9700eebdbec"),
            (
                Algorithm::Sha256,
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ),
        ] {
            let rest = format!(
                r#" username="Mufasa",
                    realm="http-auth@example.org",
                    uri="/dir/index.html",
                    algorithm={algorithm},
                    nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                    nc=00000001,
                    cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                    qop=auth,
                    response="{response}",
                    opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#
            );
            // The line breaks of the page are not in the field.
            let rest = rest.replace('\n', "");
            let credentials = read(rest.as_bytes()).unwrap();
            assert_eq!(credentials.algorithm, Some(algorithm));
            let ha1 = Ha1::new(algorithm, "Mufasa", &credentials.realm, "Circle of Life");
            let proof = Proof {
                algorithm,
                ha1: &ha1.hex,
                credentials: &credentials,
            };
            assert_eq!(proof.response("GET"), credentials.response);
            assert_ne!(proof.response("POST"), credentials.response);
            assert_ne!(proof.rspauth(), credentials.response);
        }
    }

    /// Computed once by Python's `hashlib` from §3.5: `H(A2)` is over `:uri`.
    #[test]
    fn the_servers_proof_is_without_a_method() {
        let rest = r#" username="u", realm="r", uri="/", algorithm=MD5, nonce="n", nc=00000001, cnonce="c", qop=auth, response="x""#;
        let credentials = read(rest.as_bytes()).unwrap();
        let ha1 = Ha1::new(Algorithm::Md5, "u", "r", "p");
        let proof = Proof {
            algorithm: Algorithm::Md5,
            ha1: &ha1.hex,
            credentials: &credentials,
        };
        assert_eq!(proof.rspauth(), "aa58936ae061f3fc7ef9045fc29ff26e");
    }
}

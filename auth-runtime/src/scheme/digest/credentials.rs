//! What follows `Digest`: the client's proof, and what it is about (RFC 7616 §3.4).

use percent_encoding::percent_decode_str;

use super::algorithm::Algorithm;
use super::params::{Params, Value};
use super::users::UserName;
use crate::credential::Malformed;
use crate::identity::AuthenticationError;
use crate::scheme::user_text;

/// Credentials that have the form that RFC 7616 asks for. Nothing in them is verified.
pub(super) struct Credentials {
    pub(super) name: Name,
    pub(super) realm: String,
    pub(super) nonce: String,
    pub(super) uri: String,
    /// None for one that nobody here computes.
    pub(super) algorithm: Option<Algorithm>,
    pub(super) response: String,
    /// Printable ASCII, because the answer repeats it.
    pub(super) cnonce: String,
    /// Eight hexadecimal digits.
    pub(super) nc: String,
}

/// As whom the client comes.
pub(super) enum Name {
    Plain(String),
    /// In lower case.
    Hashed(String),
}

/// Longer client nonces than this no client sends.
const LONGEST_CNONCE: usize = 256;

/// Reads `1*SP #auth-param`. A parameter that is missing or not as it must be is malformed (§3.4:
/// "a 4xx error code"); octets that are no UTF-8 are a name or a realm that nobody has.
pub(super) fn read(rest: &[u8]) -> Result<Credentials, AuthenticationError> {
    let text = std::str::from_utf8(rest).map_err(|_| AuthenticationError::rejected("not_utf8"))?;
    Params::read(text)
        .and_then(|params| meaning(&params))
        .map_err(AuthenticationError::malformed)
}

/// The account that the credentials claim, if they can be read so far. Nobody can tell the name from
/// its hash without asking the store, which would tell by its time whom it knows.
pub(super) fn claimed_account(rest: &[u8]) -> Option<String> {
    let params = Params::read(std::str::from_utf8(rest).ok()?).ok()?;
    match name(&params).ok()? {
        Name::Plain(name) | Name::Hashed(name) => Some(user_text::account(&name)),
    }
}

fn meaning(params: &Params<'_>) -> Result<Credentials, Malformed> {
    let text = |name: &str, why: &'static str| {
        let text = params.text(name).ok_or(Malformed::Form(why))?;
        Ok(text.to_owned())
    };
    // Without `qop` it would be RFC 2069, which binds neither a count nor a client's nonce.
    if text("qop", "no_qop")? != "auth" {
        return Err(Malformed::Form("qop_not_offered"));
    }
    let nc = text("nc", "no_nc")?;
    if nc.len() != 8 || !nc.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Malformed::Form("nc_not_eight_digits"));
    }
    let cnonce = text("cnonce", "no_cnonce")?;
    if cnonce.len() > LONGEST_CNONCE || !cnonce.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(Malformed::Form("foreign_character_in_cnonce"));
    }
    Ok(Credentials {
        name: name(params)?,
        realm: text("realm", "no_realm")?,
        nonce: text("nonce", "no_nonce")?,
        uri: text("uri", "no_uri")?,
        algorithm: algorithm(params),
        response: text("response", "no_response")?,
        cnonce,
        nc,
    })
}

/// Without the parameter it is MD5 (§3.4).
fn algorithm(params: &Params<'_>) -> Option<Algorithm> {
    let name = params.text("algorithm").unwrap_or("MD5");
    let mut all = Algorithm::ALL.into_iter();
    all.find(|it| it.name().eq_ignore_ascii_case(name))
}

/// One of `username` and `username*`, the latter only unhashed (§3.4).
fn name(params: &Params<'_>) -> Result<Name, Malformed> {
    let is_hashed = match params.text("userhash") {
        None => false,
        Some(text) if text.eq_ignore_ascii_case("false") => false,
        Some(text) if text.eq_ignore_ascii_case("true") => true,
        Some(_) => return Err(Malformed::Form("userhash_neither_true_nor_false")),
    };
    let name = match (params.text("username"), params.value("username*")) {
        (Some(hash), None) if is_hashed => return Ok(Name::Hashed(hash.to_ascii_lowercase())),
        (Some(name), None) => name.to_owned(),
        (None, Some(value)) if !is_hashed => {
            extended(value).ok_or(Malformed::Form("username_not_ext_value"))?
        }
        (None, Some(_)) => return Err(Malformed::Form("extended_username_hashed")),
        (Some(_), Some(_)) => return Err(Malformed::Form("two_usernames")),
        (None, None) => return Err(Malformed::Form("no_username")),
    };
    if user_text::has_control(&name) {
        return Err(Malformed::Form("control_character"));
    }
    Ok(Name::Plain(user_text::normal(&name).into_owned()))
}

/// `UTF-8'[language]'*( pct-encoded / attr-char )` (RFC 8187 §3.2).
fn extended(value: &Value) -> Option<String> {
    let (charset, rest) = value.text.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    if value.is_quoted || !charset.eq_ignore_ascii_case("UTF-8") || !is_encoded(encoded) {
        return None;
    }
    let decoded = percent_decode_str(encoded).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

fn is_encoded(text: &str) -> bool {
    let mut pieces = text.split('%');
    let is_plain = |text: &str| {
        let is_attr_char =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
        text.bytes().all(is_attr_char)
    };
    let is_escape = |piece: &str| {
        let digits = piece.bytes().take(2).filter(u8::is_ascii_hexdigit).count();
        digits == 2 && is_plain(&piece[2..])
    };
    pieces.next().is_some_and(is_plain) && pieces.all(is_escape)
}

impl Name {
    /// The name to look for, where anybody can have it.
    pub(super) fn sought(&self, algorithm: Algorithm) -> Option<UserName<'_>> {
        match self {
            Self::Plain(name) => {
                (name.len() <= user_text::LONGEST_NAME).then_some(UserName::Plain(name))
            }
            Self::Hashed(hash) => algorithm
                .is_hash(hash)
                .then_some(UserName::Hashed(algorithm, hash)),
        }
    }

    pub(super) fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Hashed(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Name, claimed_account, read};
    use crate::identity::{AuthenticationError, Failure};

    const WHOLE: &str = r#" username="ada", realm="r", nonce="n", uri="/", algorithm=SHA-256, qop=auth, nc=0000000A, cnonce="c", response="x""#;

    /// The word for logs, and whether the form is to blame.
    fn why(rest: &str) -> Result<(), (&'static str, bool)> {
        match read(rest.as_bytes()) {
            Ok(_) => Ok(()),
            Err(AuthenticationError(Failure::Malformed(why))) => Err((why.code(), true)),
            Err(AuthenticationError(Failure::Rejected { code })) => Err((code, false)),
            Err(other) => panic!("{other}"),
        }
    }

    fn with(old: &str, new: &str) -> String {
        assert!(WHOLE.contains(old), "{old}");
        WHOLE.replace(old, new)
    }

    fn name(username: &str) -> Result<(String, bool), &'static str> {
        match read(with(r#"username="ada""#, username).as_bytes()) {
            Ok(it) => Ok((
                it.name.text().to_owned(),
                matches!(it.name, Name::Hashed(_)),
            )),
            Err(AuthenticationError(Failure::Malformed(why))) => Err(why.code()),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_parameter_of_a_proof_is_needed() {
        assert_eq!(why(WHOLE), Ok(()));
        for (parameter, code) in [
            (r#" username="ada","#, "no_username"),
            (r#" realm="r","#, "no_realm"),
            (r#" nonce="n","#, "no_nonce"),
            (r#" uri="/","#, "no_uri"),
            (" qop=auth,", "no_qop"),
            (" nc=0000000A,", "no_nc"),
            (r#" cnonce="c","#, "no_cnonce"),
            (r#", response="x""#, "no_response"),
        ] {
            assert_eq!(why(&with(parameter, "")), Err((code, true)));
        }
    }

    #[test]
    fn only_the_offered_protection_is_accepted() {
        for qop in [
            "qop=auth-int",
            "qop=\"\"",
            "qop=AUTH",
            "qop=\"auth,auth-int\"",
        ] {
            let code = why(&with("qop=auth", qop));
            assert_eq!(code, Err(("qop_not_offered", true)), "{qop}");
        }
        assert_eq!(why(&with("qop=auth", "qop=\"auth\"")), Ok(()));
    }

    #[test]
    fn the_nonce_count_is_eight_digits() {
        for nc in [
            "nc=1",
            "nc=000000001",
            "nc=0000000g",
            "nc=\"0x000001\"",
            "nc=+0000001",
        ] {
            let code = why(&with("nc=0000000A", nc));
            assert_eq!(code, Err(("nc_not_eight_digits", true)), "{nc}");
        }
        assert_eq!(why(&with("nc=0000000A", "nc=\"00000001\"")), Ok(()));
    }

    #[test]
    fn a_cnonce_is_short_and_printable() {
        for cnonce in ["\u{e4}".to_owned(), "\t".into(), "x".repeat(257)] {
            let rest = with(r#"cnonce="c""#, &format!("cnonce=\"{cnonce}\""));
            assert_eq!(why(&rest), Err(("foreign_character_in_cnonce", true)));
        }
    }

    #[test]
    fn without_an_algorithm_it_is_md5() {
        for (parameter, algorithm) in [
            ("", Some(Algorithm::Md5)),
            (" algorithm=MD5,", Some(Algorithm::Md5)),
            (" algorithm=\"SHA-256\",", Some(Algorithm::Sha256)),
            (" algorithm=sha-256,", Some(Algorithm::Sha256)),
            (" algorithm=SHA-512-256,", None),
            (" algorithm=MD5-sess,", None),
            (" algorithm=SHA-256-sess,", None),
        ] {
            let credentials = read(with(" algorithm=SHA-256,", parameter).as_bytes()).unwrap();
            assert_eq!(credentials.algorithm, algorithm, "{parameter}");
        }
    }

    #[test]
    fn a_name_is_plain_or_extended_or_hashed() {
        let plain = |name: &str| Ok((name.to_owned(), false));
        assert_eq!(name("username=\"a \\\"b\\\"\""), plain("a \"b\""));
        assert_eq!(name("username=\"Zoe\u{308}\""), plain("Zo\u{eb}"));
        assert_eq!(name("username=\"ada\", userhash=false"), plain("ada"));
        assert_eq!(
            name("username*=UTF-8''J%C3%A4s%c3%b8n%20Doe"),
            plain("J\u{e4}s\u{f8}n Doe")
        );
        assert_eq!(
            name("username*=utf-8'en'ada, userhash=\"false\""),
            plain("ada")
        );
        assert_eq!(
            name("username=\"ABC\", userhash=true"),
            Ok(("abc".into(), true))
        );
    }

    #[test]
    fn two_names_and_half_a_name_are_malformed() {
        for (username, code) in [
            ("username=\"a\", username*=UTF-8''a", "two_usernames"),
            (
                "username=\"a\", username*=UTF-8''a, userhash=true",
                "two_usernames",
            ),
            (
                "username*=UTF-8''a, userhash=true",
                "extended_username_hashed",
            ),
            (
                "username=\"a\", userhash=maybe",
                "userhash_neither_true_nor_false",
            ),
            ("username*=ISO-8859-1''a%E4", "username_not_ext_value"),
            ("username*=UTF-8''a%E4", "username_not_ext_value"),
            ("username*=UTF-8''a%4", "username_not_ext_value"),
            ("username*=UTF-8''a%", "username_not_ext_value"),
            ("username*=UTF-8''a%zz", "username_not_ext_value"),
            ("username*=UTF-8''a*b", "username_not_ext_value"),
            ("username*=UTF-8''a'b", "username_not_ext_value"),
            ("username*=\"UTF-8''a\"", "username_not_ext_value"),
            ("username*=UTF-8'a", "username_not_ext_value"),
            ("username*=a", "username_not_ext_value"),
            ("username*=UTF-8''a%00", "control_character"),
            ("username*=UTF-8''%0d%0a", "control_character"),
            ("username=\"a\tb\"", "control_character"),
        ] {
            assert_eq!(name(username), Err(code), "{username}");
        }
    }

    #[test]
    fn other_encodings_than_utf8_name_nobody() {
        let mut rest = WHOLE.as_bytes().to_vec();
        rest[11] = 0xe4;
        let error = read(&rest).map(|_| ()).unwrap_err();
        assert!(matches!(error.0, Failure::Rejected { code: "not_utf8" }));
    }

    #[test]
    fn the_claimed_account_is_bounded_however_it_is_spelled() {
        let claimed = |rest: &str| claimed_account(rest.as_bytes());
        for rest in [
            WHOLE,
            " username=\"ADA\"",
            " username*=UTF-8''%C3%84da",
            " username=\"ADA\", userhash=true",
        ] {
            assert_eq!(claimed(rest).as_deref(), Some("ada"), "{rest}");
        }
        for userhash in ["true", "false"] {
            let name = "a".repeat(9000);
            let long = format!(" username=\"{name}\", userhash={userhash}");
            assert!(claimed(&long).is_some_and(|it| it.len() <= 256));
        }
        assert_eq!(claimed(" realm=\"r\""), None);
        assert_eq!(claimed(" ???"), None);
    }

    #[test]
    fn a_name_that_nobody_can_have_is_not_sought() {
        let sought = |name: Name| name.sought(Algorithm::Sha256).is_some();
        assert!(sought(Name::Plain(String::new())));
        assert!(!sought(Name::Plain("a".repeat(257))));
        assert!(sought(Name::Hashed("0".repeat(64))));
        assert!(!sought(Name::Hashed("0".repeat(32))));
        assert!(!sought(Name::Hashed("g".repeat(64))));
    }
}

//! The grammar of credentials: `#auth-param` (RFC 9110 §11.2, §11.4).
//!
//! By hand, because the parser at hand (`http-auth`) reads challenges: it refuses characters outside
//! ASCII, which curl and browsers put into quoted user names, and lets a parameter stand twice.

use crate::credential::Malformed;

const NO_PARAMETER: Malformed = Malformed::Form("not_an_auth_param");
const UNCLOSED: Malformed = Malformed::Form("quote_not_closed");

/// More parameters than any client sends.
const MOST: usize = 32;

/// Parameters, each with another name.
pub(super) struct Params<'a>(Vec<Param<'a>>);

struct Param<'a> {
    name: &'a str,
    value: Value,
}

/// What stands behind the `=`.
pub(super) struct Value {
    pub(super) text: String,
    pub(super) is_quoted: bool,
}

impl<'a> Params<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self, Malformed> {
        let mut rest = between(text);
        if rest.is_empty() {
            return Err(Malformed::NoToken);
        }
        let mut params = Self(Vec::new());
        while !rest.is_empty() {
            let (param, behind) = param(rest)?;
            if params.value(param.name).is_some() || params.0.len() == MOST {
                return Err(Malformed::Form("parameter_twice_or_too_many"));
            }
            params.0.push(param);
            let behind = behind.trim_start_matches(is_space);
            if !behind.is_empty() && !behind.starts_with(',') {
                return Err(NO_PARAMETER);
            }
            rest = between(behind);
        }
        Ok(params)
    }

    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        let mut all = self.0.iter();
        all.find(|it| it.name.eq_ignore_ascii_case(name))
            .map(|it| &it.value)
    }

    /// The text of a parameter, in whichever form: some clients quote what should stand bare, and
    /// that changes no meaning.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.value(name).map(|value| value.text.as_str())
    }
}

/// Past spaces and commas: a list may have empty elements (RFC 9110 §5.6.1.2).
fn between(text: &str) -> &str {
    text.trim_start_matches(|it| is_space(it) || it == ',')
}

/// `token BWS "=" BWS ( token / quoted-string )`, and what is behind it.
fn param(text: &str) -> Result<(Param<'_>, &str), Malformed> {
    let (name, rest) = token(text).ok_or(NO_PARAMETER)?;
    let rest = rest.trim_start_matches(is_space);
    let rest = rest.strip_prefix('=').ok_or(NO_PARAMETER)?;
    let rest = rest.trim_start_matches(is_space);
    let (value, rest) = value(rest)?;
    Ok((Param { name, value }, rest))
}

fn value(text: &str) -> Result<(Value, &str), Malformed> {
    let opened = text.strip_prefix('"');
    let is_quoted = opened.is_some();
    let (text, rest) = if let Some(rest) = opened {
        quoted(rest)?
    } else {
        let (text, rest) = token(text).ok_or(NO_PARAMETER)?;
        (text.to_owned(), rest)
    };
    Ok((Value { text, is_quoted }, rest))
}

/// `1*tchar` (RFC 9110 §5.6.2).
fn token(text: &str) -> Option<(&str, &str)> {
    let is_tchar = |it: char| it.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(it);
    let end = text.find(|it| !is_tchar(it)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Behind the opening quote of a `quoted-string` (RFC 9110 §5.6.4): what it says, and what is behind
/// the closing one.
fn quoted(text: &str) -> Result<(String, &str), Malformed> {
    let mut said = String::new();
    let mut characters = text.chars();
    loop {
        let character = match characters.next().ok_or(UNCLOSED)? {
            '"' => return Ok((said, characters.as_str())),
            '\\' => characters.next().ok_or(UNCLOSED)?,
            character => character,
        };
        if character.is_control() && character != '\t' {
            return Err(Malformed::Form("control_character"));
        }
        said.push(character);
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

#[cfg(test)]
mod tests {
    use super::Params;

    fn read(text: &str) -> Result<Vec<(String, String, bool)>, &'static str> {
        let params = Params::read(text).map_err(crate::credential::Malformed::code)?;
        let params = params.0.into_iter();
        Ok(params
            .map(|it| (it.name.to_owned(), it.value.text, it.value.is_quoted))
            .collect())
    }

    fn bare(name: &str, text: &str) -> (String, String, bool) {
        (name.into(), text.into(), false)
    }

    fn quoted(name: &str, text: &str) -> (String, String, bool) {
        (name.into(), text.into(), true)
    }

    #[test]
    fn reads_tokens_and_quoted_strings() {
        assert_eq!(
            read(r#" username="ada", nc=00000001,qop=auth"#),
            Ok(vec![
                quoted("username", "ada"),
                bare("nc", "00000001"),
                bare("qop", "auth"),
            ])
        );
        assert_eq!(
            read(" username*=UTF-8''J%C3%A4s%C3%B8n"),
            Ok(vec![bare("username*", "UTF-8''J%C3%A4s%C3%B8n")])
        );
        assert_eq!(
            read(" a = \"\" , b\t=\tc "),
            Ok(vec![quoted("a", ""), bare("b", "c")])
        );
        assert_eq!(
            read(" , a=b,, ,\t,c=d,"),
            Ok(vec![bare("a", "b"), bare("c", "d")])
        );
    }

    #[test]
    fn a_quoted_string_has_quoted_pairs_and_any_text() {
        assert_eq!(
            read(r#" a="say \"hi\", \\o/ \x", b=c"#),
            Ok(vec![quoted("a", r#"say "hi", \o/ x"#), bare("b", "c")])
        );
        assert_eq!(
            read(" a=\"J\u{e4}s\u{f8}n\t\u{1f600}\""),
            Ok(vec![quoted("a", "J\u{e4}s\u{f8}n\t\u{1f600}")])
        );
        for text in [r#" a="b"#, r#" a="b\""#, r#" a="b\"#, r#" a=""#] {
            assert_eq!(read(text), Err("quote_not_closed"), "{text}");
        }
        for text in [" a=\"\0\"", " a=\"\\\n\"", " a=\"\u{7f}\"", " a=\"\u{85}\""] {
            assert_eq!(read(text), Err("control_character"), "{text:?}");
        }
    }

    #[test]
    fn nothing_is_skipped() {
        for text in [
            " a",
            " a=",
            " =b",
            " a b",
            " a=b c=d",
            " a=\"b\"c=d",
            " a=\"b\" c=d",
            " a=b;c=d",
            " a=b, c",
            " a==b",
            " a=\u{e4}",
            " \u{e4}=a",
            " abcdef==",
            " a='b c'",
            " a=b, \"c\"=d",
        ] {
            assert_eq!(read(text), Err("not_an_auth_param"), "{text}");
        }
        for text in ["", " ", " ,, "] {
            assert_eq!(read(text), Err("no_token"), "{text:?}");
        }
    }

    #[test]
    fn a_parameter_stands_once() {
        for text in [
            " a=b, a=b",
            " a=b, c=d, A=\"e\"",
            " username=\"a\", USERNAME=\"b\"",
        ] {
            assert_eq!(read(text), Err("parameter_twice_or_too_many"), "{text}");
        }
        let many: Vec<String> = (0..33).map(|at| format!("p{at}=x")).collect();
        assert_eq!(
            read(&format!(" {}", many.join(", "))),
            Err("parameter_twice_or_too_many")
        );
    }
}

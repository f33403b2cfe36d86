//! The parameters of a challenge, read strictly: RFC 9110 §11.6.1 with quoted-strings only.

/// Scheme and parameters, in the order in which they stand.
pub(crate) fn read(challenge: &str) -> (&str, Vec<(String, String)>) {
    let (scheme, rest) = challenge.split_once(' ').expect("a scheme and parameters");
    let mut characters = rest.chars().peekable();
    let mut found = Vec::new();
    loop {
        let name: String = characters.by_ref().take_while(|c| *c != '=').collect();
        let is_plain = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        assert!(is_plain && !name.is_empty(), "{challenge}");
        assert_eq!(characters.next(), Some('"'), "{challenge}");
        let mut value = String::new();
        loop {
            match characters.next().expect("a closing quote") {
                '"' => break,
                '\\' => value.push(characters.next().expect("a quoted pair")),
                other => value.push(other),
            }
        }
        found.push((name, value));
        match (characters.next(), characters.next()) {
            (None, _) => return (scheme, found),
            (Some(','), Some(' ')) => {}
            other => panic!("{other:?} between parameters: {challenge}"),
        }
    }
}

/// The value of a parameter that occurs at most once.
pub(crate) fn get(challenge: &str, name: &str) -> Option<String> {
    let (_, parameters) = read(challenge);
    let mut values = parameters.into_iter().filter(|(it, _)| it == name);
    let value = values.next().map(|(_, value)| value);
    assert!(values.next().is_none(), "{name} twice: {challenge}");
    value
}

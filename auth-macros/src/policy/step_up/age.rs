//! `"5m"`: a whole number and a unit.

/// What is wrong with one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// `"300"`
    NoUnit,
    /// It can be said otherwise: `"5 minutes"`, `"1.5h"`.
    Otherwise(String),
    /// More than a year.
    TooLong,
    Unreadable,
}

const DAY: u64 = 24 * 60 * 60;
/// Whoever logged in longer ago than this is asked for nothing.
const LONGEST: u64 = 365 * DAY;

/// How people call the units.
const WORDS: [(&str, &str, u64); 18] = [
    ("s", "s", 1),
    ("sec", "s", 1),
    ("secs", "s", 1),
    ("second", "s", 1),
    ("seconds", "s", 1),
    ("m", "m", 60),
    ("min", "m", 60),
    ("mins", "m", 60),
    ("minute", "m", 60),
    ("minutes", "m", 60),
    ("h", "h", 60 * 60),
    ("hr", "h", 60 * 60),
    ("hour", "h", 60 * 60),
    ("hours", "h", 60 * 60),
    ("d", "d", DAY),
    ("day", "d", DAY),
    ("days", "d", DAY),
    ("w", "w", 7 * DAY),
];

/// How many seconds `"5m"` are. None of them is `"0s"`: just now.
pub(super) fn seconds(text: &str) -> Result<u32, Mistake> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    if number.is_empty() {
        return Err(Mistake::Unreadable);
    }
    if unit.is_empty() {
        return Err(Mistake::NoUnit);
    }
    let Ok(number) = number.parse::<u64>() else {
        return Err(Mistake::TooLong);
    };
    let Some(factor) = exact(unit) else {
        return Err(otherwise(number, unit));
    };
    let seconds = number.saturating_mul(factor);
    match u32::try_from(seconds) {
        Ok(fits) if seconds <= LONGEST => Ok(fits),
        _ => Err(Mistake::TooLong),
    }
}

fn exact(unit: &str) -> Option<u64> {
    let (_, _, factor) = WORDS
        .iter()
        .find(|(_, ours, _)| *ours == unit && unit != "w")?;
    Some(*factor)
}

/// How a number with something else than a unit behind it is written.
fn otherwise(number: u64, rest: &str) -> Mistake {
    if let Some(fraction) = rest.strip_prefix('.') {
        return fraction_of(number, fraction);
    }
    let word = rest.trim().to_lowercase();
    match WORDS.iter().find(|(known, ..)| *known == word) {
        Some((_, "w", _)) => number.checked_mul(7).map_or(Mistake::TooLong, |days| {
            Mistake::Otherwise(format!("{days}d"))
        }),
        Some((_, unit, _)) => Mistake::Otherwise(format!("{number}{unit}")),
        None => Mistake::Unreadable,
    }
}

/// `1.5h` in minutes, where these are whole.
fn fraction_of(number: u64, rest: &str) -> Mistake {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, unit) = rest.split_at(digits);
    let smaller = match unit {
        "m" => (60, "s"),
        "h" => (60, "m"),
        "d" => (24, "h"),
        _ => return Mistake::Unreadable,
    };
    let tenths = match fraction {
        "25" => 25,
        "5" | "50" => 50,
        "75" => 75,
        _ => return Mistake::Unreadable,
    };
    let parts = number
        .checked_mul(100)
        .and_then(|it| it.checked_add(tenths))
        .and_then(|it| it.checked_mul(smaller.0));
    match parts {
        Some(parts) => Mistake::Otherwise(format!("{}{}", parts / 100, smaller.1)),
        None => Mistake::TooLong,
    }
}

impl Mistake {
    /// What is wrong, and what to type.
    pub(super) fn in_words(&self, written: &str) -> (String, String) {
        let examples = "a whole number and a unit: `\"90s\"`, `\"5m\"`, `\"12h\"`, `\"7d\"`";
        match self {
            Self::NoUnit => (
                format!("`max_age = {written:?}` has no unit"),
                format!("`\"{written}s\"` for seconds, or `m`, `h`, `d`"),
            ),
            Self::Otherwise(meant) => (
                format!("`max_age` takes a whole number and a unit, not {written:?}"),
                format!("`{meant:?}`"),
            ),
            Self::TooLong => (
                format!("`max_age = {written:?}` is longer than a year"),
                "at most `\"365d\"`; without `max_age` any login is recent enough".into(),
            ),
            Self::Unreadable => (
                format!("`max_age` takes a length of time, not {written:?}"),
                examples.into(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mistake, seconds};

    #[test]
    fn a_whole_number_and_a_unit_is_read() {
        for (text, read) in [
            ("0s", 0),
            ("90s", 90),
            ("5m", 300),
            ("12h", 43_200),
            ("7d", 604_800),
            ("365d", 31_536_000),
            ("31536000s", 31_536_000),
        ] {
            assert_eq!(seconds(text), Ok(read), "{text}");
        }
    }

    #[test]
    fn nothing_else_is() {
        for (text, mistake) in [
            ("300", Mistake::NoUnit),
            ("366d", Mistake::TooLong),
            ("31536001s", Mistake::TooLong),
            ("99999999999999999999s", Mistake::TooLong),
            ("18446744073709551615d", Mistake::TooLong),
            ("18446744073709551615w", Mistake::TooLong),
            ("18446744073709551615.5h", Mistake::TooLong),
            ("", Mistake::Unreadable),
            ("m", Mistake::Unreadable),
            ("-5m", Mistake::Unreadable),
            ("+5m", Mistake::Unreadable),
            ("PT5M", Mistake::Unreadable),
            ("1h30m", Mistake::Unreadable),
            ("5ms", Mistake::Unreadable),
            ("1y", Mistake::Unreadable),
            ("1.33h", Mistake::Unreadable),
            ("1.5s", Mistake::Unreadable),
            ("५m", Mistake::Unreadable),
        ] {
            assert_eq!(seconds(text), Err(mistake), "{text}");
        }
    }

    #[test]
    fn what_can_be_said_otherwise_is() {
        for (text, meant) in [
            ("5 m", "5m"),
            ("5m ", "5m"),
            ("5M", "5m"),
            ("5min", "5m"),
            ("5 minutes", "5m"),
            ("1 hour", "1h"),
            ("90 sec", "90s"),
            ("2w", "14d"),
            ("1.5h", "90m"),
            ("0.5m", "30s"),
            ("1.25d", "30h"),
        ] {
            assert_eq!(
                seconds(text),
                Err(Mistake::Otherwise(meant.into())),
                "{text}"
            );
            assert!(seconds(meant).is_ok(), "{meant}");
        }
    }
}

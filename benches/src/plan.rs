//! The cells of one row: a scenario, or a mixture of tokens seen before and tokens that are new.

use crate::keys::Keys;
use crate::requests::Requests;
use crate::scenario::Scenario;
use crate::tokens;

/// Tokens that were seen before, where some are new.
const HOT: usize = 100;

/// Callers from here on are new; each rate has callers of its own, because one app is asked for several.
const NEW: usize = 100_000;

/// One column: its requests before counting, those that are counted, and how many.
pub struct Cell {
    pub name: String,
    pub scenario: Scenario,
    pub count: usize,
    pub before: Requests,
    pub counted: Requests,
    pub before_count: usize,
}

impl Cell {
    /// `allowed`, `missing` and so on, or `hit_95`: of 100 requests that are allowed, 95 present a token that was
    /// presented before.
    pub fn named(name: &str, count: usize, keys: &Keys) -> Self {
        match name.strip_prefix("hit_") {
            Some(rate) => Self::of_rate(name, rate.parse().expect("a percentage"), count, keys),
            None => Self::of_scenario(Scenario::named(name), count, keys),
        }
    }

    fn of_scenario(scenario: Scenario, count: usize, keys: &Keys) -> Self {
        let before = Requests::of(scenario, keys);
        Self {
            name: scenario.name().to_owned(),
            scenario,
            count: if scenario.has_body() {
                count / 10
            } else {
                count
            }
            .max(1),
            counted: before.again(),
            before,
            before_count: 3,
        }
    }

    fn of_rate(name: &str, rate: usize, count: usize, keys: &Keys) -> Self {
        let hot: Vec<String> = (0..HOT).map(|number| tokens::good(keys, number)).collect();
        let presented: Vec<String> = (0..count)
            .map(|number| {
                if number % 100 < rate {
                    hot[number % HOT].clone()
                } else {
                    tokens::good(keys, (rate + 1) * NEW + number)
                }
            })
            .collect();
        Self {
            name: name.to_owned(),
            scenario: Scenario::Allowed,
            count,
            before: Requests::with(Scenario::Allowed, &hot),
            counted: Requests::with(Scenario::Allowed, &presented),
            before_count: HOT,
        }
    }
}

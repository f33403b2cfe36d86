//! The attack corpus. Each token is signed with the right key where the attack allows it, so that
//! only the gate that it is meant for can refuse it; which gate that was, the log's reason tells.

mod access_token;
mod algorithm;
mod audience_issuer_subject;
mod duplicates;
mod embedded_keys;
mod encoding;
mod harmless;
mod header;
mod json;
mod key_id;
mod roles_scopes_binding;
mod shape;
mod signature;
mod time;

use std::collections::HashSet;

use crate::kit::{Draft, Refused, Setup, app, ask, bearer, expect_none};

/// A token that must be refused.
struct Attack {
    setup: Setup,
    name: String,
    token: Vec<u8>,
    refused: Refused,
}

impl Attack {
    fn new(
        setup: Setup,
        name: impl Into<String>,
        token: impl Into<Vec<u8>>,
        refused: Refused,
    ) -> Self {
        Self {
            setup,
            name: name.into(),
            token: token.into(),
            refused,
        }
    }
}

impl Draft {
    /// An attack with this token, refused as not valid for the reason.
    fn invalid(&self, name: impl Into<String>, reason: &'static str) -> Attack {
        self.attack(name, self.mint(), Refused::Invalid(reason))
    }

    /// An attack with another token than the one that the draft says.
    fn attack(
        &self,
        name: impl Into<String>,
        token: impl Into<Vec<u8>>,
        refused: Refused,
    ) -> Attack {
        Attack::new(self.setup, name, token, refused)
    }
}

/// Every attack, by family.
fn families() -> Vec<(&'static str, Vec<Attack>)> {
    [
        algorithm::families(),
        header::families(),
        key_id::families(),
        embedded_keys::families(),
        duplicates::families(),
        json::families(),
        time::families(),
        audience_issuer_subject::families(),
        roles_scopes_binding::families(),
        shape::families(),
        encoding::families(),
        signature::families(),
        access_token::families(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[actix_web::test]
async fn no_attack_is_accepted() {
    let families = families();
    let count: usize = families.iter().map(|(_, attacks)| attacks.len()).sum();
    let mut failures = Vec::new();
    for setup in Setup::ALL {
        let app = app(setup.auth()).await;
        let control = ask(&app, bearer(Draft::of(setup).mint())).await;
        if let Some(difference) = control.differs_from_welcome() {
            failures.push(format!(
                "{setup:?}: the good token is refused\n    {difference}"
            ));
        }
        for (family, attacks) in &families {
            for attack in attacks.iter().filter(|attack| attack.setup == setup) {
                let answer = ask(&app, bearer(&attack.token)).await;
                if let Some(difference) = answer.differs_from(attack.refused) {
                    failures.push(format!(
                        "{family}: {} ({setup:?})\n    {difference}",
                        attack.name
                    ));
                }
            }
        }
    }
    println!("{count} attack tokens in {} families", families.len());
    expect_none(&failures, count);
    assert!(count >= 150, "{count} attack tokens");
}

/// A row that repeats another would only raise the number.
#[test]
fn every_attack_is_a_different_one() {
    let (mut names, mut tokens) = (HashSet::new(), HashSet::new());
    for (family, attacks) in families() {
        assert!(!attacks.is_empty(), "{family}");
        for Attack {
            setup, name, token, ..
        } in attacks
        {
            assert!(
                tokens.insert((setup, token)),
                "{family}: {name} is a token that was there before"
            );
            assert!(
                names.insert((setup, family, name.clone())),
                "{family}: {name} twice"
            );
        }
    }
}

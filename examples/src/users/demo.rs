//! The users of the demo.

use std::error::Error;

use auth_runtime::Vocabulary;
use rusqlite::{Connection, params};

use super::{Role, password};
use crate::branches;

/// A user of the demo, whose password everybody may know.
pub(crate) struct DemoUser {
    pub(crate) name: &'static str,
    greeting: &'static str,
    pub(crate) password: &'static str,
    /// What those have who do more than buy books. A real shop asks for a code of a device.
    pub(crate) pin: Option<&'static str>,
    pub(crate) roles: &'static [Role],
    pub(crate) branch: Option<&'static str>,
}

pub(crate) const DEMO_USERS: [DemoUser; 3] = [
    DemoUser {
        name: "alice",
        greeting: "Welcome back, Alice!",
        password: "alice-demo",
        pin: None,
        roles: &[Role::Customer],
        branch: None,
    },
    DemoUser {
        name: "bob",
        greeting: "Good to see you, Bob.",
        password: "bob-demo",
        pin: None,
        roles: &[Role::Editor, Role::Pricing],
        branch: Some(branches::HARBOUR),
    },
    DemoUser {
        name: "carol",
        greeting: "At your service, Carol.",
        password: "carol-demo",
        pin: Some("271828"),
        roles: &[Role::Admin, Role::Editor],
        branch: None,
    },
];

pub(crate) fn seed(store: &Connection) -> Result<(), Box<dyn Error>> {
    for user in DEMO_USERS {
        let password = password::hash(user.password.as_bytes())?;
        let pin = user.pin.map(|pin| password::hash(pin.as_bytes()));
        store.execute(
            "INSERT INTO users (name, greeting, password, pin, branch) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                user.name,
                user.greeting,
                password,
                pin.transpose()?,
                user.branch
            ],
        )?;
        for role in user.roles {
            store.execute(
                "INSERT INTO user_roles (user, role) VALUES (?1, ?2)",
                [user.name, role.name()],
            )?;
        }
    }
    Ok(())
}

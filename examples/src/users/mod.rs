//! Users: who they are, how they log in, what their token says.

mod basic;
mod check;
mod demo;
mod login;
mod logout;
mod me;
mod password;
mod role;
mod token;

use actix_web::web::ServiceConfig;
use auth_runtime::Identity;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

pub(crate) use check::{Credentials, check};
pub(crate) use demo::{DEMO_USERS, seed};
pub(crate) use password::Passwords;
pub(crate) use role::Role;
pub(crate) use token::TokenIssuer;

use crate::error::AppError;

pub(crate) fn routes(app: &mut ServiceConfig) {
    app.service(login::login)
        .service(logout::logout)
        .service(me::me);
}

/// A user, without the password.
#[derive(Debug, Serialize)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) greeting: String,
    /// Where they work, if they do.
    pub(crate) branch: Option<String>,
    pub(crate) roles: Vec<String>,
}

impl User {
    /// Who it is, for schemes whose credential does not say it by itself.
    pub(crate) fn identity(&self) -> Identity {
        Identity::new(&self.name).with_roles(&self.roles)
    }
}

/// What is stored of a user's secrets.
struct Hashes {
    password: String,
    pin: Option<String>,
}

/// The user of this name, and the hashes of the secrets.
fn find(store: &Connection, name: &str) -> Result<Option<(User, Hashes)>, AppError> {
    let row = store
        .query_row(
            "SELECT name, greeting, branch, password, pin FROM users WHERE name = ?1",
            [name],
            |row| {
                let (password, pin) = (row.get("password")?, row.get("pin")?);
                Ok((user(row)?, Hashes { password, pin }))
            },
        )
        .optional()?;
    let Some((mut user, hashes)) = row else {
        return Ok(None);
    };
    user.roles = roles(store, name)?;
    Ok(Some((user, hashes)))
}

/// Every user, for admins.
pub(crate) fn all(store: &Connection) -> Result<Vec<User>, AppError> {
    store
        .prepare("SELECT name, greeting, branch FROM users ORDER BY name")?
        .query_map([], user)?
        .map(|user| {
            let mut user = user?;
            user.roles = roles(store, &user.name)?;
            Ok(user)
        })
        .collect()
}

/// A user, without the roles, which stand elsewhere.
fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        name: row.get("name")?,
        greeting: row.get("greeting")?,
        branch: row.get("branch")?,
        roles: Vec::new(),
    })
}

fn roles(store: &Connection, user: &str) -> Result<Vec<String>, AppError> {
    let roles = store
        .prepare("SELECT role FROM user_roles WHERE user = ?1 ORDER BY role")?
        .query_map([user], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(roles)
}

//! Who may come with which password.

use std::collections::HashMap;
use std::fmt;

use super::algorithm::Algorithm;
use super::stored::{Ha1, user_hash};
use crate::identity::Identity;
use crate::scheme::user_text;
use crate::store::StoreAnswer;

/// Knows the users of [`Digest`](super::Digest).
///
/// An error answers the request with 503, a panic with 500, and neither lets anybody in.
///
/// ```
/// use std::sync::Arc;
///
/// use auth_runtime::digest::{Algorithm, Ha1, User, UserName, UserStore};
/// use auth_runtime::{Identity, StoreAnswer, StoreError};
/// # struct Database;
/// # struct Row { ha1: String, name: String }
/// # impl Database {
/// #     async fn user(&self, _: &str, _: &str) -> Result<Option<Row>, std::io::Error> { Ok(None) }
/// # }
///
/// struct Staff(Arc<Database>);
///
/// impl UserStore for Staff {
///     fn find(&self, name: UserName<'_>) -> StoreAnswer<Option<User>> {
///         let (column, key) = match name {
///             UserName::Plain(name) => ("name", name.to_owned()),
///             // `user_hash` filled this column when the user was made.
///             UserName::Hashed(_, hash) => ("user_hash", hash.to_owned()),
///         };
///         let database = self.0.clone();
///         StoreAnswer::later(async move {
///             let row = database.user(column, &key).await.map_err(StoreError::new)?;
///             let Some(row) = row else { return Ok(None) };
///             let ha1 = Ha1::from_hex(Algorithm::Sha256, &row.ha1).map_err(StoreError::new)?;
///             Ok(Some(User::new(ha1, Identity::new(row.name))))
///         })
///     }
/// }
/// ```
pub trait UserStore: Send + Sync + 'static {
    /// The user of this name, if there is one.
    fn find(&self, name: UserName<'_>) -> StoreAnswer<Option<User>>;

    /// The realm that the stored hashes are over, if the store knows it: an `Auth` of another realm
    /// does not start then.
    fn realm(&self) -> Option<&str> {
        None
    }
}

/// How a client names its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserName<'a> {
    /// By name: in Unicode's normal form C, at most 256 bytes, perhaps empty.
    Plain(&'a str),
    /// By [`user_hash`]: lower-case hexadecimal digits (`userhash=true`, RFC 7616 §3.4.4). Not asked
    /// about where [`plain_names_only`](super::Digest::plain_names_only) is said.
    Hashed(Algorithm, &'a str),
}

/// A user: what is stored of the password, and who it is that knows it.
#[derive(Debug, Clone)]
pub struct User {
    ha1s: Vec<Ha1>,
    pub(super) identity: Identity,
}

impl User {
    /// A user with this hash.
    pub fn new(ha1: Ha1, identity: Identity) -> Self {
        Self {
            ha1s: vec![ha1],
            identity,
        }
    }

    /// The same user with a hash of another algorithm, for clients that know only that one.
    #[must_use]
    pub fn with(mut self, ha1: Ha1) -> Self {
        self.ha1s.push(ha1);
        self
    }

    pub(super) fn ha1(&self, algorithm: Algorithm) -> Option<&Ha1> {
        self.ha1s.iter().find(|it| it.algorithm == algorithm)
    }
}

/// Users in memory, for small apps and tests.
///
/// ```
/// use auth_runtime::Identity;
/// use auth_runtime::digest::{Algorithm, Ha1, User, Users};
///
/// let ha1 = Ha1::from_hex(
///     Algorithm::Sha256,
///     "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232",
/// )?;
/// let users = Users::new("office").with("ada", User::new(ha1, Identity::new("ada")));
/// # let _ = users;
/// # Ok::<(), auth_runtime::digest::NotHa1>(())
/// ```
#[derive(Clone)]
pub struct Users {
    realm: String,
    by_name: HashMap<String, User>,
    /// From `user_hash` to name.
    names_by_hash: HashMap<String, String>,
}

impl Users {
    /// Nobody yet, in this realm.
    pub fn new(realm: impl Into<String>) -> Self {
        Self {
            realm: realm.into(),
            by_name: HashMap::new(),
            names_by_hash: HashMap::new(),
        }
    }

    /// The same users, and this one under this name.
    #[must_use]
    pub fn with(mut self, name: impl AsRef<str>, user: User) -> Self {
        let name = user_text::normal(name.as_ref()).into_owned();
        for algorithm in Algorithm::ALL {
            let hash = user_hash(algorithm, &name, &self.realm);
            self.names_by_hash.insert(hash, name.clone());
        }
        self.by_name.insert(name, user);
        self
    }

    /// The same users, and one who has this password. Hashed for every algorithm.
    #[must_use]
    pub fn with_password(self, name: impl AsRef<str>, password: &str, who: Identity) -> Self {
        let name = name.as_ref();
        let ha1 = |algorithm| Ha1::new(algorithm, name, &self.realm, password);
        let user = User {
            ha1s: Algorithm::ALL.map(ha1).to_vec(),
            identity: who,
        };
        self.with(name, user)
    }
}

impl UserStore for Users {
    fn find(&self, name: UserName<'_>) -> StoreAnswer<Option<User>> {
        let name = match name {
            UserName::Plain(name) => Some(name),
            UserName::Hashed(_, hash) => self.names_by_hash.get(hash).map(String::as_str),
        };
        let user = name.and_then(|name| self.by_name.get(name));
        StoreAnswer::now(Ok(user.cloned()))
    }

    fn realm(&self) -> Option<&str> {
        Some(&self.realm)
    }
}

/// Without names.
impl fmt::Debug for Users {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Users")
            .field("realm", &self.realm)
            .field("number", &self.by_name.len())
            .finish_non_exhaustive()
    }
}

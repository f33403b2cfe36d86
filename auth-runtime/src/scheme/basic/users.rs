//! Who may come with which password.

use std::collections::HashMap;
use std::fmt;

use super::hash::Hash;
use crate::identity::Identity;
use crate::scheme::user_text;
use crate::store::StoreAnswer;

/// Knows the users of [`Basic`](super::Basic).
///
/// An error answers the request with 503, a panic or a hash that cannot be read with 500, and none
/// of them lets anybody in. A 500 tells that there is such a user, whom 401 would call a guesser:
/// give out no hash of a form that [`User::new`] does not name, and hash such passwords anew when
/// their owners choose others.
///
/// ```
/// use std::sync::Arc;
///
/// use auth_runtime::basic::{User, UserStore};
/// use auth_runtime::{Identity, StoreAnswer, StoreError};
/// # struct Database;
/// # struct Row { hash: String, id: u64, roles: Vec<String> }
/// # impl Database {
/// #     async fn user(&self, _: &str) -> Result<Option<Row>, std::io::Error> { Ok(None) }
/// # }
///
/// struct Staff(Arc<Database>);
///
/// impl UserStore for Staff {
///     fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
///         let (database, name) = (self.0.clone(), name.to_owned());
///         StoreAnswer::later(async move {
///             let row = database.user(&name).await.map_err(StoreError::new)?;
///             Ok(row.map(|row| {
///                 let who = Identity::new(row.id.to_string()).with_roles(row.roles);
///                 User::new(row.hash, who)
///             }))
///         })
///     }
/// }
/// ```
pub trait UserStore: Send + Sync + 'static {
    /// The user of this name, if there is one. The name is in Unicode's normal form C, has at most
    /// 256 bytes and may be empty; upper and lower case are the store's to judge.
    fn find(&self, name: &str) -> StoreAnswer<Option<User>>;

    /// A PHC string with the parameters of the stored ones, so that a user who does not exist costs
    /// the same time. Asked for once; those of [`hash_password`](super::hash_password) unless it
    /// says otherwise.
    fn decoy(&self) -> Option<String> {
        None
    }
}

/// A user: the hashed password, and who it is that knows it.
///
/// `Debug` does not print the hash.
#[derive(Clone)]
pub struct User {
    pub(super) hash: String,
    pub(super) identity: Identity,
}

impl User {
    /// A user with this password, hashed as a PHC string: Argon2, scrypt, or PBKDF2 with SHA-2.
    ///
    /// It should be over the password in normal form C, as [`hash_password`](super::hash_password)
    /// makes it.
    pub fn new(hash: impl Into<String>, identity: Identity) -> Self {
        Self {
            hash: hash.into(),
            identity,
        }
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

/// Users in memory, for small apps and tests.
///
/// ```
/// use auth_runtime::Identity;
/// use auth_runtime::basic::{User, Users, hash_password};
///
/// let hash = hash_password("correct horse")?;
/// let users = Users::new().with("ada", User::new(hash, Identity::new("ada")));
/// # let _ = users;
/// # Ok::<(), auth_runtime::basic::HashError>(())
/// ```
#[derive(Clone, Default)]
pub struct Users(HashMap<String, User>);

impl Users {
    /// Nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same users, and this one under this name.
    #[must_use]
    pub fn with(mut self, name: impl AsRef<str>, user: User) -> Self {
        let name = user_text::normal(name.as_ref()).into_owned();
        self.0.insert(name, user);
        self
    }
}

impl UserStore for Users {
    fn find(&self, name: &str) -> StoreAnswer<Option<User>> {
        StoreAnswer::now(Ok(self.0.get(name).cloned()))
    }

    fn decoy(&self) -> Option<String> {
        let mut hashes = self.0.values().map(|user| &user.hash);
        hashes.find(|hash| Hash::parse(hash).is_ok()).cloned()
    }
}

/// Without names.
impl fmt::Debug for Users {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Users({})", self.0.len())
    }
}

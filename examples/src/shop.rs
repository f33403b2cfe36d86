//! The shop as a whole: opened once, served by every worker.

use std::error::Error;
use std::sync::Arc;

use actix_web::web::{Data, ServiceConfig};
use auth_runtime::Auth;

use crate::store::Store;
use crate::users::{Passwords, Role, TokenIssuer};
use crate::{admin, books, error, orders, pages, users};

/// A bookshop, ready to be served. Clones share its database.
#[derive(Debug, Clone)]
pub struct Shop {
    auth: Auth,
    issuer: Arc<TokenIssuer>,
    passwords: Arc<Passwords>,
    store: Store,
}

impl Shop {
    /// A shop with demo users and a few books, in memory: it forgets everything when it closes.
    ///
    /// # Errors
    ///
    /// When a handler declares what the configuration cannot serve, or when the database or the
    /// system's random numbers fail.
    pub fn open() -> Result<Self, Box<dyn Error>> {
        let (issuer, jwt) = TokenIssuer::with_random_secret()?;
        let auth = Auth::builder()
            .realm("bookshop")
            .bearer(jwt)
            // A role that an attribute gives as text has to be one of these.
            .roles::<Role>()
            // Strangers get a plain 404 for paths that do not exist, as in any public shop. An API
            // that nobody uses without a token leaves this out: strangers then get 401 everywhere.
            .public_misses()
            .build()?;
        let passwords = Passwords::new()?;
        let store = Store::open(|store| {
            users::seed(store)?;
            books::seed(store)
        })?;
        Ok(Self {
            auth,
            issuer: Arc::new(issuer),
            passwords: Arc::new(passwords),
            store,
        })
    }

    /// Puts the shop into an `App`.
    pub fn configure(&self, app: &mut ServiceConfig) {
        app.app_data(self.auth.clone())
            .app_data(Data::from(self.issuer.clone()))
            .app_data(Data::from(self.passwords.clone()))
            .app_data(Data::new(self.store.clone()))
            .configure(error::extractors)
            .configure(pages::routes)
            .configure(users::routes)
            .configure(books::routes)
            .configure(orders::routes)
            .configure(admin::routes)
            .default_service(self.auth.not_found());
    }
}

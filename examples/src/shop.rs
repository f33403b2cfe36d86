//! The shop as a whole: opened once, served by every worker.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use actix_web::App;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::web::{Data, ServiceConfig};
use auth_runtime::api_key::MemoryKeys;
use auth_runtime::{Auth, AuthenticationInfo, Clock, Revocations};

use crate::account::{self, SessionKey};
use crate::auth::{Callers, auth};
use crate::store::Store;
use crate::users::{self, Passwords, TokenIssuer};
use crate::{admin, books, branches, error, orders, pages, partners, reports, till, wallet};

/// A bookshop, ready to be served. Clones share its database.
#[derive(Clone)]
pub struct Shop {
    auth: Auth,
    issuer: Arc<TokenIssuer>,
    revocations: Revocations,
    passwords: Arc<Passwords>,
    partner_keys: MemoryKeys,
    session_key: SessionKey,
    store: Store,
}

impl Shop {
    /// A shop with demo users and a few books, in memory: it forgets everything when it closes. This
    /// is where clients reach it: `http://127.0.0.1:8080`.
    ///
    /// # Errors
    ///
    /// When a handler declares what the configuration cannot serve, or when the database or the
    /// system's random numbers fail.
    pub fn open(address: &str) -> Result<Self, Box<dyn Error>> {
        Self::open_with_clock(address, SystemTime::now)
    }

    /// The same with another clock, for tests.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_with_clock(address: &str, clock: impl Clock) -> Result<Self, Box<dyn Error>> {
        let clock: Arc<dyn Clock> = Arc::new(clock);
        let (issuer, tokens) = TokenIssuer::with_random_secret(address, clock.clone())?;
        let store = Store::open(|store| {
            users::seed(store)?;
            books::seed(store)?;
            branches::seed(store)?;
            orders::seed(store)
        })?;
        let partner_keys = MemoryKeys::new();
        let callers = Callers {
            tokens,
            users: store.clone(),
            partner_keys: partner_keys.clone(),
        };
        let auth = auth(address, clock, callers)?;
        Ok(Self {
            revocations: auth.revocations().ok_or("tokens are not revocable")?,
            auth,
            issuer: Arc::new(issuer),
            passwords: Arc::new(Passwords::new()?),
            partner_keys,
            session_key: SessionKey::random()?,
            store,
        })
    }

    /// The shop as an `App`, one for each worker.
    pub fn app(
        &self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse,
            Error = actix_web::Error,
            InitError = (),
        > + use<>,
    > {
        App::new()
            .configure(|app| self.configure(app))
            // Reads and writes the cookie of a session.
            .wrap(self.session_key.layer())
            // Adds what schemes say to those whom they let in: `Authentication-Info` of Digest.
            .wrap(AuthenticationInfo)
    }

    fn configure(&self, app: &mut ServiceConfig) {
        app.app_data(self.auth.clone())
            .app_data(Data::from(self.issuer.clone()))
            .app_data(Data::new(self.revocations.clone()))
            .app_data(Data::from(self.passwords.clone()))
            .app_data(Data::new(self.partner_keys.clone()))
            .app_data(Data::new(self.store.clone()))
            .configure(error::extractors)
            .configure(pages::routes)
            .configure(users::routes)
            .configure(account::routes)
            .configure(books::routes)
            .configure(branches::routes)
            .configure(orders::routes)
            .configure(reports::routes)
            .configure(wallet::routes)
            .configure(till::routes)
            .configure(partners::routes)
            .configure(admin::routes)
            .service(self.auth.resource_metadata())
            .default_service(self.auth.not_found());
    }
}

/// Without the keys.
impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shop").finish_non_exhaustive()
    }
}

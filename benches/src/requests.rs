//! Requests of one kind, as many as are asked for.

use std::cell::Cell;
use std::rc::Rc;

use actix_http::Request;
use actix_web::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, USER_AGENT};
use actix_web::test::TestRequest;
use actix_web::web::Bytes;

use crate::keys::Keys;
use crate::payload;
use crate::scenario::Scenario;
use crate::tokens;

/// What the requests of one kind have in common. Nothing of it is made again for each.
pub struct Requests {
    scenario: Scenario,
    /// Presented in turn.
    authorization: Vec<HeaderValue>,
    body: Option<Bytes>,
    read: Rc<Cell<usize>>,
}

impl Requests {
    pub fn of(scenario: Scenario, keys: &Keys) -> Self {
        let token = match scenario {
            Scenario::Missing | Scenario::Public => None,
            Scenario::Garbage => Some("not.a.token".to_owned()),
            Scenario::BadSignature => Some(tokens::forged(keys)),
            Scenario::Expired => Some(tokens::expired(keys)),
            Scenario::WrongRole | Scenario::WrongRole64k | Scenario::Hidden => {
                Some(tokens::wrong_role(keys))
            }
            Scenario::Allowed | Scenario::Allowed64k | Scenario::PublicToken => {
                Some(tokens::good(keys, 0))
            }
        };
        Self::with(scenario, token.as_slice())
    }

    /// Requests that present these tokens in turn.
    pub fn with(scenario: Scenario, tokens: &[String]) -> Self {
        let field = |token: &String| {
            let field = HeaderValue::try_from(format!("Bearer {token}"));
            let field = field.expect("tokens are visible ASCII");
            // Memory of one owner becomes shared memory when it is cloned first: not in what is counted.
            drop(field.clone());
            field
        };
        Self {
            scenario,
            authorization: tokens.iter().map(field).collect(),
            body: scenario.has_body().then(payload::json),
            read: Rc::default(),
        }
    }

    /// The same requests, their bodies counted anew.
    #[must_use]
    pub fn again(&self) -> Self {
        Self {
            scenario: self.scenario,
            authorization: self.authorization.clone(),
            body: self.body.clone(),
            read: Rc::default(),
        }
    }

    /// How many bytes of all bodies were read so far.
    pub fn body_bytes_read(&self) -> usize {
        self.read.get()
    }

    pub fn build(&self, number: usize) -> Request {
        let mut request = TestRequest::with_uri(self.scenario.path())
            .method(self.scenario.method())
            .insert_header((HOST, HeaderValue::from_static("api.example")))
            .insert_header((USER_AGENT, HeaderValue::from_static("bench/1.0")))
            .insert_header((ACCEPT, HeaderValue::from_static("*/*")));
        if !self.authorization.is_empty() {
            let field = &self.authorization[number % self.authorization.len()];
            request = request.insert_header((AUTHORIZATION, field.clone()));
        }
        let Some(body) = &self.body else {
            return request.to_request();
        };
        let mut request = request
            .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")))
            .to_request();
        *request.payload() = payload::counted(body.clone(), self.read.clone());
        request
    }
}

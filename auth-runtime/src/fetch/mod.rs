//! JSON documents of an authorization server, over HTTP(S).
//!
//! ```text
//! Endpoint (https, or loopback) → one request, no redirect → 200, JSON, bounded in size and time
//! ```

mod endpoint;
mod tls;

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use awc::error::{ConnectError, PayloadError, SendRequestError};
use awc::{Client, ClientRequest, Connector, SendClientRequest};
use rustls::ClientConfig;

pub(crate) use endpoint::Endpoint;

/// How long a document may take, unless said otherwise.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// What is asked for.
#[derive(Clone, Copy)]
pub(crate) enum Ask<'a> {
    #[cfg_attr(not(feature = "jwks"), expect(dead_code, reason = "only keys are got"))]
    Get,
    /// A form (RFC 7662 §2.1), and who asks.
    #[cfg_attr(
        not(feature = "introspection"),
        expect(dead_code, reason = "keys are there for everybody")
    )]
    Post {
        form: &'a str,
        authorization: Option<&'a HeaderValue>,
    },
}

/// The most that an answer may be and take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) bytes: usize,
    pub(crate) patience: Duration,
}

/// The document, which is some text that calls itself JSON.
///
/// Runs on the worker that asks: its client is not `Send`.
pub(crate) async fn json(
    endpoint: &Endpoint,
    ask: Ask<'_>,
    bounds: Bounds,
) -> Result<Vec<u8>, FetchError> {
    let answer = tokio::time::timeout(bounds.patience, exchange(endpoint, ask, bounds.bytes));
    match answer.await {
        Ok(answer) => answer,
        Err(_) => Err(FetchError::new(endpoint, "it takes too long")),
    }
}

async fn exchange(endpoint: &Endpoint, ask: Ask<'_>, most: usize) -> Result<Vec<u8>, FetchError> {
    let client = client(endpoint)?;
    let mut answer = match request(&client, endpoint, ask).await {
        // The server may close a connection that we had kept just when we use it again. What we ask
        // changes nothing there, so it may be asked twice.
        Err(
            SendRequestError::Connect(ConnectError::Disconnected)
            | SendRequestError::Send(_)
            | SendRequestError::Response(_),
        ) => request(&new_client(endpoint)?, endpoint, ask).await,
        answer => answer,
    }
    .map_err(|error| FetchError::new(endpoint, error))?;
    if answer.status() != StatusCode::OK {
        let status = answer.status().as_u16();
        return Err(FetchError::new(endpoint, format!("it answers {status}")));
    }
    if !answer.headers().get(CONTENT_TYPE).is_some_and(is_json) {
        return Err(FetchError::new(endpoint, "its answer is no JSON"));
    }
    match answer.body().limit(most).await {
        Ok(body) => Ok(body.to_vec()),
        Err(PayloadError::Overflow) => Err(FetchError::new(endpoint, "its answer is too long")),
        Err(error) => Err(FetchError::new(endpoint, error)),
    }
}

fn request(client: &Client, endpoint: &Endpoint, ask: Ask<'_>) -> SendClientRequest {
    match ask {
        Ask::Get => accepting(client.get(endpoint.uri())).send(),
        Ask::Post {
            form,
            authorization,
        } => authorized(accepting(client.post(endpoint.uri())), authorization)
            .insert_header((CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .send_body(form.to_owned()),
    }
}

fn accepting(request: ClientRequest) -> ClientRequest {
    request.insert_header((ACCEPT, "application/json"))
}

fn authorized(request: ClientRequest, authorization: Option<&HeaderValue>) -> ClientRequest {
    match authorization {
        Some(value) => request.insert_header((AUTHORIZATION, value.clone())),
        None => request,
    }
}

/// A client of this worker's, which keeps its connections for the next request.
fn client(endpoint: &Endpoint) -> Result<Client, FetchError> {
    thread_local! {
        static PLAIN: Client = build(None);
        static SECURE: OnceCell<Client> = const { OnceCell::new() };
    }
    if endpoint.is_plain() {
        return Ok(PLAIN.with(Clone::clone));
    }
    SECURE.with(|secure| match secure.get() {
        Some(client) => Ok(client.clone()),
        None => new_client(endpoint).map(|client| secure.get_or_init(|| client).clone()),
    })
}

fn new_client(endpoint: &Endpoint) -> Result<Client, FetchError> {
    if endpoint.is_plain() {
        return Ok(build(None));
    }
    match tls::config() {
        Ok(tls) => Ok(build(Some(tls))),
        Err(why) => Err(FetchError::new(endpoint, why)),
    }
}

/// A redirect is an answer like any other that is not 200, and time is bounded by who calls.
fn build(tls: Option<Arc<ClientConfig>>) -> Client {
    let connector = Connector::new();
    let connector = match tls {
        Some(tls) => connector.rustls_0_23(tls),
        None => connector,
    };
    Client::builder()
        .connector(connector)
        .disable_redirects()
        .disable_timeout()
        .finish()
}

/// `application/json` (RFC 8259), and types built on it (RFC 6839 §3.1).
fn is_json(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else {
        return false;
    };
    let essence = text.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// Why there is no document. For the log, never for a client.
#[derive(Debug, Clone)]
pub(crate) struct FetchError(String);

impl FetchError {
    pub(crate) fn new(endpoint: &Endpoint, why: impl fmt::Display) -> Self {
        Self(format!("{endpoint}: {why}"))
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FetchError {}

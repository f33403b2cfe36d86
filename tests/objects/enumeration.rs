//! A stranger counts through all ids over real sockets: what is absent, what is another one's, what is
//! another tenant's and what is no id at all are one answer, that of a path which does not exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::{App, delete, put, route, web};
use auth_runtime::{AuthorizationError, Authorized, Identity, Record, Write, require_auth};
use tests::server::Server;

use crate::kit::{issuer, pending};

const PATIENCE: Duration = Duration::from_secs(20);

/// What there is, told by the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Alice's.
    Private,
    Absent,
    /// Another tenant's, which the store is not even asked for.
    Foreign,
    /// Everybody reads it, and bob writes it.
    Shared,
    /// Everybody writes into it, and bob reads it.
    Dropbox,
}

impl Kind {
    fn of(id: u64) -> Self {
        match id % 5 {
            0 => Self::Private,
            1 => Self::Absent,
            2 => Self::Foreign,
            3 => Self::Shared,
            _ => Self::Dropbox,
        }
    }
}

struct Order(Kind);

struct Loads(Arc<AtomicUsize>);

impl Record for Order {
    type Source = (web::Path<u64>, web::Data<Loads>);

    async fn load(
        (id, loads): Self::Source,
        caller: &Identity,
    ) -> Result<Option<Self>, AuthorizationError> {
        loads.0.fetch_add(1, Ordering::Relaxed);
        if *id % 2 == 0 {
            pending().await;
        }
        let kind = Kind::of(*id);
        let is_there = match kind {
            Kind::Absent => false,
            Kind::Foreign => caller.has_claim("tenant", "zenith"),
            _ => true,
        };
        Ok(is_there.then_some(Self(kind)))
    }

    fn may_read(&self, caller: &Identity) -> bool {
        match self.0 {
            Kind::Private => caller.subject() == "alice",
            Kind::Shared => true,
            _ => caller.subject() == "bob",
        }
    }

    fn may_write(&self, caller: &Identity) -> bool {
        match self.0 {
            Kind::Private => caller.subject() == "alice",
            Kind::Dropbox => true,
            _ => caller.subject() == "bob",
        }
    }
}

#[route("/orders/{id}", method = "GET", method = "HEAD")]
#[require_auth]
async fn read(_order: Authorized<Order>) -> &'static str {
    "an order"
}

#[require_auth]
#[put("/orders/{id}")]
async fn change(_order: Authorized<Order, Write>, _body: web::Json<u8>) -> &'static str {
    "changed"
}

#[delete("/orders/{id}")]
#[require_auth]
async fn remove(_order: Authorized<Order, Write>) -> &'static str {
    "removed"
}

/// One connection, kept open as long as the server does.
struct Client {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
    authorization: String,
}

/// Status line, header fields in order of their names, body, and whether the connection stays. Without
/// the date, which every answer has, and which goes on.
type Seen = (String, Vec<String>, Vec<u8>, bool);

fn connect(address: SocketAddr) -> BufReader<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_nodelay(true).unwrap();
    BufReader::new(stream)
}

impl Client {
    fn connect(address: SocketAddr, authorization: Option<&str>) -> Self {
        let authorization = authorization
            .map(|it| format!("Authorization: {it}\r\n"))
            .unwrap_or_default();
        Self {
            address,
            stream: connect(address),
            authorization,
        }
    }

    fn send(&mut self, method: &str, path: &str) -> Seen {
        let has_body = method == "PUT";
        let (status, fields, body) = self.exchange(method, path, has_body).expect("an answer");
        // Whoever reads a body, and whoever does not, may treat the connection differently.
        let stays = !has_body || self.exchange("GET", "/nowhere", false).is_some();
        if !stays {
            self.stream = connect(self.address);
        }
        (status, fields, body, stays)
    }

    /// None when the server hung up.
    fn exchange(
        &mut self,
        method: &str,
        path: &str,
        has_body: bool,
    ) -> Option<(String, Vec<String>, Vec<u8>)> {
        let body = if has_body {
            "Content-Type: application/json\r\nContent-Length: 1\r\n\r\n7"
        } else {
            "\r\n"
        };
        let authorization = &self.authorization;
        let request = format!("{method} {path} HTTP/1.1\r\nHost: shop\r\n{authorization}{body}");
        self.stream.get_mut().write_all(request.as_bytes()).ok()?;
        let status = self.line()?;
        let mut fields = Vec::new();
        loop {
            match self.line()? {
                line if line.is_empty() => break,
                line if line.starts_with("date: ") => {}
                line => fields.push(line),
            }
        }
        fields.sort();
        let length = fields
            .iter()
            .find_map(|it| it.strip_prefix("content-length: "));
        let length = length.map_or(0, |it| it.parse().unwrap());
        let mut body = vec![0; if method == "HEAD" { 0 } else { length }];
        self.stream.read_exact(&mut body).ok()?;
        Some((status, fields, body))
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.stream.read_line(&mut line) {
            Ok(_) if line.ends_with("\r\n") => Some(line.trim_end().to_ascii_lowercase()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => panic!("no answer in time"),
            _ => None,
        }
    }
}

fn status(seen: &Seen) -> u16 {
    seen.0.split(' ').nth(1).unwrap().parse().unwrap()
}

/// What is no id, beside ids that are written in other ways.
const NO_IDS: [&str; 24] = [
    "x",
    "-1",
    "-0",
    "1.0",
    "1e3",
    "0x1",
    "%20",
    "%201",
    "1%20",
    "1%00",
    "%31%00",
    "%2F1",
    "1%2F",
    "18446744073709551616",
    "99999999999999999999999999",
    "%EF%BC%91",
    "%FF",
    "null",
    "1;1",
    "1,2",
    "..",
    "%2e%2e",
    "1/",
    "1/1",
];

const METHODS: [&str; 4] = ["GET", "HEAD", "PUT", "DELETE"];

/// A running shop, and how often an order was loaded.
fn serve(issuer: &auth_runtime::testing::TestIssuer) -> (Server, Arc<AtomicUsize>) {
    let loads: Arc<AtomicUsize> = Arc::default();
    let auth = issuer.auth_builder().only_modules([module_path!()]);
    let auth = auth.build().unwrap();
    let counted = loads.clone();
    let server = Server::start(1, move || {
        App::new()
            .app_data(auth.clone())
            .app_data(web::Data::new(Loads(counted.clone())))
            .service((read, change, remove))
            .default_service(auth.not_found())
    });
    (server, loads)
}

/// The answers to all ids, by what there is.
fn answers(client: &mut Client, method: &str, ids: u64) -> BTreeMap<Kind, BTreeSet<Seen>> {
    let mut seen: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for id in 0..ids {
        // Some ids in other words, which mean the same.
        let path = match id % 7 {
            0 => format!("/orders/{id:05}"),
            1 => format!("/orders/{}", encoded(id)),
            2 => format!("/orders/{id}?page=1"),
            _ => format!("/orders/{id}"),
        };
        let answer = client.send(method, &path);
        seen.entry(Kind::of(id)).or_default().insert(answer);
    }
    seen
}

/// Each digit as an octet: `%31`.
fn encoded(id: u64) -> String {
    id.to_string()
        .bytes()
        .fold(String::new(), |mut text, digit| {
            write!(text, "%{digit:X}").unwrap();
            text
        })
}

#[test]
fn a_stranger_learns_nothing_of_thousands_of_ids() {
    let issuer = issuer();
    let (server, loads) = serve(&issuer);
    let token = issuer.token("eve").claim("tenant", "acme").bearer().1;
    let mut client = Client::connect(server.address(), Some(&token));
    for (method, ids) in METHODS.into_iter().zip([2500, 500, 1000, 1000]) {
        let miss = BTreeSet::from([client.send(method, "/nowhere/1")]);
        assert!(
            miss.iter().all(|it| status(it) == 404),
            "{method}: {miss:?}"
        );
        loads.store(0, Ordering::Relaxed);
        let mut seen = answers(&mut client, method, ids);
        assert_eq!(loads.load(Ordering::Relaxed) as u64, ids, "{method}");

        // What she may read, and not write, she is told of.
        let shared = seen.remove(&Kind::Shared).unwrap();
        let shared: BTreeSet<_> = shared.iter().map(status).collect();
        let expected = if matches!(method, "GET" | "HEAD") {
            200
        } else {
            403
        };
        assert_eq!(shared, BTreeSet::from([expected]), "{method}");
        assert_eq!(seen.len(), 4);
        for (kind, answers) in seen {
            assert_eq!(answers, miss, "{method} {kind:?}");
        }
        for id in NO_IDS {
            let answer = client.send(method, &format!("/orders/{id}"));
            assert_eq!(BTreeSet::from([answer]), miss, "{method} {id}");
        }
    }
    // A method that no order has.
    for method in ["POST", "PATCH", "OPTIONS", "BREW"] {
        let miss = BTreeSet::from([client.send(method, "/nowhere/1")]);
        for (kind, answers) in answers(&mut client, method, 50) {
            assert_eq!(answers, miss, "{method} {kind:?}");
        }
    }
}

#[test]
fn whose_it_is_gets_it() {
    let issuer = issuer();
    let (server, _) = serve(&issuer);
    for (who, tenant, kind, expected) in [
        ("alice", "acme", Kind::Private, [200, 200, 200, 200]),
        ("bob", "acme", Kind::Private, [404, 404, 404, 404]),
        ("bob", "acme", Kind::Shared, [200, 200, 200, 200]),
        ("bob", "acme", Kind::Dropbox, [200, 200, 200, 200]),
        ("bob", "acme", Kind::Foreign, [404, 404, 404, 404]),
        ("bob", "zenith", Kind::Foreign, [200, 200, 200, 200]),
        ("alice", "zenith", Kind::Foreign, [404, 404, 404, 404]),
    ] {
        let token = issuer.token(who).claim("tenant", tenant).bearer().1;
        let mut client = Client::connect(server.address(), Some(&token));
        for (method, expected) in METHODS.into_iter().zip(expected) {
            for id in (0..50).filter(|id| Kind::of(*id) == kind) {
                let seen = client.send(method, &format!("/orders/{id}"));
                assert_eq!(status(&seen), expected, "{who} {method} {id}");
            }
        }
    }
}

/// Who is not known makes nobody look anything up, and gets one answer.
#[test]
fn nothing_is_loaded_for_who_is_not_known() {
    let issuer = issuer();
    let (server, loads) = serve(&issuer);
    let forged = issuer.token("alice").signed_with_another_key().bearer().1;
    let expired = issuer.token("alice").expired().bearer().1;
    for authorization in [None, Some("Basic YTpi"), Some(&*forged), Some(&*expired)] {
        let mut client = Client::connect(server.address(), authorization);
        for method in METHODS {
            let miss = BTreeSet::from([client.send(method, "/nowhere/1")]);
            assert!(
                miss.iter().all(|it| status(it) == 401),
                "{method}: {miss:?}"
            );
            for (kind, answers) in answers(&mut client, method, 100) {
                assert_eq!(answers, miss, "{method} {kind:?}");
            }
        }
        assert_eq!(loads.load(Ordering::Relaxed), 0, "{authorization:?}");
    }
}

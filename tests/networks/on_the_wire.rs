//! Real connections: whose address they have, and which have none.

use actix_web::{App, get};
use auth_runtime::{Auth, Networks, allow_anonymous};

use crate::kit::{builder, issuer};
use crate::wire::Server;

#[allow_anonymous]
#[get("/wired")]
async fn wired() -> &'static str {
    "in"
}

fn auth(networks: &str, proxies: &[&str]) -> Auth {
    let networks = Networks::only([networks]).unwrap();
    builder(&issuer())
        .networks(networks)
        .trusted_proxies(proxies.iter().copied())
        .build()
        .unwrap()
}

fn request(fields: &str) -> String {
    format!("GET /wired HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{fields}\r\n")
}

/// The fields and what they are answered: by nobody's word, and by that of a proxy on this machine.
const FIELDS: [(&str, u16, u16); 5] = [
    ("", 403, 403),
    ("X-Forwarded-For: 192.0.2.7\r\n", 403, 200),
    (
        "x-forwarded-for: 192.0.2.7\r\nX-FORWARDED-FOR: 203.0.113.9\r\n",
        403,
        403,
    ),
    (
        "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 192.0.2.7\r\n",
        403,
        200,
    ),
    (
        "Forwarded: for=192.0.2.7\r\nX-Real-IP: 192.0.2.7\r\n",
        403,
        403,
    ),
];

#[actix_web::test]
async fn a_connection_has_the_address_of_its_peer() {
    let office = "192.0.2.0/24";
    let here = auth("127.0.0.0/8", &[]);
    let (nobody, proxy) = (auth(office, &[]), auth(office, &["127.0.0.1"]));
    for (auth, expected) in [
        (here, [200; 5]),
        (nobody, FIELDS.map(|(_, nobody, _)| nobody)),
        (proxy, FIELDS.map(|(_, _, proxy)| proxy)),
    ] {
        let server = Server::start(move || App::new().configure(auth.install()).service(wired));
        for ((fields, ..), status) in FIELDS.into_iter().zip(expected) {
            let answer = server.exchange(request(fields)).await;
            let start = format!("HTTP/1.1 {status} ");
            assert!(answer.starts_with(&start), "{fields}: {answer}");
        }
        server.stop().await;
    }
}

#[cfg(unix)]
mod unix_socket {
    use std::io::{Read, Write};
    use std::net::Shutdown;
    use std::os::unix::net::UnixStream;
    use std::path::PathBuf;
    use std::time::Duration;
    use std::{env, fs, process};

    use actix_web::{App, HttpServer, rt, web};

    use super::{FIELDS, auth, request, wired};

    async fn exchange(path: PathBuf, request: String) -> String {
        let answer = web::block(move || {
            let mut stream = UnixStream::connect(path)?;
            stream.set_read_timeout(Some(Duration::from_secs(10)))?;
            stream.write_all(request.as_bytes())?;
            stream.shutdown(Shutdown::Write)?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).map(|_| answer)
        });
        answer.await.unwrap().unwrap()
    }

    #[actix_web::test]
    async fn a_unix_socket_has_none() {
        let office = "192.0.2.0/24";
        for (name, auth, expected) in [
            ("any", auth("0.0.0.0/0", &[]), [403; 5]),
            ("nobody", auth(office, &[]), [403; 5]),
            (
                "proxy",
                auth(office, &["127.0.0.1"]),
                FIELDS.map(|(_, _, proxy)| proxy),
            ),
        ] {
            let path = env::temp_dir().join(format!("networks-{}-{name}", process::id()));
            let app = move || App::new().configure(auth.install()).service(wired);
            let server = HttpServer::new(app).workers(1).disable_signals();
            let server = server.bind_uds(&path).unwrap().run();
            let handle = server.handle();
            rt::spawn(server);
            for ((fields, ..), status) in FIELDS.into_iter().zip(expected) {
                let answer = exchange(path.clone(), request(fields)).await;
                let start = format!("HTTP/1.1 {status} ");
                assert!(answer.starts_with(&start), "{name} {fields}: {answer}");
            }
            handle.stop(false).await;
            let _ = fs::remove_file(&path);
        }
    }
}

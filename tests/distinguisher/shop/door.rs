//! The way in for those who are let in: logins, over a connection for each.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use tests::server::Server;

pub(super) struct Door(SocketAddr);

impl Door {
    pub(super) fn of(server: &Server) -> Self {
        Self(server.address())
    }

    /// A whole answer.
    pub(super) fn ask(&self, method: &str, path: &str, fields: &[&str], body: &str) -> String {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.0,
            body.len()
        );
        for field in fields {
            request += field;
            request += "\r\n";
        }
        request = request + "\r\n" + body;
        let patience = Some(Duration::from_secs(10));
        let mut stream = TcpStream::connect(self.0).unwrap();
        stream.set_read_timeout(patience).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// A token.
    pub(super) fn token(&self, user: &str) -> String {
        let answer = self.form("/login", user);
        let after = answer.split("\"access_token\":\"").nth(1).expect("a token");
        after.split('"').next().unwrap().to_owned()
    }

    /// A session's cookie, as a browser sends it.
    pub(super) fn cookie(&self, user: &str) -> String {
        let answer = self.form("/sign-in", user);
        let after = answer.split("set-cookie: ").nth(1).expect("a cookie");
        after.split(';').next().unwrap().to_owned()
    }

    fn form(&self, path: &str, user: &str) -> String {
        let form = "Content-Type: application/x-www-form-urlencoded";
        let body = format!("user={user}&password={user}-demo");
        self.ask("POST", path, &[form], &body)
    }
}

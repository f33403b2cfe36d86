//! A request over a socket of its own.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::redis::PATIENCE;

/// The whole answer; the test has failed when there is none in time.
pub(crate) fn ask(address: SocketAddr, request: &str, fields: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let request = format!("{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{fields}\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

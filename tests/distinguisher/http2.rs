//! One exchange over HTTP/2, with prior knowledge: the request, and a second one on its connection.

use std::io;
use std::net::SocketAddr;

use actix_web::web::Bytes;
use h2::RecvStream;
use h2::client::SendRequest;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, Uri};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::caller::Caller;
use super::exchange::PATIENCE;
use super::observation::{Answer, End, Observation};
use super::probe::{Body, Probe};

/// A client of HTTP/2.
pub(super) struct Http2(Runtime);

impl Http2 {
    pub(super) fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self(runtime))
    }

    /// What a probe of this path gets.
    pub(super) fn exchange(
        &self,
        address: SocketAddr,
        probe: &Probe,
        caller: &Caller,
        path: &str,
    ) -> io::Result<Observation> {
        let requests = [
            request(address, probe, caller, path)?,
            request(address, &Probe::of(probe.caller), caller, path)?,
        ];
        self.0.block_on(async {
            let stream = timeout(PATIENCE, TcpStream::connect(address)).await??;
            stream.set_nodelay(true)?;
            let mut answers = Vec::new();
            let talk = timeout(PATIENCE, talk(stream, requests, &mut answers)).await;
            let end = match talk {
                Ok(Ok(())) => End::Open,
                Ok(Err(error)) => End::Failed(error.to_string()),
                Err(_) => End::Silent,
            };
            Ok(Observation {
                answers,
                rest: Vec::new(),
                end,
            })
        })
    }
}

/// A request and its body, if it has one.
type Message = (Request<()>, Option<Bytes>);

fn request(address: SocketAddr, probe: &Probe, caller: &Caller, path: &str) -> io::Result<Message> {
    let target = probe.variant.applied(path, &address.to_string());
    let uri: Uri = format!("http://{address}{target}")
        .parse()
        .map_err(io::Error::other)?;
    let method = Method::from_bytes(probe.method.as_bytes()).map_err(io::Error::other)?;
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in caller.fields() {
        request = request.header(name, value);
    }
    for (name, value) in probe.extras.iter().flat_map(|extra| extra.0) {
        request = request.header(*name, *value);
    }
    if probe.body == Body::None {
        let request = request.body(()).map_err(io::Error::other)?;
        return Ok((request, None));
    }
    let body = probe.body.bytes();
    if probe.body != Body::Chunked {
        request = request.header(CONTENT_LENGTH, body.len());
    }
    if let Some(media_type) = probe.body.media_type() {
        request = request.header(CONTENT_TYPE, media_type);
    }
    let request = request.body(()).map_err(io::Error::other)?;
    Ok((request, Some(body.into())))
}

async fn talk(
    stream: TcpStream,
    requests: [Message; 2],
    answers: &mut Vec<Answer>,
) -> Result<(), h2::Error> {
    let (mut client, connection) = h2::client::handshake(stream).await?;
    let connection = tokio::spawn(connection);
    for message in requests {
        client = client.ready().await?;
        answers.push(answer(&mut client, message).await?);
    }
    connection.abort();
    Ok(())
}

async fn answer(
    client: &mut SendRequest<Bytes>,
    (request, body): Message,
) -> Result<Answer, h2::Error> {
    let (response, mut upload) = client.send_request(request, body.is_none())?;
    if let Some(body) = body {
        upload.send_data(body, true)?;
    }
    let (head, mut body) = response.await?.into_parts();
    let mut answer = Answer {
        status_line: format!("HTTP/2 {}", head.status.as_u16()),
        fields: fields(&head.headers),
        ..Answer::default()
    };
    answer.body = whole(&mut body).await?;
    if let Some(trailers) = body.trailers().await? {
        answer.trailers = fields(&trailers);
    }
    Ok(answer)
}

async fn whole(body: &mut RecvStream) -> Result<Vec<u8>, h2::Error> {
    let mut bytes = Vec::new();
    while let Some(part) = body.data().await {
        let part = part?;
        body.flow_control().release_capacity(part.len())?;
        bytes.extend(part);
    }
    Ok(bytes)
}

fn fields(headers: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    let fields = headers.iter();
    let fields = fields.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    fields.collect()
}

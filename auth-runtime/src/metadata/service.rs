//! The document on the wire (RFC 9728 §3.2).

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    CACHE_CONTROL, ContentType,
};
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, guard};
use futures_util::future::ready;

use crate::Auth;

/// Serves the metadata of [`AuthBuilder::resource`](crate::AuthBuilder::resource): made by
/// [`Auth::resource_metadata`](crate::Auth::resource_metadata).
#[derive(Debug)]
#[must_use = "give it to `App::service`"]
pub struct ResourceMetadata(Option<(String, Bytes)>);

impl Auth {
    /// The service of the metadata (RFC 9728), at its well-known path. For everybody: it asks for no
    /// credential, pages of all origins may read it, and it may be cached for an hour.
    ///
    /// It belongs into the app itself, not into a scope of it. Without
    /// [`AuthBuilder::resource`](crate::AuthBuilder::resource) there is nothing to serve, and the path
    /// is one that does not exist.
    pub fn resource_metadata(&self) -> ResourceMetadata {
        let metadata = self.metadata();
        ResourceMetadata(metadata.map(|it| (it.path.clone(), it.document.clone())))
    }
}

impl HttpServiceFactory for ResourceMetadata {
    fn register(self, config: &mut AppService) {
        let Some((path, document)) = self.0 else {
            return;
        };
        let read = guard::Any(guard::Get()).or(guard::Head());
        web::resource(path)
            .route(
                web::route()
                    .guard(read)
                    .to(move || ready(answer(&document))),
            )
            .route(web::route().guard(guard::Options()).to(preflight))
            .register(config);
    }
}

fn answer(document: &Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(document.clone())
}

/// Pages that send fields of their own (`MCP-Protocol-Version`) ask first.
async fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "*"))
        .finish()
}

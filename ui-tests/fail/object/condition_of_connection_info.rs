use actix_web::dev::ConnectionInfo;
use actix_web::get;
use auth_runtime::{require_auth, require_condition};

// Believes what the caller says of its address.
async fn is_near(connection: ConnectionInfo) -> bool {
    connection.realip_remote_addr() == Some("192.0.2.5")
}

#[get("/reports")]
#[require_auth]
#[require_condition(is_near)]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}

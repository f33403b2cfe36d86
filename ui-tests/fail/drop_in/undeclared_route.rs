use actix_web::App;
use auth_runtime::route;

#[route("/report", method = "GET", method = "HEAD")]
async fn report() -> &'static str {
    "report"
}

fn main() {
    let _ = App::new().service(report);
}

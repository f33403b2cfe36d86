//! A leak that one caller of several sees.

use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpRequest, web};
use tests::distinguisher::{Caller, Kind};

use super::{miss, serve, tells};

#[test]
fn one_caller_of_three() {
    let server = serve(|app| {
        let hidden = |request: HttpRequest| async move {
            let mut answer = miss();
            let token = request.headers().get(AUTHORIZATION);
            if token.is_some_and(|it| it == "Bearer expired") {
                *answer.status_mut() = StatusCode::UNAUTHORIZED;
            }
            answer
        };
        app.route("/hidden", web::to(hidden));
    });
    let report = server
        .attacked("/hidden", "/absent")
        .caller(Caller::anonymous())
        .caller(Caller::new("expired").authorization("Bearer expired"))
        .caller(Caller::new("forged").authorization("Bearer forged"))
        .pairs(0)
        .samples(0)
        .run()
        .unwrap();
    tells(&report, &[Kind::Status]);
    let mut callers = report.differences.iter().map(|it| it.caller.as_str());
    assert!(callers.all(|it| it == "expired"), "{report}");
}

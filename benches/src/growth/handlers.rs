//! Guarded handlers in the binary. A part of four programs, one for each number of them, and not of the library: the
//! handlers in there would be linked too.

use auth_runtime::jwt::Jwt;
use auth_runtime::{Auth, access_matrix, declared_handlers};
use serde_json::json;

use crate::drive::measured_operations;

/// Ten times a macro that makes handlers, each in a module of its own.
macro_rules! ten_times {
    ($($handlers:tt)+) => {
        mod a { $($handlers)+ }
        mod b { $($handlers)+ }
        mod c { $($handlers)+ }
        mod d { $($handlers)+ }
        mod e { $($handlers)+ }
        mod f { $($handlers)+ }
        mod g { $($handlers)+ }
        mod h { $($handlers)+ }
        mod i { $($handlers)+ }
        mod j { $($handlers)+ }
    };
}

/// A handler with a route, a scheme and a role.
macro_rules! guarded_handler {
    ($name:ident) => {
        #[auth_runtime::require_auth(scheme = "Bearer")]
        #[auth_runtime::require_role("admin")]
        #[actix_web::get("/path")]
        pub(crate) async fn $name() -> &'static str {
            "done"
        }
    };
}

/// Ten of them, whose names differ.
macro_rules! ten_guarded_handlers {
    () => {
        ten_guarded_handlers!(a b c d e f g h i j);
    };
    ($($name:ident)+) => {
        $(guarded_handler!($name);)+
    };
}

/// What an application does with all of them before it serves, and what tests print.
pub(crate) fn count() {
    let bearer = || Auth::builder().bearer(Jwt::hs256([7; 32]).audience("api"));
    operation("build()", &mut || {
        drop(bearer().build().expect("all are served"));
    });
    operation("access_matrix()", &mut || drop(access_matrix()));
    operation("printing the matrix", &mut || {
        drop(access_matrix().to_string());
    });
}

fn operation(series: &str, operation: &mut dyn FnMut()) {
    measured_operations(&mut || {}, 1);
    measured_operations(operation, 1);
    measured_operations(operation, 1);
    let n = declared_handlers().len();
    println!(
        "{}",
        json!({"series": series, "n": n, "count": 1, "unit": "operation"})
    );
}

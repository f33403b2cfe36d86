use actix_web::App;
use auth_runtime::get;

macro_rules! page {
    ($name:ident, $path:literal) => {
        #[get($path)]
        async fn $name() -> &'static str {
            "page"
        }
    };
}

page!(front, "/");

fn main() {
    let _ = App::new().service(front);
}

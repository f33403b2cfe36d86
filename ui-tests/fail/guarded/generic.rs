use actix_web::{App, web};
use auth_runtime::GuardedRoute;

async fn count<T: Default + ToString + 'static>(_: web::Data<T>) -> String {
    T::default().to_string()
}

fn main() {
    let _ = App::new().route("/count", web::get().guarded(count::<u32>));
}

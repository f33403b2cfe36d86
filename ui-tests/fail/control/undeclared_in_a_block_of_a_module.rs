use actix_web::{App, web};
use auth_runtime::access_control;

#[access_control(routes(books::Api::list))]
mod api {
    pub mod books {
        pub struct Api<T>(pub T);

        impl<T: Default> Api<T> {
            pub async fn list() -> String {
                let _ = T::default();
                "books".into()
            }
        }
    }
}

fn main() {
    let _ = App::new().route("/books", web::get().to(api::books::Api::<u8>::list));
    let _ = api::books::Api(0);
}

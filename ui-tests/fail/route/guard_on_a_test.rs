use auth_runtime::require_auth;

#[require_auth]
#[actix_web::test]
async fn it_works() {
    assert_eq!(1 + 1, 2)
}

fn main() {}

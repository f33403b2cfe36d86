use auth_runtime::get;

#[get("/orders")]
struct Orders;

fn main() {
    let _ = Orders;
}

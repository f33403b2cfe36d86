use auth_runtime::get;

#[get("/{tenant}/orders")]
#[require_tennant(path = "tenant")]
async fn page() -> &'static str {
    "page"
}

fn main() {}

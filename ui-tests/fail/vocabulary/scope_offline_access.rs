use auth_runtime::Scope;

#[derive(Scope)]
#[scope(rename_all = "snake_case")]
enum Scope {
    Orders,
    OfflineAccess,
}

fn main() {}

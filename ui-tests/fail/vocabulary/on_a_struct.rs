use auth_runtime::Role;

#[derive(Role)]
struct Role;

fn main() {}

use auth_runtime::Role;

#[derive(Role)]
enum Role {}

fn main() {}

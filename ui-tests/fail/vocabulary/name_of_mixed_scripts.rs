use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(name = "\u{430}dmin")]
    Admin,
}

fn main() {}

use auth_runtime::Role;

#[derive(Role)]
union Role {
    admin: u8,
}

fn main() {}

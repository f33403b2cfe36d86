use auth_runtime::Role;

#[derive(Role)]
enum Role {
    Admin,
    Editor(u8),
    Owner { of: String },
    Empty {},
}

fn main() {}

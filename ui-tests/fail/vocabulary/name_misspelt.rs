use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(nmae = "administrator")]
    Admin,
}

fn main() {}

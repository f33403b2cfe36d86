use auth_runtime::Role;

#[derive(Role)]
enum Role {
    #[role(name = "administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-administrator-")]
    Admin,
}

fn main() {}

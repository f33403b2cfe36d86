use auth_runtime::Role;

#[derive(Role)]
#[role(rename_all = "lowercase")]
enum Role {
    SuperUser,
    Superuser,
}

fn main() {}

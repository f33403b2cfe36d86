use auth_runtime::Role;

#[derive(Role)]
#[role(rename_all = "title")]
enum Role {
    Admin,
}

fn main() {}

use auth_runtime::Role;

#[derive(Role)]
enum Role<'a, T> {
    Admin,
    Of(&'a T),
}

fn main() {}

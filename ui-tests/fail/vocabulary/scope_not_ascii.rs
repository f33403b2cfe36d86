use auth_runtime::Scope;

#[derive(Scope)]
enum Scope {
    Übersicht,
}

fn main() {}

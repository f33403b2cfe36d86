use auth_runtime::Scope;

#[derive(Scope)]
enum Scope {
    #[scope(name = "orders\\read")]
    OrdersRead,
    #[scope(name = "orders read")]
    ReadOrders,
}

fn main() {}

use auth_runtime::access_control;

#[access_control(require_auth)]
pub struct Api;

fn main() {}

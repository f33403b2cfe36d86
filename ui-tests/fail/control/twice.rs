use auth_runtime::access_control;

#[access_control]
#[access_control(require_auth)]
mod api {}

fn main() {}

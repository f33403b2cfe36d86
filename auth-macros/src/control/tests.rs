//! What each handler gets, on tokens.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{ImplItem, Item};

use super::access_control;

fn expanded(arguments: &str, item: &str) -> Vec<Item> {
    let output = access_control(arguments.parse().unwrap(), item.parse().unwrap());
    syn::parse2::<syn::File>(output).unwrap().items
}

fn is_error(item: &Item) -> bool {
    item.to_token_stream().to_string().contains("compile_error")
}

fn functions(items: &[Item]) -> Vec<&syn::ItemFn> {
    items
        .iter()
        .flat_map(|item| match item {
            Item::Fn(function) => vec![function],
            Item::Mod(module) => functions(module.content.as_ref().map_or(&[], |it| &it.1)),
            _ => Vec::new(),
        })
        .collect()
}

/// The attributes of a handler in a module, as they are typed.
fn attributes(default: &str, handler: &str) -> Vec<String> {
    let items = expanded(default, &format!("mod api {{ {handler} }}"));
    assert!(!items.iter().any(is_error), "{default}: {handler}");
    let [function] = functions(&items)[..] else {
        panic!("one function");
    };
    let typed =
        |attribute: &syn::Attribute| crate::errors::source(attribute.meta.to_token_stream());
    function.attrs.iter().map(typed).collect()
}

/// How many mistakes there are, none of which takes the function away.
fn mistakes(arguments: &str, item: &str) -> usize {
    let items = expanded(arguments, item);
    items.iter().filter(|item| is_error(item)).count()
}

const AUTH: &str = "require_auth(scheme = \"Bearer\")";
const STAFF: &str = "require_auth(scheme = \"Bearer\"), require_role(\"staff\")";

#[test]
fn a_default_is_merged_with_what_a_handler_says() {
    for (default, handler, expected) in [
        (
            AUTH,
            "#[get(\"/\")] async fn a() {}",
            &[
                "::auth_runtime::require_auth(scheme = \"Bearer\")",
                "get(\"/\")",
            ][..],
        ),
        (
            "require_auth",
            "#[get(\"/\")] async fn a() {}",
            &["::auth_runtime::require_auth()", "get(\"/\")"],
        ),
        (
            STAFF,
            "#[get(\"/\")] #[require_role(\"editor\")] async fn a() {}",
            &[
                "::auth_runtime::require_auth(scheme = \"Bearer\")",
                "::auth_runtime::require_role(__default, \"staff\")",
                "get(\"/\")",
                "require_role(\"editor\")",
            ],
        ),
        (
            STAFF,
            "#[auth_runtime::require_auth(realm = \"a\")] #[get(\"/\")] async fn a() {}",
            &[
                "::auth_runtime::require_role(__default, \"staff\")",
                "auth_runtime::require_auth(realm = \"a\")",
                "get(\"/\")",
            ],
        ),
        (
            STAFF,
            "#[get(\"/\")] #[allow_anonymous(reason = \"public\")] async fn a() {}",
            &[
                "::auth_runtime::__private::declared",
                "get(\"/\")",
                "allow_anonymous(reason = \"public\")",
            ],
        ),
        (
            "",
            "#[get(\"/\")] #[require_auth] async fn a() {}",
            &[
                "::auth_runtime::__private::declared",
                "get(\"/\")",
                "require_auth",
            ],
        ),
        (
            AUTH,
            "#[get(\"/\")] #[require_auth] async fn a() {}",
            &[
                "::auth_runtime::__private::declared",
                "get(\"/\")",
                "require_auth",
            ],
        ),
        (
            "require_auth(scheme = \"Session\", redirect = true)",
            "#[post(\"/\")] async fn a() {}",
            &[
                "::auth_runtime::require_auth(__default, scheme = \"Session\", redirect = true)",
                "post(\"/\")",
            ],
        ),
        (
            "require_auth",
            "#[alias(\"\")] async fn a() {}",
            &["::auth_runtime::require_auth()", "alias(\"\")"],
        ),
        (
            "require_auth, require_tenant(scope_path = \"t\"), require_condition(crate::is_open)",
            "#[get(\"/\")] #[require_condition(crate::is_open)] async fn a() {}",
            &[
                "::auth_runtime::require_auth()",
                "::auth_runtime::require_tenant(scope_path = \"t\")",
                "::auth_runtime::require_condition(__default, crate::is_open)",
                "get(\"/\")",
                "require_condition(crate::is_open)",
            ],
        ),
        (AUTH, "async fn helper() {}", &[]),
        (AUTH, "fn helper() {}", &[]),
    ] {
        assert_eq!(
            attributes(default, handler),
            expected,
            "{default}: {handler}"
        );
    }
}

#[test]
fn the_path_of_the_crate_is_passed_on() {
    for (arguments, handler, expected) in [
        (
            "require_auth, crate = a::b",
            "#[get(\"/\")] async fn a() {}",
            "a::b::require_auth(crate = a::b)",
        ),
        (
            "require_auth(hide = true,), crate = a::b",
            "#[get(\"/\")] async fn a() {}",
            "a::b::require_auth(hide = true, crate = a::b)",
        ),
        (
            "crate = a::b",
            "#[require_auth] #[get(\"/\")] async fn a() {}",
            "a::b::__private::declared",
        ),
        (
            "require_auth, crate = a::b",
            "#[allow_anonymous(reason = \"r\")] #[get(\"/\")] async fn a() {}",
            "a::b::__private::declared",
        ),
        (
            "crate = a::b",
            "#[require_auth(crate = c)] #[get(\"/\")] async fn a() {}",
            "c::__private::declared",
        ),
    ] {
        assert_eq!(
            attributes(arguments, handler)[0],
            expected,
            "{arguments}: {handler}"
        );
    }
}

/// An attribute that is surely ours stands above the handler's own, and these get the path too.
#[test]
fn the_path_of_the_crate_reaches_what_a_handler_says_itself() {
    for (handler, expected) in [
        ("#[require_auth]", "require_auth(crate = a::b)"),
        (
            "#[allow_anonymous(reason = \"r\")]",
            "allow_anonymous(reason = \"r\", crate = a::b)",
        ),
        ("#[require_auth(crate = c)]", "require_auth(crate = c)"),
    ] {
        let handler = format!("{handler} #[get(\"/\")] async fn a() {{}}");
        let attributes = attributes("require_auth, crate = a::b", &handler);
        assert_eq!(attributes[1], expected);
    }
}

/// In each of its modules a relative path may lead elsewhere.
#[test]
fn a_default_names_its_names_from_the_root() {
    for (name, is_taken) in [
        ("crate::Role::Admin", true),
        ("::roles::Role::Admin", true),
        ("\"admin\"", true),
        ("any(\"a\", all(crate::A, ::b::B))", true),
        ("ADMIN", false),
        ("Role::Admin", false),
        ("self::ADMIN", false),
        ("super::Role::Admin", false),
        ("any(\"a\", all(\"b\", ADMIN))", false),
    ] {
        for kind in ["role", "scope", "permission"] {
            let default = format!("require_auth, require_{kind}({name})");
            let item = "mod api { #[get(\"/\")] async fn a() {} }";
            assert_eq!(mistakes(&default, item) == 0, is_taken, "{default}");
            let block = "impl Api { #[require_auth] async fn a() -> u8 { 0 } }";
            assert_eq!(mistakes(&default, block), 0, "{default}");
        }
    }
}

#[test]
fn a_reason_is_an_option_and_no_word_of_a_path() {
    let handler = |option: &str| {
        format!("mod api {{ #[get(\"/\")] #[allow_anonymous({option})] async fn a() {{}} }}")
    };
    for option in ["reason = \"r\"", "crate = a, reason = \"r\""] {
        assert_eq!(mistakes(AUTH, &handler(option)), 0, "{option}");
    }
    for option in ["crate = super::reason", "crate = reason", ""] {
        assert_eq!(mistakes(AUTH, &handler(option)), 1, "{option}");
    }
}

#[test]
fn each_way_to_serve_a_route_is_known() {
    for attribute in [
        "get(\"/\")",
        "actix_web::post(\"/\")",
        "route(\"/\", method = \"GET\")",
        "routes",
        "query(\"/\")",
        "cfg_attr(all(), get(\"/\"))",
        "cfg_attr(all(), allow(dead_code), cfg_attr(all(), web::get(\"/\")))",
        "alias(\"/\")",
        "a::b::get(\"/\")",
        "actix_web::trace(\"x\")",
        "trace(\"x\")",
        "r#get(\"x\")",
        "alias(\"books\")",
        "alias(r\"/\", name = \"books\")",
    ] {
        let item = format!("mod api {{ #[{attribute}] async fn a() {{}} }}");
        assert_eq!(mistakes("", &item), 1, "{attribute}");
    }
    for attribute in [
        "inline",
        "doc = \"/\"",
        "tracing::instrument(name = \"/\")",
        "trace",
        "tracing::trace",
        "tracing::trace(\"span\")",
        "sqlx::query(\"SELECT 1\")",
        "sqlx::test(\"/fixtures/x\")",
        "a::b::alias(\"\")",
        "test",
    ] {
        let item = format!("mod api {{ #[{attribute}] async fn a() {{}} }}");
        assert_eq!(mistakes("", &item), 0, "{attribute}");
    }
}

/// With a default, a function that a route is given becomes a handler.
#[test]
fn each_way_to_give_a_route_its_handler_is_known() {
    for call in [
        "web::get().to(one)",
        "web::get().to((one))",
        "web::get().to(one,)",
        "web::get().to({ one })",
        "web::get().to(&one)",
        "web::get().to(one as fn() -> _)",
        "web::get().to(self::one)",
        "web::get().to(crate::a::api::one)",
        "web::get().to::<_, _>(one)",
        "web::get().to(wrapped(one, 7))",
        "web::get().guard(fn_guard(|it| true)).to(one)",
        "web::to(one)",
        "to(one)",
        "get().to(one)",
        "w::get().to(one)",
        "Route::new().to(one)",
        "Route::to(web::get(), one)",
        "actix_web::Route::to(web::get(), one)",
        "<Route>::to(web::get(), one)",
        "web::resource(\"/\").to(one)",
        "web::resource(\"/\").get(one)",
        "web::resource(\"/\").name(\"a\").post(one)",
        "Resource::new(\"/\").delete(one)",
        "Resource::get(web::resource(\"/\"), one)",
        "{ let route = web::get(); route.to(one) }",
        "{ let mut all = web::resource(\"/\"); all = all.put(one); }",
        "c.route(\"/\", anything.to(one))",
        "c.service((anything.to(one), 7))",
        "{ use inner::nested as it; web::get().to(it) }",
        "web::get().to(imported)",
        "{ let it = one; web::get().to(it) }",
        "{ let mut it = self::one; web::get().to(it) }",
        "web::get().to(renamed)",
        "web::get().to(inner::reached)",
        "web::get().to(behind_a_star)",
        "web::get().to(Api::one)",
        "web::get().to(<Api>::one)",
        "web::get().to(<Api as Sized>::one)",
        "web::get().to(future)",
    ] {
        let item = format!(
            "mod api {{ use inner::{{imported, nested as renamed}}; use inner::deep::*;
                async fn one() {{}} fn future() -> Answer {{ answer() }}
                struct Api; impl Api {{ async fn one() {{}} }}
                mod inner {{ pub async fn nested() {{}} pub async fn imported() {{}}
                    pub use self::deep::behind_a_star as reached;
                    pub mod deep {{ pub async fn behind_a_star() {{}} }} }}
                fn register(c: &mut Config) {{ {call} }} }}"
        );
        assert_eq!(mistakes("", &item), 1, "{call}");
    }
    for inputs in ["route: Route", "all: actix_web::Resource"] {
        let item =
            format!("mod api {{ async fn one() {{}} fn add({inputs}) {{ anything.to(one) }} }}");
        assert_eq!(mistakes("", &item), 1, "{inputs}");
    }
    for call in [
        "Tween.to(|x| x + 1)",
        "mail.to(one)",
        "map.get(one)",
        "Mail::to(one)",
        "web::get().to(super::one)",
        "web::get().to(elsewhere::one)",
        "web::get().to(wrapped(one()))",
        "{ let address = one; mail.to(address) }",
    ] {
        let item = format!("mod api {{ async fn one() {{}} fn send() {{ {call} }} }}");
        assert_eq!(mistakes("", &item), 0, "{call}");
    }
}

#[test]
fn each_handler_within_a_body_is_known() {
    for body in [
        "#[get(\"/\")] async fn a() {}",
        "#[get(\"/\")] pub(in self) async fn a() {}",
        "#[get(\"/\")] #[doc = \"a\"] unsafe extern \"C\" fn a() {}",
        "macro_rules! m { ($v:vis $n:ident) => { #[get(\"/\")] $v async fn $n() {} } }",
        "macro_rules! m { ($m:ident $p:literal) => { #[$m($p)] async fn a() {} } }",
        "macro_rules! m { ($p:literal) => { #[get($p)] async fn a() {} } }",
        "macro_rules! m { ($p:literal) => { #[fetch($p)] async fn a() {} } }",
        "macro_rules! m { ($($a:meta),*) => { $(#[$a])* pub async fn a() {} } }",
    ] {
        let item = format!("mod api {{ fn register() {{ {body} }} }}");
        assert_eq!(mistakes("", &item), 1, "{body}");
    }
    for body in [
        "#[get(\"/\")] struct A; async fn a() {}",
        "#[cfg(a)] async fn a() {}",
        "macro_rules! m { ($t:ty) => { #[doc = $t] async fn a(it: $t) {} } }",
        "macro_rules! m { ($($a:meta),*) => { $(#[$a])* struct A; async fn a() {} } }",
        "macro_rules! m { ($($a:meta),*) => { $(#[$a])* fn a() {} } }",
    ] {
        let item = format!("mod api {{ fn register() {{ {body} }} }}");
        assert_eq!(mistakes("", &item), 0, "{body}");
    }
}

#[test]
fn a_macro_in_a_block_is_not_passed_over() {
    for block in [
        "impl Api { list!(); }",
        "impl Api { list! { a } fn a() {} }",
    ] {
        assert_eq!(mistakes("", block), 1, "{block}");
        assert_eq!(
            mistakes("", &format!("mod api {{ {block} }}")),
            1,
            "{block}"
        );
    }
}

#[test]
fn a_future_behind_an_alias_may_serve_a_route() {
    for (output, count) in [
        ("impl Future<Output = u8>", 1),
        ("Pin<Box<F>>", 1),
        ("u8", 0),
    ] {
        let item = format!("mod api {{ #[fetch(\"x\")] fn a() -> {output} {{ b() }} }}");
        assert_eq!(mistakes("", &item), count, "{output}");
    }
}

#[test]
fn a_mistake_takes_no_item_away() {
    let item = "mod api { use a::b; #[get(\"/\")] async fn list(id: Path<u8>) -> u8 { *id }
        pub struct Books { a: u8 } impl Books { fn new() -> Self { Books { a: 1 } } }
        macro_rules! m { () => {} } #[require_auth] fn helper() {} }";
    for arguments in ["", "require_auht", "require_role(\"a\")", "routes(list, x)"] {
        let items = expanded(arguments, item);
        assert!(items.iter().any(is_error), "{arguments}");
        let Some(Item::Mod(module)) = items.first() else {
            panic!("the module comes first");
        };
        let inside = &module.content.as_ref().unwrap().1;
        assert_eq!(inside.len(), 6, "{arguments}");
        assert!(module.to_token_stream().to_string().contains("{ * id }"));
    }
}

/// No token in the parentheses is passed over.
#[test]
fn no_token_is_skipped() {
    let lists = [
        AUTH,
        STAFF,
        "require_auth, routes(list)",
        "crate = a::b",
        "",
    ];
    let strangers = ["x", "7", "\"y\"", ";", ":", "+", "=", "!", "()", "[]", "{}"];
    let item = "mod api { #[get(\"/\")] #[require_auth] async fn list() {} }";
    let mut tried = 0;
    for list in lists {
        assert_eq!(mistakes(list, item), 0, "{list}");
        let tokens: Vec<_> = list.parse::<TokenStream>().unwrap().into_iter().collect();
        for stranger in strangers {
            for at in 0..=tokens.len() {
                let (before, after) = tokens.split_at(at);
                let stranger: TokenStream = stranger.parse().unwrap();
                let perturbed = quote::quote!(#(#before)* #stranger #(#after)*).to_string();
                if perturbed.contains("require_auth ()") {
                    continue; // An empty list is one.
                }
                assert!(mistakes(&perturbed, item) > 0, "`{perturbed}` is accepted");
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
}

/// The halves of a guard: an argument in the block, and what it names beside the block.
#[test]
fn a_guard_stands_beside_its_block() {
    let items = expanded(
        "require_auth, routes(list)",
        "impl<T: Store> Api<T> { const A: u8 = 1; #[cfg(a)] async fn list(id: Path<T>) -> u8 { Self::A }
            fn helper() -> Self { Self } async fn other() {} }",
    );
    let Some(Item::Impl(block)) = items.first() else {
        panic!("the block comes first");
    };
    let texts: Vec<_> = block
        .items
        .iter()
        .map(|it| it.to_token_stream().to_string())
        .collect();
    assert_eq!(texts.len(), 4);
    assert_eq!(texts[0], "const A : u8 = 1 ;");
    assert!(
        texts[1].contains("Guarded < Api_T___list__access"),
        "{}",
        texts[1]
    );
    assert!(texts[1].ends_with("-> u8 { Self :: A }"), "{}", texts[1]);
    assert_eq!(
        texts[2..],
        ["fn helper () -> Self { Self }", "async fn other () { }"]
    );
    assert!(matches!(&block.items[1], ImplItem::Fn(list) if list.sig.inputs.len() == 1));

    let beside = &items[1..];
    assert_eq!(beside.len(), 3);
    for item in beside {
        let text = item.to_token_stream().to_string();
        assert!(text.starts_with("# [cfg (a)]"), "{text}");
        assert!(
            !text.contains("Store") && !text.contains("FromGranted"),
            "{text}"
        );
    }
}

/// A half-typed body is the compiler's to report, and reported once.
#[test]
fn bodies_are_kept_token_for_token() {
    for item in [
        "mod api { #[get(\"/\")] async fn list() { who . ; let = # @ } }",
        "impl Api { #[require_auth] async fn list() -> u8 { who . ; let = # @ } }",
    ] {
        let output = access_control("require_auth".parse().unwrap(), item.parse().unwrap());
        let output = output.to_string();
        assert!(output.contains("{ who . ; let = # @ }"), "{output}");
        assert!(!output.contains("compile_error"), "{output}");
    }
}

/// What a handler's own `require_auth` may leave out of its module's, and what it may not.
#[test]
fn what_a_module_asks_is_not_dropped_without_a_word() {
    const STEP_UP: &str = "require_auth(max_age = \"5m\", acr = [\"a\", \"b\"])";
    const HIDDEN: &str = "require_role(\"r\"), require_auth(hide = true)";
    for (default, own, dropped) in [
        (STEP_UP, "", 0),
        (STEP_UP, "#[require_role(\"r\")]", 0),
        (STEP_UP, "#[allow_anonymous(reason = \"r\")]", 0),
        (STEP_UP, "#[require_auth]", 1),
        (STEP_UP, "#[auth_runtime::require_auth()]", 1),
        (STEP_UP, "#[require_auth(max_age = \"5m\")]", 1),
        (STEP_UP, "#[require_auth(hide = true)]", 1),
        (STEP_UP, "#[require_auth(scheme = \"ApiKey\")]", 1),
        (STEP_UP, "#[require_auth(acr = \"c\", max_age = \"1d\")]", 0),
        (HIDDEN, "#[require_auth(scheme = \"Basic\")]", 1),
        (HIDDEN, "#[require_auth(max_age = \"5m\")]", 1),
        (HIDDEN, "#[require_auth(hide = false, max_age = \"5m\")]", 0),
        ("require_auth(hide = false)", "#[require_auth]", 0),
        (
            "require_auth(scheme = \"Session\", realm = \"a\", redirect = true)",
            "#[require_auth]",
            0,
        ),
        // Reported where it expands, and not here as well.
        (STEP_UP, "#[require_auth(max_age)]", 0),
        (STEP_UP, "#[require_auth(acr = \"a\", hide = true)]", 0),
        (STEP_UP, "#[require_auth(scheme = \"Beerer\")]", 0),
        ("", "#[require_auth]", 0),
    ] {
        for (item, arguments) in [
            (
                format!("mod a {{ #[get(\"/\")] {own} async fn f() -> u8 {{ 1 }} }}"),
                default.to_owned(),
            ),
            (
                format!("impl A {{ {own} async fn f() -> u8 {{ 1 }} }}"),
                format!("{default}, routes(f)"),
            ),
        ] {
            let items = expanded(arguments.trim_start_matches([',', ' ']), &item);
            let text = items.iter().map(|it| it.to_token_stream().to_string());
            let found = text.filter(|it| it.contains("auth::A016")).count();
            assert_eq!(found, dropped, "{arguments}: {item}");
        }
    }
}

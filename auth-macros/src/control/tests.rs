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
            &["get(\"/\")", "allow_anonymous(reason = \"public\")"],
        ),
        (
            "",
            "#[get(\"/\")] #[require_auth] async fn a() {}",
            &["get(\"/\")", "require_auth"],
        ),
        (
            "require_auth",
            "#[alias(\"\")] async fn a() {}",
            &["::auth_runtime::require_auth()", "alias(\"\")"],
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
            "require_auth(crate = a::b)",
        ),
        (
            "require_auth, crate = a::b",
            "#[allow_anonymous(reason = \"r\")] #[get(\"/\")] async fn a() {}",
            "allow_anonymous(reason = \"r\", crate = a::b)",
        ),
        (
            "crate = a::b",
            "#[require_auth(crate = c)] #[get(\"/\")] async fn a() {}",
            "require_auth(crate = c)",
        ),
    ] {
        assert_eq!(
            attributes(arguments, handler)[0],
            expected,
            "{arguments}: {handler}"
        );
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
        "a::b::alias(\"\")",
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
        "test",
    ] {
        let item = format!("mod api {{ #[{attribute}] async fn a() {{}} }}");
        assert_eq!(mistakes("", &item), 0, "{attribute}");
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

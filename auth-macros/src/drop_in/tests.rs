//! Route attributes on tokens, where a compiler run would show less.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Item;

use super::serve;
use crate::pipeline::guard;
use crate::syntax::Kind;

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

fn served(name: &str, arguments: TokenStream, item: &str) -> TokenStream {
    serve(name, arguments, tokens(item))
}

/// The words of `tokens`, in order.
fn words(tokens: TokenStream) -> Vec<String> {
    let word = |token| match token {
        TokenTree::Ident(word) => vec![word.to_string()],
        TokenTree::Group(group) => words(group.stream()),
        _ => Vec::new(),
    };
    tokens.into_iter().flat_map(word).collect()
}

fn mistakes(output: &TokenStream) -> usize {
    let words = words(output.clone());
    words.iter().filter(|word| *word == "compile_error").count()
}

const LISTS: [(&str, &str); 7] = [
    ("get", r#""/""#),
    ("post", r#""/a/{b}/{c:[0-9]{2}}/{d}*", name = "n""#),
    ("query", r#""/a", guard = "a::b", guard = "c""#),
    ("delete", r#""/a", wrap = "A::new().b(|c| c)", wrap = "d""#),
    ("route", r#""/a", method = "GET""#),
    (
        "route",
        r#""/a", method = "PUT", name = "n", method = "PURGE""#,
    ),
    ("routes", ""),
];

const DECLARED: &str = r#"#[get("/a")] #[require_auth] async fn a() -> u8 { 7 }"#;

fn handler(name: &str) -> &'static str {
    match name {
        "routes" => DECLARED,
        _ => DECLARED.split_once(' ').unwrap().1,
    }
}

#[test]
fn right_lists_are_accepted() {
    for (name, list) in LISTS {
        let output = served(name, tokens(list), handler(name));
        assert_eq!(mistakes(&output), 0, "{name} {list}: {output}");
    }
}

/// A token too many, anywhere, is never passed over.
#[test]
fn no_token_is_skipped() {
    let strangers = [
        "x", "name", "7", "\"y\"", "'c'", "true", ";", ":", "+", "=", "!", "#", "()", "[]", "{}",
    ];
    let mut tried = 0;
    for (name, list) in LISTS {
        for stranger in strangers {
            for at in 0..=tokens(list).into_iter().count() {
                let (before, after): (Vec<_>, Vec<_>) = tokens(list)
                    .into_iter()
                    .enumerate()
                    .partition(|(position, _)| *position < at);
                let join = |part: Vec<(usize, TokenTree)>| part.into_iter().map(|it| it.1);
                let perturbed: TokenStream = join(before)
                    .chain(tokens(stranger))
                    .chain(join(after))
                    .collect();
                let output = served(name, perturbed.clone(), handler(name));
                assert!(mistakes(&output) > 0, "`{perturbed}` is accepted: {output}");
                tried += 1;
            }
        }
    }
    assert!(tried > 500, "{tried}");
}

/// Whatever is wrong, there is a service of the handler's name, and all that was written.
#[test]
fn a_mistaken_handler_survives_as_a_service() {
    for (name, arguments, item) in [
        (
            "get",
            "\"/\"",
            "pub async fn a(who: Identity) -> u8 { who.id }",
        ),
        (
            "get",
            "",
            "#[require_auth] async fn a(who: Identity) -> u8 { who.id }",
        ),
        (
            "get",
            "\"/{\"",
            "#[require_auth] async fn a(id: Path<u8>) -> u8 { id }",
        ),
        (
            "route",
            "\"/\", method = 7",
            "#[allow_anonymous] async fn a() -> u8 { 7 }",
        ),
        ("routes", "", "#[allow_anonymous] async fn a() -> u8 { 7 }"),
        (
            "get",
            "\"/\"",
            "#[require_role(any())] async fn a(who: Identity) -> u8 { who.id }",
        ),
        (
            "get",
            "\"/\"",
            "#[require_auth] #[post(\"/\")] async fn a() -> u8 { 7 }",
        ),
    ] {
        let output = served(name, tokens(arguments), item);
        assert!(mistakes(&output) > 0, "{item}: {output}");
        let file: syn::File = syn::parse2(output.clone()).unwrap();
        let [Item::Struct(service), Item::Impl(registers)] = &file.items[..] else {
            panic!("{item}: {output}");
        };
        assert_eq!(service.ident, "a");
        assert!(registers.trait_.is_some());
        let kept = words(output);
        let body = item.split_once(" fn ").unwrap().1;
        for word in words(tokens(body)) {
            assert!(kept.contains(&word), "`{word}` of {item} is gone");
        }
    }
}

/// While somebody types, an editor hands over what is there.
#[test]
fn a_half_typed_handler_survives() {
    for item in [
        "async fn a(who: ) -> String { who.subject() }",
        "#[require_auth] async fn a(id: web::) -> { id.into_inner() }",
    ] {
        let output = served("get", tokens("\"/\""), item);
        assert!(mistakes(&output) > 0, "{output}");
        let kept = words(output);
        for word in words(tokens(item)) {
            let is_ours = word == "require_auth";
            assert!(
                is_ours || kept.contains(&word),
                "`{word}` of {item} is gone"
            );
        }
    }
}

/// What is left of a mistaken handler is not taken for an undeclared one, and nothing else is taken for
/// what is left: its argument refuses everybody.
#[test]
fn only_what_refuses_everybody_passes_for_a_mistaken_handler() {
    let item = "#[get(\"/\")] async fn a(b: B) -> u8 { 7 }";
    for krate in ["", ", crate = c::d"] {
        let arguments = tokens(&format!("realm = 7{krate}"));
        let refused = guard(Kind::RequireAuth, arguments, tokens(item));
        let left: syn::File = syn::parse2(refused).unwrap();
        let [Item::Fn(left), Item::Macro(_)] = &left.items[..] else {
            panic!("{}", left.to_token_stream());
        };
        let mut left = left.clone();
        left.attrs.clear();
        let output = serve("get", tokens("\"/\""), left.to_token_stream());
        assert_eq!(mistakes(&output), 0, "{output}");
    }
    let refused = "_: ::auth_runtime::__private::Refused";
    for other in [
        "async fn a() -> &'static str { \"\" }".into(),
        "async fn a() -> &'static str { async fn a() {} \"\" }".into(),
        "async fn a(b: B) -> &'static str { async fn a() {} \"\" }".into(),
        "async fn a(_: Refused) -> &'static str { async fn a() {} \"\" }".into(),
        format!("async fn a({refused}) -> &'static str {{ work(); async fn a() {{}} \"\" }}"),
        format!("async fn a({refused}) -> &'static str {{ async fn a() {{}} \"text\" }}"),
        format!("async fn a({refused}) -> &'static str {{ async fn b() {{}} \"\" }}"),
        format!("async fn a({refused}, b: B) -> &'static str {{ async fn a() {{}} \"\" }}"),
    ] {
        let output = served("get", tokens("\"/\""), &other);
        assert_eq!(mistakes(&output), 1, "{other}: {output}");
    }
}

/// A guard of another crate is none, whatever it is called.
#[test]
fn a_guard_is_ours() {
    let served = |ty: &str| {
        let item = format!("async fn a(_: {ty}) -> u8 {{ 7 }}");
        mistakes(&served("get", tokens("\"/\""), &item))
    };
    for ours in [
        "::auth_runtime::__private::Guarded<a__access, ::auth_runtime::__private::Known, ()>",
        "b::c::__private::Guarded<a__access, b::c::__private::Anyone, (u8,)>",
    ] {
        assert_eq!(served(ours), 0, "{ours}");
    }
    for other in [
        "b::__private::Guarded",
        "b::__private::Guarded<u8>",
        "__private::Guarded<a__access, b::__private::Known, ()>",
        "b::__private::Guarded<B, b::__private::Known, ()>",
        "b::__private::Guarded<a__access, b::__private::Known, u8>",
        "auth_runtime::__private::Guarded",
    ] {
        assert_eq!(served(other), 1, "{other}");
    }
}

#[test]
fn the_body_is_kept_token_for_token() {
    let body = tokens("who . ; let = # @ $ 'a => [ ( ) ]");
    for declaring in ["", "#[require_auth]", "#[under_another_name]"] {
        let body = Group::new(proc_macro2::Delimiter::Brace, body.clone()).into_token_stream();
        let item = tokens(declaring);
        let item = quote!(#item async fn a() -> u8 #body);
        let output = serve("get", tokens("\"/\""), item).to_string();
        assert!(output.contains(&body.to_string()), "{output}");
    }
}

/// The service carries what rustdoc shows.
#[test]
fn the_service_has_the_documentation_and_the_access_section() {
    let item = "/// A page.\n#[doc(alias = \"b\")] #[require_auth] pub async fn a() -> u8 { 7 }";
    let output = served("get", tokens("\"/\""), item);
    let file: syn::File = syn::parse2(output).unwrap();
    let service = file.items.iter().find_map(|item| match item {
        Item::Struct(service) => Some(service),
        _ => None,
    });
    let documentation: Vec<_> = service
        .unwrap()
        .attrs
        .iter()
        .map(|it| it.to_token_stream().to_string())
        .collect();
    let all = documentation.join("\n");
    for part in ["A page.", "alias", "# Access"] {
        assert!(all.contains(part), "{all}");
    }
    assert!(!all.contains("hidden"), "{all}");
}

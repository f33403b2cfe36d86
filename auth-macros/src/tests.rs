//! The whole pipeline on tokens, where a compiler run would show less.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Item, ItemFn};

use crate::expand::instead;
use crate::pipeline::guard;
use crate::syntax::Kind;

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

fn items(tokens: TokenStream) -> Vec<Item> {
    syn::parse2::<syn::File>(tokens).unwrap().items
}

/// The handler itself, which follows what is generated for it.
fn handler(tokens: TokenStream) -> ItemFn {
    let function = |item| match item {
        Item::Fn(function) => Some(function),
        _ => None,
    };
    items(tokens).into_iter().find_map(function).unwrap()
}

fn mistakes(tokens: &TokenStream) -> usize {
    let mut of_macro = false;
    let mut count = 0;
    for token in tokens.clone() {
        count += match &token {
            // What a scheme's macro says where its feature is off is nobody's mistake yet.
            TokenTree::Group(_) if of_macro => 0,
            TokenTree::Group(group) => mistakes(&group.stream()),
            TokenTree::Ident(word) => usize::from(word == "compile_error"),
            _ => 0,
        };
        of_macro = matches!(&token, TokenTree::Punct(bang) if bang.as_char() == '!');
    }
    count
}

/// Lists that are right, each with the attributes that must stand beside.
const LISTS: [(Kind, &str, &str); 24] = [
    (Kind::RequireAuth, "", ""),
    (Kind::RequireAuth, r#"scheme = "Bearer", realm = "api""#, ""),
    (Kind::RequireAuth, "hide = true, crate = a::b", ""),
    (Kind::RequireAuth, r#"scheme = "ApiKey", realm = "a""#, ""),
    (
        Kind::RequireAuth,
        r#"scheme = ["Bearer", "ApiKey", "DPoP"]"#,
        "#[require_scope(\"a\")]",
    ),
    (
        Kind::RequireAuth,
        r#"scheme = ["Bearer"], max_age = "5m", acr = "phr""#,
        "",
    ),
    (
        Kind::RequireAuth,
        r#"acr = ["phr", "phrh"], scheme = "DPoP""#,
        "",
    ),
    (
        Kind::RequireAuth,
        r#"scheme = ["Session", "Basic"], redirect = true"#,
        "#[get(\"/\")]",
    ),
    (
        Kind::RequireAuth,
        r#"scheme = "Session", redirect = false, max_age = "0s""#,
        "#[post(\"/\")]",
    ),
    (Kind::RequireRole, r#""admin""#, "#[require_auth]"),
    (
        Kind::RequireRole,
        r#""admin", "owner", hide = true"#,
        "#[require_auth]",
    ),
    (
        Kind::RequireRole,
        r#"any("a", all("b", "c")), message = "m""#,
        "#[require_auth]",
    ),
    (
        Kind::RequireRole,
        r#"ADMIN, any("b", OWNER)"#,
        "#[require_auth]",
    ),
    (
        Kind::RequireScope,
        r#""orders:read", "orders:write""#,
        "#[require_auth]",
    ),
    (
        Kind::RequirePermission,
        r#""orders.refund", message = "m""#,
        "#[require_auth]",
    ),
    (
        Kind::RequireOwner,
        r#"path = "id", hide = true"#,
        "#[require_auth]",
    ),
    (
        Kind::RequireOwner,
        r#"path = "id", claim = "account_id", unless_role = "admin""#,
        "#[require_auth]",
    ),
    (
        Kind::RequireOwner,
        r#"scope_path = "id", unless_role = any("a", all(ROLE, "c")), message = "m""#,
        "#[require_auth]",
    ),
    (
        Kind::RequireTenant,
        r#"path = "id", unless_role = Role::Admin"#,
        "#[require_auth]",
    ),
    (
        Kind::RequireTenant,
        r#"hide = false, message = "m", path = "id""#,
        "#[require_auth]",
    ),
    (
        Kind::RequireCondition,
        r#""office", hide = true"#,
        "#[require_auth]",
    ),
    (
        Kind::RequireCondition,
        r#"crate::rules::is_author, message = "m""#,
        "#[require_auth]",
    ),
    (Kind::AllowAnonymous, "", ""),
    (Kind::AllowAnonymous, r#"reason = "public""#, ""),
];

fn expanded(kind: Kind, list: TokenStream, beside: &str) -> TokenStream {
    let item = format!("{beside} async fn page() -> u8 {{}}");
    guard(kind, list, tokens(&item))
}

#[test]
fn right_lists_are_accepted() {
    for (kind, list, beside) in LISTS {
        let output = expanded(kind, tokens(list), beside);
        assert_eq!(mistakes(&output), 0, "{list}: {output}");
    }
}

/// A token too many, anywhere, is never passed over.
#[test]
fn no_token_is_skipped() {
    let strangers = [
        "x", "hide", "7", "\"y\"", "'c'", "true", ";", ":", "+", "=", "!", "#", "()", "[]", "{}",
        "(\"y\")",
    ];
    let mut tried = 0;
    for (kind, list, beside) in LISTS {
        for stranger in strangers {
            for perturbed in insertions(tokens(list), &tokens(stranger)) {
                let text = perturbed.to_string();
                let output = expanded(kind, perturbed, beside);
                assert!(mistakes(&output) > 0, "`{text}` is accepted: {output}");
                tried += 1;
            }
        }
    }
    assert!(tried > 800, "{tried}");
}

/// A comma is welcome after the last argument and nowhere else.
#[test]
fn no_comma_is_skipped() {
    for (kind, list, beside) in LISTS {
        for perturbed in insertions(tokens(list), &tokens(",")) {
            let text = perturbed.to_string();
            let trails = text.replace(' ', "");
            let trails = trails.ends_with(',') && trails.len() > 1
                || trails.contains(",)")
                || trails.contains(",]") && !trails.contains(",,");
            let output = expanded(kind, perturbed, beside);
            assert_eq!(mistakes(&output) == 0, trails, "`{text}`: {output}");
        }
    }
}

/// `list` with `stranger` at every position, also inside its groups.
fn insertions(list: TokenStream, stranger: &TokenStream) -> Vec<TokenStream> {
    let list: Vec<_> = list.into_iter().collect();
    let mut all = Vec::new();
    for at in 0..=list.len() {
        let (before, after) = list.split_at(at);
        all.push(quote!(#(#before)* #stranger #(#after)*));
        let Some((TokenTree::Group(group), after)) = after.split_first() else {
            continue;
        };
        for inner in insertions(group.stream(), stranger) {
            let group = Group::new(group.delimiter(), inner);
            all.push(quote!(#(#before)* #group #(#after)*));
        }
    }
    all
}

/// What an editor needs is still there: name, signature, body, foreign attributes.
#[test]
fn a_mistaken_handler_survives_without_our_attributes() {
    let item = quote! {
        /// Shows a user.
        #[require_role(admin)]
        #[get("/users/{id}")]
        #[auth_runtime::require_role("reader")]
        pub async fn show<T: Store>(who: Identity, id: Path<T>) -> Result<T, Error> { id.find(who)? }
    };
    let output = guard(Kind::RequireAuth, tokens("shceme = \"Bearer\""), item);
    assert_eq!(mistakes(&output), 2, "{output}");

    let outer = handler(output.clone());
    let names: Vec<_> = outer
        .attrs
        .iter()
        .map(|it| it.path().to_token_stream().to_string())
        .collect();
    assert_eq!(names, ["doc", "get"]);
    assert!(matches!(outer.vis, syn::Visibility::Public(_)));
    assert_eq!(
        outer.sig.inputs.to_token_stream().to_string(),
        tokens("_: ::auth_runtime::__private::Refused").to_string(),
        "its own arguments would be reported where the handler is registered"
    );

    let written = handler(outer.block.stmts[2].to_token_stream());
    let expected = quote! {
        async fn show<T: Store>(who: Identity, id: Path<T>) -> Result<T, Error> { id.find(who)? }
    };
    let signature = &written.sig;
    let body = &written.block;
    assert_eq!(quote!(#signature #body).to_string(), expected.to_string());
}

/// A method cannot be nested in a function; it stays what it is.
#[test]
fn a_mistaken_method_survives_as_it_is() {
    for item in [
        "async fn me(&self) -> u8 { self.me }",
        "async fn me() -> Self { todo() }",
        "async fn me() -> u8 { Self::me }",
    ] {
        let output = guard(Kind::RequireAuth, tokens("hide = 1"), tokens(item));
        let output = output.to_string();
        assert!(output.starts_with(&tokens(item).to_string()), "{output}");
    }
}

#[test]
fn what_is_no_function_stays() {
    for item in [
        "struct Api;",
        "mod api { fn a() {} }",
        "impl Api { fn a() {} }",
    ] {
        let output = guard(Kind::RequireAuth, TokenStream::new(), tokens(item));
        assert_eq!(mistakes(&output), 1, "{output}");
        let first = items(output).remove(0).to_token_stream().to_string();
        assert_eq!(first, tokens(item).to_string());
    }
}

/// While somebody types, an editor hands over what is there: it has to come back, or every name in
/// it would be unknown as well.
#[test]
fn a_half_typed_handler_survives() {
    for (arguments, item) in [
        ("scheme =", "async fn me(who: Identity) -> String { who. }"),
        (
            "\"adm",
            "async fn me(who: Identity) -> String { format!(\"{}\", who.sub }",
        ),
        ("", "async fn me(who: ) -> String { who.subject() }"),
        (
            "",
            "async fn me(who: Identity, id: web::) -> { id.into_inner() }",
        ),
        (
            "",
            "#[get(] async fn me(who: Identity) -> String { String::new() }",
        ),
    ] {
        // What no lexer reads never reaches a macro.
        let (Ok(arguments), Ok(item)) = (arguments.parse(), item.parse::<TokenStream>()) else {
            continue;
        };
        let output = guard(Kind::RequireRole, arguments, item.clone());
        assert!(mistakes(&output) > 0, "{output}");
        let kept = words(&output);
        for word in words(&item) {
            assert!(kept.contains(&word), "`{word}` is gone from {output}");
        }
    }
}

fn words(tokens: &TokenStream) -> Vec<String> {
    let word = |token| match token {
        TokenTree::Ident(word) => vec![word.to_string()],
        TokenTree::Group(group) => words(&group.stream()),
        _ => Vec::new(),
    };
    tokens.clone().into_iter().flat_map(word).collect()
}

/// No macro of ours reads a body, so whatever stands in it is the compiler's to judge.
#[test]
fn the_body_is_kept_token_for_token() {
    let body = Group::new(
        Delimiter::Brace,
        tokens("who . ; let = # @ $ 'a => [ ( ) ]"),
    );
    let item = quote!(async fn me(who: Identity) -> u8 #body);
    for arguments in ["", "shceme = \"Bearer\""] {
        let output = guard(Kind::RequireAuth, tokens(arguments), item.clone());
        assert!(has_group(output.clone(), &body), "{output}");
    }
}

fn has_group(tokens: TokenStream, wanted: &Group) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => {
            group.to_string() == wanted.to_string() || has_group(group.stream(), wanted)
        }
        _ => false,
    })
}

/// Our attribute under a name that the one above could not know.
#[test]
fn a_handler_is_guarded_once() {
    for (late, arguments) in [
        (Kind::RequireAuth, ""),
        (Kind::RequireRole, "\"admin\""),
        (Kind::AllowAnonymous, ""),
    ] {
        let item = tokens("#[role(\"admin\")] async fn me(who: Identity) -> u8 {}");
        let first = guard(Kind::RequireAuth, TokenStream::new(), item);
        assert_eq!(mistakes(&first), 0, "{first}");
        let guarded = handler(first).to_token_stream();
        let again = guard(late, tokens(arguments), guarded);
        assert_eq!(mistakes(&again), 1, "{again}");
        assert!(again.to_string().contains("under another name"), "{again}");
    }
}

/// What the plain case costs at every handler of a crate.
#[test]
fn bearer_alone_is_one_constant() {
    for (list, is_plain) in [
        ("", true),
        (r#"scheme = "Bearer""#, true),
        (r#"scheme = ["Bearer"]"#, true),
        (r#"scheme = "Basic""#, false),
        (r#"scheme = ["Bearer", "Basic"]"#, false),
        ("hide = true", false),
    ] {
        let output = expanded(Kind::RequireAuth, tokens(list), "").to_string();
        assert_eq!(output.contains(":: BEARER"), is_plain, "{list}");
        assert_eq!(output.contains(":: required"), !is_plain, "{list}");
    }
}

#[test]
fn schemes_keep_the_order_in_which_they_are_declared() {
    let list = r#"scheme = ["ApiKey", "Bearer", "Session", "Basic", "DPoP", "Digest"]"#;
    let output = expanded(Kind::RequireAuth, tokens(list), "").to_string();
    let (_, listed) = output.split_once("required (& [").unwrap();
    let places = [
        ":: api_key !",
        ":: Scheme :: Bearer",
        ":: session !",
        ":: basic !",
        ":: dpop !",
        ":: digest !",
    ]
    .map(|it| listed.find(it).unwrap());
    assert!(places.is_sorted(), "{output}");
    let off = output.matches("[auth::A059]").count();
    assert_eq!(off, 5, "one for each feature");
}

#[test]
fn options_of_a_challenge_reach_the_policy() {
    for (list, expected) in [
        (
            r#"max_age = "5m""#,
            "stepping_up (:: auth_runtime :: __private :: Some (300u32) , & [] , \
             :: auth_runtime :: __private :: BEARER)",
        ),
        (
            r#"acr = ["phr", "phrh"]"#,
            "stepping_up (:: auth_runtime :: __private :: None , & [\"phr\" , \"phrh\"] ,",
        ),
        (
            r#"scheme = "Session", redirect = false"#,
            "redirecting (false , :: auth_runtime :: __private :: required (",
        ),
    ] {
        let output = expanded(Kind::RequireAuth, tokens(list), "").to_string();
        assert!(output.contains(expected), "{list}: {output}");
    }
}

#[test]
fn what_a_path_has_to_name_reaches_the_policy() {
    for (kind, list, expected) in [
        (
            Kind::RequireOwner,
            r#"path = "id""#,
            r#"[:: auth_runtime :: __private :: owner ("id")]"#,
        ),
        (
            Kind::RequireOwner,
            r#"path = "id", claim = "account_id""#,
            r#"[D :: owned ("id" , D :: Some ("account_id") , D :: None)]"#,
        ),
        (
            Kind::RequireOwner,
            r#"path = "id", unless_role = "admin", hide = true"#,
            r#"[D :: hidden (D :: owned ("id" , D :: None , D :: Some (D :: text ("admin"))))]"#,
        ),
        (
            Kind::RequireTenant,
            r#"path = "id""#,
            r#"[D :: hidden (D :: owned ("id" , D :: Some ("tenant_id") , D :: None))]"#,
        ),
        (
            Kind::RequireTenant,
            r#"path = "id", claim = "org", hide = false, message = "m""#,
            r#"[D :: saying ("m" , D :: owned ("id" , D :: Some ("org") , D :: None))]"#,
        ),
        (
            Kind::RequireCondition,
            r#""office""#,
            r#"[D :: condition ("office")]"#,
        ),
        (
            Kind::RequireCondition,
            "rules::is_author, hide = true",
            r#"[D :: hidden (D :: conditional ("rules::is_author" , & D :: function (rules :: is_author)))]"#,
        ),
    ] {
        let output = expanded(kind, tokens(list), "#[require_auth]").to_string();
        let expected = expected.replace("D :: ", ":: auth_runtime :: __private :: ");
        assert!(output.contains(&expected), "{list}: {output}");
    }
}

/// A role behind a path is looked up, and its list compared, as in `#[require_role]`.
#[test]
fn roles_beside_an_owner_are_checked() {
    let list = r#"path = "id", unless_role = any(Role::A, Role::B)"#;
    let output = expanded(Kind::RequireOwner, tokens(list), "#[require_auth]").to_string();
    assert_eq!(output.matches(". check ()").count(), 2, "{output}");
    assert_eq!(output.matches("adds_somebody (").count(), 2, "{output}");
}

#[test]
fn records_are_known_by_the_name_of_their_type() {
    for (argument, expected) in [
        ("o: Authorized<Order>", Some(r#"record ("Order" , "Read")"#)),
        (
            "o: auth_runtime::Authorized<shop::Order, Write>",
            Some(r#"record ("shop::Order" , "Write")"#),
        ),
        (
            "Authorized(o): Authorized<Order<T>, Read>",
            Some(r#"("Order<T>" , "Read")"#),
        ),
        ("o: other::Authorized<Order>", None),
        ("o: Authorized", None),
        ("o: Authorized<'a>", None),
        ("o: Option<Authorized<Order>>", None),
        ("o: web::Json<Order>", None),
    ] {
        let item = tokens(&format!("async fn page({argument}) -> u8 {{}}"));
        let output = guard(Kind::RequireAuth, TokenStream::new(), item).to_string();
        assert_eq!(output.contains("keeping"), expected.is_some(), "{output}");
        assert!(output.contains(expected.unwrap_or_default()), "{output}");
    }
}

#[test]
fn a_record_is_of_somebody_who_is_known() {
    let argument = "async fn page(o: Authorized<Order>) -> u8 {}";
    let output = guard(Kind::AllowAnonymous, TokenStream::new(), tokens(argument));
    assert_eq!(mistakes(&output), 1, "{output}");
}

#[test]
fn every_mistake_is_reported() {
    for (attributes, count) in [
        ("#[require_role(admin, any(owner), hide)]", 3),
        ("#[require_role(\"\")] #[require_role(any())]", 2),
        ("#[require_auth] #[require_role(\"a\", \"a\", \"b \")]", 5),
        ("#[require_condition(#[cold] is_author)]", 1),
        ("#[require_condition(\"a\", b, |c, d| e, hide)]", 1),
        ("#[require_condition(any(), hide = 1, with = \"c\")]", 3),
        (
            "#[require_tenant(claim = \"\", unless_role = any(a, \"\"), hide)]",
            3,
        ),
    ] {
        let item = format!("{attributes} async fn page() -> u8 {{}}");
        let output = guard(Kind::RequireAuth, TokenStream::new(), tokens(&item));
        assert_eq!(mistakes(&output), count, "{attributes}: {output}");
    }
}

/// What may read or wrap the function finds it with its guard as its argument; and what means something else in
/// another place stays where it was.
#[test]
fn a_handler_is_a_constant_where_a_route_attribute_alone_serves_it() {
    let is_constant = |item: &str| {
        let output = guard(Kind::RequireAuth, TokenStream::new(), tokens(item));
        assert_eq!(mistakes(&output), 0, "{item}: {output}");
        let argument = handler(output.clone()).sig.inputs.to_token_stream();
        let argument = argument.to_string().replace(' ', "");
        // To route attributes of ours, it is guarded in any case.
        assert!(
            argument.contains("::__private::Guarded<a__access,"),
            "{item}"
        );
        output.to_string().contains("ConstHandler")
    };
    for item in [
        "#[get(\"/\")] async fn a() -> String {}",
        "#[get(\"/\")] pub async fn a(who: Identity, mut id: Path<(u8, u8)>) -> Result<impl Responder, E> {}",
        "/// Says something.\n#[allow(unused)] #[get(\"/\")] #[inline] async fn a() -> u8 {}",
        "#[get(\"/\")] async fn a(#[allow(unused)] x: String) -> &'static str {}",
        "#[routes] #[get(\"/\")] #[actix_web::post(\"/\")] async fn a() -> Cow<'static, str> {}",
        "#[get(\"/\")] async fn a(x: Shared<&'static str>) -> &str {}",
        "#[get(\"/a\", wrap = \"from_fn(|r, b| b.call(r))\")] async fn a() -> u8 {}",
    ] {
        assert!(is_constant(item), "{item}");
    }
    for item in [
        "async fn a() -> String {}",
        "#[instrument(skip(x))] #[get(\"/\")] async fn a(x: String) -> String {}",
        "#[get(\"/\")] #[instrument(skip(x))] async fn a(x: String) -> String {}",
        "#[get(\"/\")] #[cfg(unix)] async fn a() -> u8 {}",
        "#[cfg_attr(unix, cached)] #[get(\"/\")] async fn a() -> u8 {}",
        "#[trace(\"/\")] async fn a() -> u8 {}",
        "#[cache::get(\"/\")] async fn a() -> u8 {}",
        "#[get(\"/\")] #[cache::get(\"/\")] async fn a() -> u8 {}",
        "#[get(\"/\")] async fn a<T: Store>(x: Data<T>) -> String {}",
        "#[get(\"/\")] async fn a() -> String where u8: Copy {}",
        "#[get(\"/\")] async fn a(x: Language<'static>, y: Cow<'static, str>, z: Box<dyn A + '_>) -> u8 {}",
        "#[get(\"/\")] async fn a() -> ! {}",
        "#[get(\"/\", wrap = \"from_fn(|a, b| b.call(a))\")] async fn a() -> u8 {}",
    ] {
        assert!(!is_constant(item), "{item}");
    }
}

#[test]
fn the_constant_is_made_of_the_function_that_was_left() {
    let arguments =
        tokens("(async fn a(_: b::Guarded<A, B, ()>) -> &'static str {}) const a: u8 = 1;");
    for left in [
        "async fn a(_: b::Guarded<A, B, ()>) -> &'static str {}",
        "#[doc = \"a\"] pub(crate) async fn a(_: b :: Guarded<A, B, ()>) -> & 'static str { }",
    ] {
        let output = instead(arguments.clone(), tokens(left));
        assert_eq!(
            output.to_string(),
            tokens("const a: u8 = 1;").to_string(),
            "{left}"
        );
    }
    for changed in [
        "async fn a(_: b::Guarded<A, B, ()>) -> &'static str { b() }",
        "async fn a(_: Limit, _: b::Guarded<A, B, ()>) -> &'static str {}",
        "async fn a(_: Limit) -> &'static str {}",
        "async fn a(_: b::Guarded<A, B, ()>) -> String {}",
        "fn a(_: b::Guarded<A, B, ()>) -> &'static str {}",
        "fn a();",
        "struct A(());",
        "",
    ] {
        let output = instead(arguments.clone(), tokens(changed));
        assert_eq!(mistakes(&output), 1, "{changed}: {output}");
    }
    let nothing = instead(tokens("() const a: u8 = 1;"), tokens("fn a() {}"));
    assert_eq!(mistakes(&nothing), 1);
}

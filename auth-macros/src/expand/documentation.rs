//! The policy in the handler's own documentation.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::errors::source;
use crate::policy::{
    Authentication, Condition, Name, Owner, Policy, Privilege, Requirement, Rule, Schemes, StepUp,
};
use crate::syntax::{Argument, Handler, Kind, Record};

/// A section `# Access`, as one attribute, to stand behind the handler's other documentation.
///
/// For rustdoc alone: any other build is spared it, and `missing_docs` still finds handlers about
/// which their authors said nothing.
///
/// A route attribute above ours has copied the documentation already; it will not have this.
pub(super) fn section(policy: &Policy, handler: &Handler) -> TokenStream {
    let arguments = handler.arguments();
    let records: Vec<_> = arguments.iter().filter_map(Argument::record).collect();
    let is_documented = handler.attributes.iter().any(is_documentation);
    let text = text(policy, &records, is_documented);
    quote_spanned!(Span::mixed_site()=> #[cfg_attr(doc, doc = #text)])
}

fn is_documentation(attribute: &syn::Attribute) -> bool {
    let is_text = matches!(attribute.meta, syn::Meta::NameValue(_));
    is_text && attribute.path().is_ident("doc")
}

/// Whatever a person wrote stands in code, where neither Markdown nor a lint reads it.
fn text(policy: &Policy, records: &[Record<'_>], is_documented: bool) -> String {
    let (callers, refusals) = match &policy.authentication {
        Authentication::Required {
            schemes,
            hide,
            step_up,
            redirect,
            ..
        } => {
            let recently = step_up.as_ref().map(|it| format!(", {}", login(it)));
            let recently = recently.unwrap_or_default();
            let wanted: Vec<_> = policy.requirements.iter().map(wanted).collect();
            let comma = if wanted.is_empty() { "" } else { ", " };
            let wanted = wanted.join(" and ");
            let callers = format!(
                "Callers known by {}{recently}{comma}{wanted}.",
                schemes.in_words()
            );
            let unknown = unknown(*hide, *redirect == Some(true));
            let known = &policy.requirements;
            let refusals = refusals(unknown, schemes, step_up.as_ref(), known);
            let records = records.iter().map(refused_record);
            (callers, refusals + &records.collect::<String>())
        }
        Authentication::Optional { reason } => {
            let reason = reason.as_ref().map(|reason| format!(": {}", code(reason)));
            let callers = format!("Everybody{}.", reason.unwrap_or_default());
            (callers, "- with a credential that is no good: 401".into())
        }
    };
    // The first line is what an overview shows, where the handler says nothing itself.
    let (first, callers) = if is_documented {
        (String::new(), format!("{callers} "))
    } else {
        (format!("{callers}\n"), String::new())
    };
    format!("{first}\n# Access\n\n{callers}Others are refused:\n\n{refusals}\n")
}

fn unknown(hides_existence: bool, redirects: bool) -> &'static str {
    if hides_existence {
        "404, or 401 where paths that do not exist answer so"
    } else if redirects {
        "the login page, or 401 where a browser could not ask again after it"
    } else {
        "401"
    }
}

fn refusals(
    unknown: &str,
    schemes: &Schemes,
    step_up: Option<&StepUp>,
    requirements: &[Requirement],
) -> String {
    let mut lines = vec![format!("- without a credential that is good: {unknown}")];
    lines.extend(requirements.iter().map(|requirement| {
        let lacking = match requirement.privilege {
            Privilege::Owner(Owner { claim: None, .. }) => "other than the",
            Privilege::Names(..) | Privilege::Owner(_) => "without",
            Privilege::Condition(_) => "outside of",
        };
        let privilege = code(&privilege(requirement));
        let refusal = refusal(requirement, schemes);
        format!("- known, {lacking} {privilege}: {refusal}")
    }));
    lines.extend(step_up.map(|it| {
        format!(
            "- known, but not {}: 401, `insufficient_user_authentication`",
            login(it)
        )
    }));
    lines.join("\n")
}

/// ``authenticated at most 300 s ago by `phr` or `phrh` ``
fn login(step_up: &StepUp) -> String {
    let ago = step_up.max_age.map(|it| format!(" at most {it} s ago"));
    let contexts: Vec<_> = step_up.acr.iter().map(|it| code(it)).collect();
    let by = if contexts.is_empty() { "" } else { " by " };
    let (ago, contexts) = (ago.unwrap_or_default(), contexts.join(" or "));
    format!("authenticated{ago}{by}{contexts}")
}

fn refusal(requirement: &Requirement, schemes: &Schemes) -> &'static str {
    match requirement.privilege {
        _ if requirement.hide => "404, as for a path that does not exist",
        // Another token may have the scope; there is no challenge for another key.
        Privilege::Names(Kind::RequireScope, _) if schemes.take_tokens() => {
            "403, `insufficient_scope`"
        }
        Privilege::Condition(_) => "403, or 404 where it hides",
        _ => "403",
    }
}

/// `with role "admin"`
fn wanted(requirement: &Requirement) -> String {
    let word = match requirement.privilege {
        Privilege::Owner(Owner { claim: None, .. }) => "as the",
        Privilege::Names(..) | Privilege::Owner(_) => "with",
        Privilege::Condition(_) => "under",
    };
    format!("{word} {}", code(&privilege(requirement)))
}

/// As the runtime crate's `Display` says it, with paths as they were written.
fn privilege(requirement: &Requirement) -> String {
    match &requirement.privilege {
        Privilege::Names(kind, written) => format!("{} {}", kind.noun(), rule(written)),
        Privilege::Owner(written) => owner(written),
        Privilege::Condition(Condition::Registered(name)) => format!("condition {name:?}"),
        Privilege::Condition(Condition::Function(path)) => {
            format!("condition {}", source(path.to_token_stream()))
        }
    }
}

fn owner(written: &Owner) -> String {
    let segment = &written.segment;
    let whom = match &written.claim {
        None => format!("owner of {{{segment}}}"),
        Some(claim) => format!("claim {claim:?} of {{{segment}}}"),
    };
    let role = written.unless_role.as_ref();
    let role = role.map(|it| format!(" or role {}", rule(it)));
    whom + &role.unwrap_or_default()
}

/// A record that is there for somebody else alone is not told from one that is not there.
fn refused_record(written: &Record<'_>) -> String {
    let record = code(&source(written.record.to_token_stream()));
    let action = written.action.map(|it| source(it.to_token_stream()));
    let absent = format!("\n- known, where {record} is not there, or not theirs to read: 404");
    let forbidden = action.filter(|it| it != "Read").map(|action| {
        let action = code(&action);
        format!("\n- known, where {record} is theirs to read, and not for {action}: 403")
    });
    absent + &forbidden.unwrap_or_default()
}

fn rule(written: &Rule) -> String {
    let (combinator, rules) = match written {
        Rule::Name(Name::Text(text)) => return format!("{text:?}"),
        Rule::Name(Name::Path(path)) => return source(path.to_token_stream()),
        Rule::Any(rules) => ("any", rules),
        Rule::All(rules) => ("all", rules),
    };
    let rules: Vec<_> = rules.iter().map(rule).collect();
    format!("{combinator}({})", rules.join(", "))
}

/// A code span that ends where the text does: fenced by more backticks than the text has in a row.
fn code(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::code;
    use crate::pipeline::guard;
    use crate::syntax::Kind;

    /// The documentation of the handler that comes out, line by line, as rustdoc joins it.
    fn documentation(attributes: &str) -> Vec<String> {
        documentation_of(Kind::RequireAuth, quote!(), attributes)
    }

    fn documentation_of(
        kind: Kind,
        arguments: proc_macro2::TokenStream,
        attributes: &str,
    ) -> Vec<String> {
        let item = format!("{attributes} async fn page() -> u8 {{}}");
        let output = guard(kind, arguments, item.parse().unwrap());
        let file: syn::File = syn::parse2(output).unwrap();
        let handler = file.items.into_iter().find_map(|item| match item {
            syn::Item::Fn(handler) => Some(handler),
            _ => None,
        });
        let mut text = String::new();
        for attribute in handler.unwrap().attrs {
            let meta = match &attribute.meta {
                syn::Meta::List(when) if when.path.is_ident("cfg_attr") => {
                    let (condition, documentation) = under_condition(when);
                    assert!(condition.path().is_ident("doc"));
                    documentation
                }
                meta => meta.clone(),
            };
            if let syn::Meta::NameValue(doc) = &meta
                && doc.path.is_ident("doc")
                && let syn::Expr::Lit(doc) = &doc.value
                && let syn::Lit::Str(doc) = &doc.lit
            {
                text += &doc.value();
                text.push('\n');
            }
        }
        text.trim_end().lines().map(str::to_owned).collect()
    }

    /// `cfg_attr(doc, doc = "…")`
    fn under_condition(list: &syn::MetaList) -> (syn::Meta, syn::Meta) {
        type List = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;
        let metas = list.parse_args_with(List::parse_terminated).unwrap();
        let mut metas = metas.into_iter();
        (metas.next().unwrap(), metas.next().unwrap())
    }

    #[test]
    fn the_section_follows_what_the_handler_says_itself() {
        let lines = documentation(
            "/// A page.\n#[get(\"/\")]\n/// For readers.\n#[require_role(\"editor\")]",
        );
        assert_eq!(
            lines,
            [
                " A page.",
                " For readers.",
                "",
                "# Access",
                "",
                "Callers known by `Bearer`, with `role \"editor\"`. Others are refused:",
                "",
                "- without a credential that is good: 401",
                "- known, without `role \"editor\"`: 403",
            ]
        );
    }

    /// The first line is what an overview shows.
    #[test]
    fn a_handler_that_says_nothing_itself_begins_with_who_may_call() {
        let lines = documentation("#[doc(hidden)]");
        assert_eq!(
            lines,
            [
                "Callers known by `Bearer`.",
                "",
                "# Access",
                "",
                "Others are refused:",
                "",
                "- without a credential that is good: 401",
            ]
        );
    }

    #[test]
    fn each_requirement_has_its_refusal() {
        let lines = documentation(
            "/// A page.
             #[require_role(any(Role::Admin, all(\"a\", roles::B)), hide = true)]
             #[require_scope(\"orders:read\", \"orders:write\")]
             #[require_permission(\"refund\")]
             #[require_owner(path = \"id\")]",
        );
        assert_eq!(
            lines[4..],
            [
                "Callers known by `Bearer`, with `role any(Role::Admin, all(\"a\", roles::B))` and \
                 with `scope all(\"orders:read\", \"orders:write\")` and with \
                 `permission \"refund\"` and as the `owner of {id}`. Others are refused:",
                "",
                "- without a credential that is good: 401",
                "- known, without `role any(Role::Admin, all(\"a\", roles::B))`: 404, as for a \
                 path that does not exist",
                "- known, without `scope all(\"orders:read\", \"orders:write\")`: 403, \
                 `insufficient_scope`",
                "- known, without `permission \"refund\"`: 403",
                "- known, other than the `owner of {id}`: 403",
            ]
        );
    }

    #[test]
    fn owners_tenants_and_conditions_have_their_refusals() {
        let lines = documentation(
            "/// A page.
             #[require_owner(path = \"id\", unless_role = any(\"admin\", Role::Support))]
             #[require_tenant(scope_path = \"shop\")]
             #[require_condition(\"office\")]
             #[require_condition(rules::is_author, hide = true)]",
        );
        let owner = "`owner of {id} or role any(\"admin\", Role::Support)`";
        assert_eq!(
            lines[4..],
            [
                &format!(
                    "Callers known by `Bearer`, as the {owner} and with `claim \"tenant_id\" of \
                     {{shop}}` and under `condition \"office\"` and under \
                     `condition rules::is_author`. Others are refused:"
                ),
                "",
                "- without a credential that is good: 401",
                &format!("- known, other than the {owner}: 403"),
                "- known, without `claim \"tenant_id\" of {shop}`: 404, as for a path that does not \
                 exist",
                "- known, outside of `condition \"office\"`: 403, or 404 where it hides",
                "- known, outside of `condition rules::is_author`: 404, as for a path that does not \
                 exist",
            ]
        );
    }

    #[test]
    fn a_record_that_is_not_theirs_is_none_that_is_there() {
        let item = quote!(
            async fn page(_: Authorized<Book>, _: Authorized<shop::Order, Write>) -> u8 {}
        );
        let output = guard(Kind::RequireAuth, quote!(), item).to_string();
        let expected = "- known, where `Book` is not there, or not theirs to read: 404\\n- known, where \
                        `shop::Order` is not there, or not theirs to read: 404\\n- known, where \
                        `shop::Order` is theirs to read, and not for `Write`: 403";
        assert!(output.contains(expected), "{output}");
    }

    #[test]
    fn every_scheme_and_what_it_must_prove_is_named() {
        let lines = documentation_of(
            Kind::RequireAuth,
            quote!(
                scheme = ["Bearer", "DPoP"],
                max_age = "5m",
                acr = ["phr", "a`b"]
            ),
            "#[require_role(\"editor\")]",
        );
        let login = "authenticated at most 300 s ago by `phr` or `` a`b ``";
        assert_eq!(
            lines,
            [
                &format!("Callers known by `Bearer` or `DPoP`, {login}, with `role \"editor\"`."),
                "",
                "# Access",
                "",
                "Others are refused:",
                "",
                "- without a credential that is good: 401",
                "- known, without `role \"editor\"`: 403",
                &format!("- known, but not {login}: 401, `insufficient_user_authentication`"),
            ]
        );
    }

    #[test]
    fn one_half_of_a_step_up_is_said_without_the_other() {
        for (arguments, login) in [
            (quote!(max_age = "0s"), "authenticated at most 0 s ago"),
            (quote!(acr = "phr"), "authenticated by `phr`"),
        ] {
            let lines = documentation_of(Kind::RequireAuth, arguments, "");
            assert_eq!(lines[0], format!("Callers known by `Bearer`, {login}."));
        }
    }

    #[test]
    fn a_key_without_the_scope_is_plainly_forbidden() {
        for (schemes, refusal) in [
            (quote!("ApiKey"), "403"),
            (quote!(["ApiKey", "DPoP"]), "403, `insufficient_scope`"),
        ] {
            let arguments = quote!(scheme = #schemes);
            let scope = "#[require_scope(\"orders\")]";
            let lines = documentation_of(Kind::RequireAuth, arguments, scope);
            assert_eq!(
                lines[7],
                format!("- known, without `scope \"orders\"`: {refusal}")
            );
        }
    }

    #[test]
    fn a_login_page_is_mentioned() {
        for (arguments, unknown) in [
            (
                quote!(scheme = "Session", redirect = true),
                "the login page, or 401 where a browser could not ask again after it",
            ),
            (quote!(scheme = "Session", redirect = false), "401"),
        ] {
            let lines = documentation_of(Kind::RequireAuth, arguments, "");
            assert_eq!(lines[0], "Callers known by `Session`.");
            let expected = format!("- without a credential that is good: {unknown}");
            assert_eq!(lines[6], expected);
        }
    }

    #[test]
    fn an_open_handler_says_why() {
        let item = quote!(
            async fn page() -> u8 {}
        );
        let output = guard(
            Kind::AllowAnonymous,
            quote!(reason = "see [here] https://shop.example"),
            item,
        );
        let expected = "\"Everybody: `see [here] https://shop.example`.\\n\\n# Access\\n\\n\
                        Others are refused:\\n\\n- with a credential that is no good: 401";
        assert!(output.to_string().contains(expected), "{output}");
    }

    /// The fence is longer than any run of backticks inside, and a space at both ends is not part of the
    /// code (`CommonMark` §6.1).
    #[test]
    fn no_text_leaves_its_code_span() {
        for (text, span) in [
            ("role \"a\"", "`role \"a\"`"),
            ("[a](b) <i> | _c_", "`[a](b) <i> | _c_`"),
            ("a`b", "`` a`b ``"),
            ("``", "``` `` ```"),
            ("`a` ``b``", "``` `a` ``b`` ```"),
            ("two\nlines\n\n# of it", "`two lines # of it`"),
        ] {
            assert_eq!(code(text), span);
        }
    }
}

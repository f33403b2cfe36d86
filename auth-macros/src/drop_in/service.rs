//! What a route attribute makes of a handler: a service of the same name, with the handler inside.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, Meta, Visibility};

use super::arguments::Registration;
use crate::expand::has_word;
use crate::syntax::Handler;

/// A function behind its guard.
pub(super) struct Guarded {
    pub(super) function: TokenStream,
    /// The private door of the runtime crate.
    pub(super) door: TokenStream,
}

pub(super) struct Service {
    name: Ident,
    is_public: bool,
    documentation: Vec<Attribute>,
}

impl Service {
    pub(super) fn of(handler: &Handler) -> Self {
        let is_documentation = |it: &&Attribute| it.path().is_ident("doc");
        Self {
            name: handler.signature.ident.clone(),
            is_public: matches!(handler.visibility, Visibility::Public(_)),
            documentation: handler
                .attributes
                .iter()
                .filter(is_documentation)
                .cloned()
                .collect(),
        }
    }

    /// The handler's service.
    pub(super) fn registering(
        &self,
        guarded: &Guarded,
        registrations: &[Registration],
    ) -> TokenStream {
        let Guarded { function, door } = guarded;
        let name = &self.name;
        let registrations = registrations.iter().map(|it| it.register(name, door));
        let register = quote_spanned! {Span::mixed_site()=>
            fn register(self, __config: &mut ::actix_web::dev::AppService) {
                #function
                #(#registrations)*
            }
        };
        self.emit(&self.all_documentation(function), &register)
    }

    /// A service in the place of a mistaken handler's, so that no place that registers it is a
    /// mistake too.
    pub(super) fn of_nothing(&self, remains: &TokenStream) -> TokenStream {
        let documentation = &self.documentation;
        let register = quote_spanned! {Span::mixed_site()=>
            #[allow(dead_code)]
            fn register(self, _: &mut ::actix_web::dev::AppService) {
                #remains
            }
        };
        self.emit(&quote!(#(#documentation)*), &register)
    }

    fn emit(&self, documentation: &TokenStream, register: &TokenStream) -> TokenStream {
        let name = &self.name;
        // As wide as actix-web makes it unless told otherwise: handlers of a private module are
        // registered by name from the outside.
        let undocumented =
            (!self.is_public).then(|| quote_spanned!(Span::mixed_site()=> #[allow(missing_docs)]));
        quote_spanned! {Span::mixed_site()=>
            #documentation
            #undocumented
            #[allow(non_camel_case_types, clippy::exhaustive_structs)]
            pub struct #name;

            impl ::actix_web::dev::HttpServiceFactory for #name {
                #register
            }
        }
    }

    /// The handler's documentation, with what its policy has added.
    fn all_documentation(&self, function: &TokenStream) -> TokenStream {
        let is_text = |it: &&Attribute| matches!(it.meta, Meta::NameValue(_));
        let settings = self.documentation.iter().filter(|it| !is_text(it));
        let tokens: Vec<_> = function.clone().into_iter().collect();
        let texts = tokens
            .windows(2)
            .filter(|pair| is_text_attribute(pair))
            .flatten();
        quote!(#(#settings)* #(#texts)*)
    }
}

/// `#[doc = …]`, or `#[cfg_attr(doc, …)]`, as what the policy adds is for rustdoc alone.
fn is_text_attribute(pair: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(attribute)] = pair else {
        return false;
    };
    let inside: Vec<_> = attribute.stream().into_iter().collect();
    let says_text = match &inside[..] {
        [TokenTree::Ident(doc), TokenTree::Punct(equals), ..] => {
            doc == "doc" && equals.as_char() == '='
        }
        [TokenTree::Ident(cfg_attr), TokenTree::Group(condition)] => {
            let first = condition.stream().into_iter().next();
            cfg_attr == "cfg_attr" && matches!(first, Some(TokenTree::Ident(doc)) if doc == "doc")
        }
        _ => false,
    };
    hash.as_char() == '#' && attribute.delimiter() == Delimiter::Bracket && says_text
}

impl Registration {
    /// As actix-web's attribute registers it, with `.guarded` in the place of `.to`.
    fn register(&self, handler: &Ident, door: &TokenStream) -> TokenStream {
        let Self {
            path,
            name,
            methods,
            guards,
            wraps,
        } = self;
        let name = name.as_ref().map_or_else(
            || handler.to_string().to_token_stream(),
            ToTokens::to_token_stream,
        );
        quote_spanned! {Span::mixed_site()=>
            ::actix_web::dev::HttpServiceFactory::register(
                #door::GuardedRoute::guarded(
                    #door::resource(#path, #name, &[#(#methods),*])
                        #(.guard(::actix_web::guard::fn_guard(#guards)))*
                        #(.wrap(#wraps))*,
                    #handler,
                ),
                __config,
            );
        }
    }

    /// Whether middleware is written with this name in it, for which a constant would be in the way.
    pub(super) fn mentions(&self, name: &str) -> bool {
        let mut wraps = self.wraps.iter().map(ToTokens::to_token_stream);
        wraps.any(|it| has_word(&it.to_string(), name))
    }
}

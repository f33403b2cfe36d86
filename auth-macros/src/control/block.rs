//! The functions of an `impl` block, guarded here: what a guard brings along stands beside the block.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::body::Within;
use super::check::{Control, survivor};
use super::item::{Block, BlockItem, as_written, type_name};
use super::marks::{Marks, conditions};
use crate::code::Code;
use crate::errors::{Errors, mistake, quoted, source};
use crate::expand;
use crate::policy::Policy;
use crate::syntax::{Handler, Kind, take_attributes};

/// What becomes of a function: what stands in the block, and what beside it.
struct Halves {
    inside: TokenStream,
    beside: TokenStream,
}

impl Control {
    /// A block with an attribute of its own, in which `routes(…)` names functions alone.
    pub(super) fn outer_block(&mut self, block: Block) -> TokenStream {
        if let Some((path, _)) = &block.parsed.trait_ {
            let ty = source(block.parsed.self_ty.to_token_stream());
            self.errors.at(
                Code::OfATrait,
                path,
                format!(
                    "`#[access_control]` on an `impl` of a trait, which says what arguments its \
                     functions take\nhelp: put it on an `impl {ty} {{ … }}`, and the handlers in \
                     there"
                ),
            );
        }
        let ty = block.parsed.self_ty.to_token_stream();
        let Halves { inside, beside } = self.block(block, &[]);
        if beside.is_empty() && self.errors.is_empty() {
            self.errors.at(
                Code::NotAModule,
                ty,
                "`#[access_control]` guards no function of this block\nhelp: name the handlers: \
                 `routes(list, show)`, or put `#[require_auth]` on each",
            );
        }
        quote!(#inside #beside)
    }

    /// A block within a module.
    pub(super) fn inner_block(&mut self, block: Block, at: &[String]) -> TokenStream {
        let at = [at, &[type_name(&block.parsed)]].concat();
        let Halves { inside, beside } = self.block(block, &at);
        quote!(#inside #beside)
    }

    fn block(&mut self, mut block: Block, at: &[String]) -> Halves {
        let items = std::mem::take(&mut block.items);
        let mut inside = Vec::new();
        let mut beside = TokenStream::new();
        for item in items {
            match item {
                BlockItem::Function(function) => {
                    let halves = self.associated(*function, &block, at);
                    inside.push(halves.inside);
                    beside.extend(halves.beside);
                }
                BlockItem::Macro(item) => {
                    self.check_macro(&item.mac, "block");
                    inside.push(item.into_token_stream());
                }
                BlockItem::Other(item) => {
                    self.check_within(&Within::of(item.clone()));
                    inside.push(item);
                }
            }
        }
        Halves {
            inside: block.around(&inside),
            beside,
        }
    }

    fn associated(&mut self, mut function: Handler, block: &Block, at: &[String]) -> Halves {
        self.check_within(&Within::of_function(&function));
        let name = function.signature.ident.clone();
        // `routes(…)` names the functions of a block with its own attribute alone, `.to(…)` never does.
        let ty = [type_name(&block.parsed)];
        let is_named =
            self.is_named(&function, at) || at.is_empty() && self.is_registered(&function, &ty);
        let marks = Marks::of(&function.attributes);
        let says = !marks.ours.is_empty();
        let can_nest = block.parsed.generics.params.is_empty();
        if self.check_conditional(&marks).is_none()
            || self.check_route(&marks, block, &name).is_none()
            || self.check_trait(&function, is_named, block, at).is_none()
        {
            function
                .attributes
                .retain(|it| Marks::of(std::slice::from_ref(it)).route.is_none());
            return Halves::alone(survivor(function, can_nest));
        }
        match (is_named, says) {
            (false, false) => Halves::alone(as_written(&function)),
            (true, false) if self.default.is_none() => {
                self.undeclared(&name);
                Halves::alone(survivor(function, can_nest))
            }
            _ => match self.declare(&mut function) {
                Some(_) => self.guarded(function, block, can_nest),
                None => Halves::alone(survivor(function, can_nest)),
            },
        }
    }

    fn guarded(&mut self, written: Handler, block: &Block, can_nest: bool) -> Halves {
        let mut function = written.clone();
        let mut errors = Errors::default();
        check_self(&function, block, &mut errors);
        let attributes = take_attributes(&mut function, &mut errors);
        let policy = errors
            .finish(attributes)
            .and_then(|attributes| Policy::lower(attributes, &function));
        match policy {
            Ok(policy) => {
                let [beside, inside] =
                    expand::guarded_in_block(&policy, &function, &surroundings(block, &function));
                Halves { inside, beside }
            }
            Err(error) => {
                self.errors.push(error);
                Halves::alone(survivor(written, can_nest))
            }
        }
    }

    fn check_route(&mut self, marks: &Marks<'_>, block: &Block, name: &Ident) -> Option<()> {
        let Some(attribute) = marks.route else {
            return Some(());
        };
        let ty = type_name(&block.parsed);
        self.errors.at(
            Code::RouteAttributeInBlock,
            attribute,
            format!(
                "{} on a function of an `impl` block, where actix-web's route attributes do not \
                 work\nhelp: remove it, name the function in `routes({name})`, and register it: \
                 `.route(\"…\", web::get().to({ty}::{name}))`",
                quoted(&attribute.to_token_stream())
            ),
        );
        None
    }

    /// The arguments of a trait's function are not ours to change.
    fn check_trait(
        &mut self,
        function: &Handler,
        is_named: bool,
        block: &Block,
        at: &[String],
    ) -> Option<()> {
        let Some((of, _)) = &block.parsed.trait_ else {
            return Some(());
        };
        if at.is_empty() {
            return None; // The block has been reported.
        }
        let marks = Marks::of(&function.attributes);
        let name = &function.signature.ident;
        let (place, subject) = match marks.ours.first() {
            Some((kind, attribute)) => (
                attribute.to_token_stream(),
                format!("`#[{}]` on `{name}`", kind.name()),
            ),
            None if is_named => (name.to_token_stream(), format!("`{name}` serves a route")),
            None => return Some(()),
        };
        let ty = source(block.parsed.self_ty.to_token_stream());
        self.errors.at(
            Code::OfATrait,
            place,
            format!(
                "{subject}, and the trait {} says what arguments it takes\nhelp: write the \
                 handler in an `impl {ty} {{ … }}`",
                quoted(of)
            ),
        );
        None
    }
}

impl Halves {
    fn alone(inside: TokenStream) -> Self {
        Self {
            inside,
            beside: TokenStream::new(),
        }
    }
}

fn surroundings(block: &Block, function: &Handler) -> expand::Block {
    let is_generic = !block.parsed.generics.params.is_empty();
    let ty = source(block.parsed.self_ty.to_token_stream());
    expand::Block {
        name: if is_generic {
            type_name(&block.parsed)
        } else {
            ty.clone()
        },
        prefix: ty
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '_' })
            .collect(),
        is_generic,
        conditions: [
            conditions(&block.attributes),
            conditions(&function.attributes),
        ]
        .concat(),
    }
}

/// A guard stands beside the block, where nothing is `Self`.
fn check_self(function: &Handler, block: &Block, errors: &mut Errors) {
    let ours = function
        .attributes
        .iter()
        .filter(|it| Kind::named(it).is_some());
    for attribute in ours {
        if let Some(word) = self_type(attribute.meta.to_token_stream()) {
            let ty = type_name(&block.parsed);
            errors.push(mistake(
                Code::SelfInAttribute,
                word,
                format!(
                    "`Self` in an attribute, whose guard stands beside the block\nhelp: `{ty}` in \
                     its place"
                ),
            ));
        }
    }
}

fn self_type(tokens: TokenStream) -> Option<TokenTree> {
    tokens.into_iter().find_map(|token| match &token {
        TokenTree::Ident(word) if word == "Self" => Some(token),
        TokenTree::Group(group) => self_type(group.stream()),
        _ => None,
    })
}

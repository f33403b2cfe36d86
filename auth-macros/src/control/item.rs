//! The items of a module and of an `impl` block, read as far as they matter here.
//!
//! Bodies of functions are kept as they were typed: parsing them would cost compile time, and turn
//! one typo into two errors.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Abi, Attribute, ImplItem, ImplItemMacro, ItemImpl, ItemMacro, Token, Type, Visibility};

use crate::errors::source;
use crate::syntax::Handler;

pub(super) enum Item {
    Function(Box<Handler>),
    Module(Module),
    Block(Box<Block>),
    Macro(ItemMacro),
    Other(TokenStream),
}

/// `mod books { … }`
pub(super) struct Module {
    pub(super) attributes: Vec<Attribute>,
    visibility: Visibility,
    unsafety: Option<Token![unsafe]>,
    keyword: Token![mod],
    pub(super) name: Ident,
    /// `None` when it is in another file.
    pub(super) content: Option<Content>,
}

/// What stands between the braces of a module.
pub(super) struct Content {
    braces: Group,
    inner_attributes: Vec<Attribute>,
    pub(super) items: Vec<Item>,
}

/// `impl Api { … }`
pub(super) struct Block {
    pub(super) attributes: Vec<Attribute>,
    head: TokenStream,
    /// Without its items.
    pub(super) parsed: ItemImpl,
    braces: Group,
    inner_attributes: Vec<Attribute>,
    pub(super) items: Vec<BlockItem>,
}

pub(super) enum BlockItem {
    Function(Box<Handler>),
    Macro(ImplItemMacro),
    Other(TokenStream),
}

pub(super) fn items(tokens: TokenStream) -> syn::Result<Vec<Item>> {
    read_items.parse2(tokens)
}

fn read_items(input: ParseStream<'_>) -> syn::Result<Vec<Item>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        match items_of_macro(input) {
            Some(inner) => all.extend(items(inner)?),
            None => all.push(input.parse()?),
        }
    }
    Ok(all)
}

/// A macro's `$item:item` arrives inside an invisible group; so does its `$vis:vis`, which starts an
/// item.
fn items_of_macro(input: ParseStream<'_>) -> Option<TokenStream> {
    let ahead = input.fork();
    let Ok(TokenTree::Group(group)) = ahead.parse::<TokenTree>() else {
        return None;
    };
    let starts_item = syn::parse2::<Visibility>(group.stream()).is_ok();
    if group.delimiter() != Delimiter::None || starts_item {
        return None;
    }
    let _ = input.parse::<TokenTree>();
    Some(group.stream())
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer)?;
        ahead.parse::<Visibility>()?;
        if is_function(&ahead) {
            return input.parse().map(|it| Self::Function(Box::new(it)));
        }
        if ahead.peek(Token![mod]) || ahead.peek(Token![unsafe]) && ahead.peek2(Token![mod]) {
            return input.parse().map(Self::Module);
        }
        if ahead.peek(Token![impl]) || ahead.peek(Token![unsafe]) && ahead.peek2(Token![impl]) {
            return input.parse().map(|it| Self::Block(Box::new(it)));
        }
        Ok(match input.parse()? {
            syn::Item::Macro(item) => Self::Macro(item),
            other => Self::Other(other.into_token_stream()),
        })
    }
}

fn is_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<Option<Token![const]>>().is_ok()
        && ahead.parse::<Option<Token![async]>>().is_ok()
        && ahead.parse::<Option<Token![unsafe]>>().is_ok()
        && ahead.parse::<Option<Abi>>().is_ok()
        && ahead.peek(Token![fn])
}

impl Parse for Module {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            unsafety: input.parse()?,
            keyword: input.parse()?,
            name: input.parse()?,
            content: match input.parse()? {
                TokenTree::Group(braces) => Some(Content::read(braces)?),
                _ => None,
            },
        })
    }
}

impl Content {
    fn read(braces: Group) -> syn::Result<Self> {
        let read = |input: ParseStream<'_>| {
            let inner_attributes = input.call(Attribute::parse_inner)?;
            Ok((inner_attributes, read_items(input)?))
        };
        let (inner_attributes, items) = read.parse2(braces.stream())?;
        Ok(Self {
            braces,
            inner_attributes,
            items,
        })
    }
}

impl Module {
    pub(super) fn as_written(&self) -> TokenStream {
        let content = self.content.as_ref();
        self.with(&content.map_or_else(|| quote!(;), |it| it.braces.to_token_stream()))
    }

    /// The module with other items in it.
    pub(super) fn around(&self, content: &Content, items: &[TokenStream]) -> TokenStream {
        let inner_attributes = &content.inner_attributes;
        let items = quote!(#(#inner_attributes)* #(#items)*);
        self.with(&regrouped(&content.braces, items))
    }

    fn with(&self, content: &impl ToTokens) -> TokenStream {
        let Self {
            attributes,
            visibility,
            unsafety,
            keyword,
            name,
            ..
        } = self;
        quote!(#(#attributes)* #visibility #unsafety #keyword #name #content)
    }
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let mut head = TokenStream::new();
        loop {
            let token = input.parse()?;
            if let TokenTree::Group(braces) = &token
                && braces.delimiter() == Delimiter::Brace
                // `impl Api<{ N }> { … }` has braces that are no body.
                && let Ok(parsed) = syn::parse2::<ItemImpl>(quote!(#head {}))
            {
                let (inner_attributes, items) = read_block.parse2(braces.stream())?;
                return Ok(Self {
                    attributes,
                    head,
                    parsed,
                    braces: braces.clone(),
                    inner_attributes,
                    items,
                });
            }
            head.extend([token]);
        }
    }
}

fn read_block(input: ParseStream<'_>) -> syn::Result<(Vec<Attribute>, Vec<BlockItem>)> {
    let inner_attributes = input.call(Attribute::parse_inner)?;
    let mut items = Vec::new();
    while !input.is_empty() {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer)?;
        ahead.parse::<Visibility>()?;
        items.push(if is_function(&ahead) {
            BlockItem::Function(Box::new(input.parse()?))
        } else {
            match input.parse()? {
                ImplItem::Macro(item) => BlockItem::Macro(item),
                other => BlockItem::Other(other.into_token_stream()),
            }
        });
    }
    Ok((inner_attributes, items))
}

impl Block {
    pub(super) fn as_written(&self) -> TokenStream {
        self.with(&self.braces)
    }

    /// The block with other items in it.
    pub(super) fn around(&self, items: &[TokenStream]) -> TokenStream {
        let inner_attributes = &self.inner_attributes;
        let items = quote!(#(#inner_attributes)* #(#items)*);
        self.with(&regrouped(&self.braces, items))
    }

    fn with(&self, braces: &Group) -> TokenStream {
        let Self {
            attributes, head, ..
        } = self;
        quote!(#(#attributes)* #head #braces)
    }
}

/// The function as it is.
pub(super) fn as_written(function: &Handler) -> TokenStream {
    let Handler {
        attributes,
        visibility,
        signature,
        body,
        ..
    } = function;
    quote!(#(#attributes)* #visibility #signature #body)
}

fn regrouped(group: &Group, content: TokenStream) -> Group {
    let mut regrouped = Group::new(group.delimiter(), content);
    regrouped.set_span(group.span());
    regrouped
}

/// `Api` of `impl<T> web::Api<T>`
pub(super) fn type_name(block: &ItemImpl) -> String {
    let last = match &*block.self_ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    };
    last.map_or_else(
        || source(block.self_ty.to_token_stream()),
        |last| last.ident.to_string(),
    )
}

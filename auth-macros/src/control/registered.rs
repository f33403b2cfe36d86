//! Functions that are given to `.to(…)` in sight: handlers that nobody has to name.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::body::Within;
use super::item::{BlockItem, Item, type_name};
use super::marks::is_left_alone;
use super::named::Named;

/// Notes what the items of a module register; `at` is its path from the attribute. Of the module or
/// block with the attribute itself, it is nothing.
pub(super) fn note(items: &[Item], at: &[String], named: &mut Named) {
    for item in items {
        match item {
            Item::Function(function) => note_in(function.body.to_token_stream(), at, None, named),
            Item::Module(module) => {
                let items = module.content.as_ref().map_or(&[][..], |it| &it.items);
                for item in items {
                    let at = match item {
                        Item::Module(inner) if is_left_alone(&inner.attributes) => continue,
                        Item::Module(inner) => [at, &[inner.name.to_string()]].concat(),
                        _ => at.to_vec(),
                    };
                    note(std::slice::from_ref(item), &at, named);
                }
            }
            Item::Block(block) => {
                let ty = type_name(&block.parsed);
                for item in &block.items {
                    if let BlockItem::Function(function) = item {
                        note_in(function.body.to_token_stream(), at, Some(&ty), named);
                    }
                }
            }
            Item::Macro(_) => {}
            Item::Other(item) => note_in(item.clone(), at, None, named),
        }
    }
}

fn note_in(tokens: TokenStream, at: &[String], ty: Option<&str>, named: &mut Named) {
    for path in Within::of(tokens).registered {
        let mut segments = at.to_vec();
        for name in path.split("::") {
            match (name, ty) {
                ("super", _) => drop(segments.pop()),
                ("Self", Some(ty)) => segments.push(ty.to_owned()),
                (name, _) => segments.push(name.to_owned()),
            }
        }
        named.register(segments.join("::"));
    }
}

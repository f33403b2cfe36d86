//! Functions that are given to a route in sight: handlers that nobody has to name.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use syn::UseTree;

use super::body::Within;
use super::item::{BlockItem, Item, type_name};
use super::marks::is_left_alone;
use super::named::Named;

/// Longer chains of imports than anybody writes.
const LONGEST_PATH: usize = 8;

type Path = Vec<String>;

/// What was seen of a module, all paths starting from the attribute.
#[derive(Default)]
struct Seen {
    /// Where a path is written, and the path.
    registered: Vec<(Path, Path)>,
    imports: Vec<Import>,
    functions: BTreeSet<Path>,
    /// The module with the attribute.
    root: Option<String>,
}

struct Import {
    at: Path,
    /// `None` for `*`.
    name: Option<String>,
    target: Path,
}

/// Notes what the items register. Of the module or block with the attribute itself, `at` is nothing.
pub(super) fn note(items: &[Item], named: &mut Named) {
    let mut seen = Seen::default();
    match items {
        [Item::Module(module)] => {
            seen.root = Some(module.name.to_string());
            let items = module.content.as_ref().map_or(&[][..], |it| &it.items);
            seen.items(items, &[]);
        }
        items => seen.items(items, &[]),
    }
    for (at, path) in &seen.registered {
        for function in seen.resolve(at, path) {
            named.register(function.join("::"));
        }
    }
}

impl Seen {
    fn items(&mut self, items: &[Item], at: &[String]) {
        for item in items {
            match item {
                Item::Function(function) => {
                    let name = function.signature.ident.to_string();
                    self.functions.insert([at, &[name]].concat());
                    self.within(Within::of_function(function), at, None);
                }
                Item::Module(inner) if is_left_alone(&inner.attributes) => {}
                Item::Module(inner) => {
                    let items = inner.content.as_ref().map_or(&[][..], |it| &it.items);
                    self.items(items, &[at, &[inner.name.to_string()]].concat());
                }
                Item::Block(block) => {
                    let ty = type_name(&block.parsed);
                    for item in &block.items {
                        let within = match item {
                            BlockItem::Function(function) => {
                                let name = function.signature.ident.to_string();
                                let path = [at, &[ty.clone(), name]].concat();
                                self.functions.insert(path);
                                Within::of_function(function)
                            }
                            BlockItem::Macro(_) => continue,
                            BlockItem::Other(item) => Within::of(item.clone()),
                        };
                        self.within(within, at, Some(&ty));
                    }
                }
                Item::Macro(item) => self.tokens(item.mac.tokens.clone(), at),
                Item::Other(item) => self.tokens(item.clone(), at),
            }
        }
    }

    fn tokens(&mut self, tokens: TokenStream, at: &[String]) {
        self.within(Within::of(tokens), at, None);
    }

    fn within(&mut self, within: Within, at: &[String], ty: Option<&str>) {
        for path in within.registered {
            let name = |name: &str| match ty {
                Some(ty) if name == "Self" => ty.to_owned(),
                _ => name.to_owned(),
            };
            let path = path.split("::").map(name).collect();
            self.registered.push((at.to_vec(), path));
        }
        for import in within.imports {
            self.import(&import.tree, &mut Vec::new(), at);
        }
    }

    fn import(&mut self, tree: &UseTree, target: &mut Path, at: &[String]) {
        let (last, name) = match tree {
            UseTree::Path(path) => {
                target.push(path.ident.to_string());
                self.import(&path.tree, target, at);
                target.pop();
                return;
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, target, at);
                }
                return;
            }
            UseTree::Glob(_) => (None, None),
            UseTree::Rename(rename) => (Some(&rename.ident), Some(&rename.rename)),
            UseTree::Name(name) => (Some(&name.ident), Some(&name.ident)),
        };
        let last = last.map(ToString::to_string).filter(|it| it != "self");
        let mut target = target.clone();
        let name = match name.map(ToString::to_string) {
            Some(name) if name == "self" => target.last().cloned(),
            name => name,
        };
        target.extend(last);
        self.imports.push(Import {
            at: at.to_vec(),
            name,
            target,
        });
    }

    /// The functions that a path may lead to: one there, or else those behind imports.
    fn resolve(&self, at: &[String], path: &[String]) -> Vec<Path> {
        let mut open: Vec<_> = self.absolute(at, path).into_iter().collect();
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        while let Some(path) = open.pop() {
            if path.len() > LONGEST_PATH || !known.insert(path.clone()) {
                continue;
            }
            if self.functions.contains(&path) {
                found.push(path);
                continue;
            }
            for import in &self.imports {
                let Some(rest) = path.strip_prefix(&import.at[..]) else {
                    continue;
                };
                let rest = match (&import.name, rest) {
                    (None, rest) => rest,
                    (Some(name), [first, rest @ ..]) if first == name => rest,
                    _ => continue,
                };
                open.extend(self.absolute(&import.at, &[&import.target, rest].concat()));
            }
        }
        found
    }

    /// `None` for a path that leads out of the module.
    fn absolute(&self, at: &[String], path: &[String]) -> Option<Path> {
        let mut whole = at.to_vec();
        let mut path = path;
        if path.first().is_some_and(|first| first == "crate") {
            let root = path
                .iter()
                .rposition(|name| Some(name) == self.root.as_ref())?;
            whole.clear();
            path = &path[root + 1..];
        }
        for name in path {
            match name.as_str() {
                "self" => {}
                "super" => drop(whole.pop()?),
                _ => whole.push(name.clone()),
            }
        }
        Some(whole)
    }
}

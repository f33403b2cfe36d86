//! The conditions that an application registers, by their names.

use std::collections::BTreeMap;

use super::Condition;

#[derive(Default)]
pub(crate) struct Conditions(BTreeMap<String, Box<dyn Condition>>);

impl Conditions {
    /// Whether the name was free.
    pub(crate) fn register(&mut self, name: String, condition: impl Condition) -> bool {
        self.0.insert(name, Box::new(condition)).is_none()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&dyn Condition> {
        self.0.get(name).map(AsRef::as_ref)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

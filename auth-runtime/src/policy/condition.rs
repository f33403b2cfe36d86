//! A condition that an attribute names.

use std::fmt;

use crate::condition::Condition;

/// Which condition `#[require_condition(…)]` asks.
#[derive(Clone, Copy)]
pub struct ConditionRef {
    name: &'static str,
    function: Option<&'static dyn Condition>,
}

impl ConditionRef {
    /// One that the application registers under this name.
    pub(crate) const fn registered(name: &'static str) -> Self {
        Self {
            name,
            function: None,
        }
    }

    pub(crate) const fn function(name: &'static str, function: &'static dyn Condition) -> Self {
        Self {
            name,
            function: Some(function),
        }
    }

    /// The name under which it is registered, or the function's path as the attribute gives it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it is registered with [`AuthBuilder::condition`](crate::AuthBuilder::condition), and
    /// not a function.
    pub fn is_registered(&self) -> bool {
        self.function.is_none()
    }

    pub(crate) fn as_function(&self) -> Option<&'static dyn Condition> {
        self.function
    }
}

/// By what is written. Two functions of the same path in different modules are told apart by the
/// handler around them.
impl PartialEq for ConditionRef {
    fn eq(&self, other: &Self) -> bool {
        (self.name, self.is_registered()) == (other.name, other.is_registered())
    }
}

impl Eq for ConditionRef {}

/// As the attribute writes it: `"office"`, `is_author`.
impl fmt::Display for ConditionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_registered() {
            write!(f, "{:?}", self.name)
        } else {
            f.write_str(self.name)
        }
    }
}

impl fmt::Debug for ConditionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

//! Ambiguous wording (ISO/IEC Directives, Part 2).

use std::sync::LazyLock;

use super::phrases::{Pattern, Phrases};

pub(in crate::rules) static AMBIGUOUS: LazyLock<Phrases<Ambiguous>> = LazyLock::new(|| {
    Phrases::new(&[
        Ambiguous {
            words: "might",
            advice: "write `may` for a permission and `can` for a possibility",
        },
        Ambiguous { words: "could", advice: "write `can` for a possibility" },
        Ambiguous { words: "and / or", advice: "write `or`, or `a or b or both`" },
        Ambiguous {
            words: "as|where|if|when appropriate|applicable|necessary|needed",
            advice: OPEN,
        },
        Ambiguous { words: "as far as possible|practicable", advice: OPEN },
        Ambiguous { words: "where|if|when possible|practicable", advice: OPEN },
        Ambiguous { words: "etc", advice: LIST },
        Ambiguous { words: "and so on|forth", advice: LIST },
    ])
});

const OPEN: &str = "say in which case, or to what extent";
const LIST: &str = "list everything that is meant, or introduce the list with `for example`";

/// An ambiguous wording, and its replacement.
pub(in crate::rules) struct Ambiguous {
    words: &'static str,
    pub(in crate::rules) advice: &'static str,
}

impl Pattern for Ambiguous {
    fn words(&self) -> &'static str {
        self.words
    }
}

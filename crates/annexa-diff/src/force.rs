//! The effect of a change on the force of a verbal form: `may` < `should` < `shall`, and an added
//! or removed `not`.

use annexa_syntax::VerbalForm;
use serde::Serialize;

/// How the force of a provision changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// It requires more: `should` became `shall`.
    Strengthened,
    /// It requires less: `shall` became `should`.
    Weakened,
    /// It is the opposite now: `shall` became `shall not`.
    Reversed,
}

/// Returns the force of a form (ISO/IEC Directives, Part 2:2021, clause 7): a requirement, a
/// recommendation, a permission, or none of them. Forms that the Directives reserve for law and
/// nature, or advise against, have no force.
fn weight(form: VerbalForm) -> Option<u8> {
    match form {
        VerbalForm::Shall | VerbalForm::ShallNot => Some(3),
        VerbalForm::Should | VerbalForm::ShouldNot => Some(2),
        // The absence of a requirement is a permission not to do it.
        VerbalForm::May | VerbalForm::NeedNot => Some(1),
        VerbalForm::Can | VerbalForm::Cannot => Some(0),
        VerbalForm::MayNot | VerbalForm::Must | VerbalForm::MustNot => None,
    }
}

/// Whether a form is against what follows. `need not` and `cannot` are not, because they require
/// nothing.
fn is_against(form: VerbalForm) -> bool {
    matches!(form, VerbalForm::ShallNot | VerbalForm::ShouldNot)
}

/// Returns how the force changes if one form replaces another.
pub fn force(from: VerbalForm, to: VerbalForm) -> Option<Force> {
    let (before, after) = (weight(from)?, weight(to)?);
    // What was permitted and is now advised against is no longer permitted.
    let asks_or_permits = |form| weight(form).is_some_and(|weight| weight > 0);
    if is_against(from) != is_against(to) && asks_or_permits(from) && asks_or_permits(to) {
        return Some(match (from, to) {
            // Removing a prohibition requires less; prohibiting what was left open requires more.
            (VerbalForm::NeedNot, _) => Force::Strengthened,
            (_, VerbalForm::NeedNot) => Force::Weakened,
            _ => Force::Reversed,
        });
    }
    match after.cmp(&before) {
        std::cmp::Ordering::Greater => Some(Force::Strengthened),
        std::cmp::Ordering::Less => Some(Force::Weakened),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use annexa_syntax::VerbalForm::{self, *};

    use super::{Force, force};

    #[test]
    fn the_order_of_forms_and_what_negation_does() {
        use Force::{Reversed, Strengthened, Weakened};
        let expected: [(VerbalForm, VerbalForm, Option<Force>); 15] = [
            (Should, Shall, Some(Strengthened)),
            (May, Should, Some(Strengthened)),
            (May, Shall, Some(Strengthened)),
            (Can, Should, Some(Strengthened)),
            (ShouldNot, ShallNot, Some(Strengthened)),
            (NeedNot, Shall, Some(Strengthened)),
            (NeedNot, ShallNot, Some(Strengthened)),
            (Shall, Should, Some(Weakened)),
            (ShallNot, ShouldNot, Some(Weakened)),
            (ShallNot, NeedNot, Some(Weakened)),
            (Shall, ShallNot, Some(Reversed)),
            (May, ShallNot, Some(Reversed)),
            (ShouldNot, Shall, Some(Reversed)),
            (May, NeedNot, None),
            (Shall, Must, None),
        ];
        for (from, to, force_) in expected {
            assert_eq!(force(from, to), force_, "{from:?} -> {to:?}");
        }
    }
}

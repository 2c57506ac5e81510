//! What a change does to a verbal form: `may` < `should` < `shall`, and a `not` that comes or goes.

use annexa_syntax::VerbalForm;
use serde::Serialize;

/// What becomes of the force of a provision.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// It asks for more: `should` became `shall`.
    Strengthened,
    /// It asks for less.
    Weakened,
    /// What was asked for is advised against now, or the other way round: `shall` became `shall not`.
    Reversed,
}

/// How much a form asks for (ISO/IEC Directives, Part 2:2021, clause 7): a requirement, a recommendation, a
/// permission, or nothing at all. What the Directives keep for law and nature, or advise against, has no
/// place in the order.
fn weight(form: VerbalForm) -> Option<u8> {
    match form {
        VerbalForm::Shall | VerbalForm::ShallNot => Some(3),
        VerbalForm::Should | VerbalForm::ShouldNot => Some(2),
        // That there is no requirement is a permission to leave it.
        VerbalForm::May | VerbalForm::NeedNot => Some(1),
        VerbalForm::Can | VerbalForm::Cannot => Some(0),
        VerbalForm::MayNot | VerbalForm::Must | VerbalForm::MustNot => None,
    }
}

/// Whether it advises against what follows. `need not` and `cannot` do not: nothing is asked there.
fn is_against(form: VerbalForm) -> bool {
    matches!(form, VerbalForm::ShallNot | VerbalForm::ShouldNot)
}

/// What it does to the force that one form takes the place of another.
pub fn force(from: VerbalForm, to: VerbalForm) -> Option<Force> {
    let (before, after) = (weight(from)?, weight(to)?);
    // What was permitted and is advised against is no longer permitted.
    let asks_or_permits = |form| weight(form).is_some_and(|weight| weight > 0);
    if is_against(from) != is_against(to) && asks_or_permits(from) && asks_or_permits(to) {
        return Some(match (from, to) {
            // To lift a prohibition asks for less, and to forbid what was left open for more.
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

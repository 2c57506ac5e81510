//! What would change in a file, as other programs read it.

use similar::TextDiff;

/// A unified diff that `patch -p1` and `git apply` take.
pub(crate) fn patch(shown: &str, old: &str, new: &str) -> String {
    // A tab ends a name that has blanks.
    let end = if shown.contains(' ') { "\t" } else { "" };
    let below = shown.trim_start_matches('/');
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().header(&format!("a/{below}{end}"), &format!("b/{below}{end}")).to_string()
}

//! The changes of a file in a form that other programs read.

use similar::TextDiff;

/// Returns a unified diff for `patch -p1` and `git apply`.
pub(crate) fn patch(shown: &str, old: &str, new: &str) -> String {
    let below = shown.trim_start_matches('/');
    let diff = TextDiff::from_lines(old, new);
    let (old, new) = (name(&format!("a/{below}")), name(&format!("b/{below}")));
    diff.unified_diff().header(&old, &new).to_string()
}

/// Returns a name as git writes it: in quotation marks if it contains control characters or
/// quotation marks, and with a tab at the end if it contains blanks.
fn name(path: &str) -> String {
    let is_special = |letter: char| letter.is_control() || matches!(letter, '"' | '\\');
    if !path.contains(is_special) {
        return if path.contains(' ') { format!("{path}\t") } else { path.to_owned() };
    }
    let quoted = path.chars().map(|letter| match letter {
        '"' | '\\' => format!("\\{letter}"),
        _ if letter.is_control() => {
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).bytes();
            bytes.map(|byte| format!("\\{byte:03o}")).collect()
        }
        _ => letter.to_string(),
    });
    format!("\"{}\"", quoted.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_are_written_as_git_reads_them() {
        for (path, written) in [
            ("a/smx.annexa", "a/smx.annexa"),
            ("a/two words é", "a/two words é\t"),
            ("a/x\ny\"z", "\"a/x\\012y\\\"z\""),
            ("a/\u{9b}1", "\"a/\\302\\2331\""),
        ] {
            assert_eq!(name(path), written, "{path:?}");
        }
    }
}

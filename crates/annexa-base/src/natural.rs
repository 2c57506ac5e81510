//! The order in which numbers and labels are printed: 5.2 before 5.10, 8.34 before A.1.

use std::cmp::Ordering;

/// Compares two numbers, labels or marks of list items, part by part: numbers by their value and
/// before words, words by their letters.
pub fn natural_order(left: &str, right: &str) -> Ordering {
    let mut left_parts = parts(left);
    let mut right_parts = parts(right);
    loop {
        let ordering = match (left_parts.next(), right_parts.next()) {
            (None, None) => return left.cmp(right),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (is_number(a), is_number(b)) {
                (true, true) => by_value(a, b),
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => a.cmp(b),
            },
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '-', ')', ' ', ':']).filter(|part| !part.is_empty())
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Numbers of any length: without leading zeros the longer one is the greater.
fn by_value(left: &str, right: &str) -> Ordering {
    let left = left.trim_start_matches('0');
    let right = right.trim_start_matches('0');
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::natural_order;

    #[test]
    fn numbers_go_by_value_and_before_letters() {
        let mut labels =
            ["SMX.10.1", "A.5.1", "5.10", "5.2", "10", "SMX.8.35", "5", "A.10.2", "8.35.1", "SMX.A"];
        labels.sort_by(|a, b| natural_order(a, b));
        assert_eq!(
            labels,
            ["5", "5.2", "5.10", "8.35.1", "10", "A.5.1", "A.10.2", "SMX.8.35", "SMX.10.1", "SMX.A"]
        );
        let mut marks = ["10)", "2)", "b)", "a)"];
        marks.sort_by(|a, b| natural_order(a, b));
        assert_eq!(marks, ["2)", "10)", "a)", "b)"]);
    }
}

//! The natural order of numbers and labels: 5.2 before 5.10, 8.34 before A.1.

use std::cmp::Ordering;

/// Compares two numbers, labels or marks of list items, part by part: numbers by value and before
/// words, words by letters.
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

/// Returns a key whose byte order is that of [`natural_order`], for sorting many values.
pub fn natural_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 2 + 2);
    for part in parts(text) {
        if is_number(part) {
            let digits = part.trim_start_matches('0');
            key.push(1);
            key.extend((digits.len() as u32).to_be_bytes());
            key.extend(digits.as_bytes());
        } else {
            key.push(2);
            key.extend(part.as_bytes());
            key.push(0);
        }
    }
    key.push(0);
    key.extend(text.as_bytes());
    key
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '-', ')', ' ', ':']).filter(|part| !part.is_empty())
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Compares numbers of any length: without leading zeros, the longer one is greater.
fn by_value(left: &str, right: &str) -> Ordering {
    let left = left.trim_start_matches('0');
    let right = right.trim_start_matches('0');
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::{natural_key, natural_order};

    #[test]
    fn numbers_go_by_value_and_before_letters() {
        let mut labels = [
            "SMX.10.1", "A.5.1", "5.10", "5.2", "10", "SMX.8.35", "5", "A.10.2", "8.35.1", "SMX.A",
        ];
        labels.sort_by(|a, b| natural_order(a, b));
        assert_eq!(
            labels,
            [
                "5", "5.2", "5.10", "8.35.1", "10", "A.5.1", "A.10.2", "SMX.8.35", "SMX.10.1",
                "SMX.A"
            ]
        );
        labels.reverse();
        labels.sort_by_key(|label| natural_key(label));
        assert!(labels.is_sorted_by(|a, b| natural_order(a, b).is_le()));
        let mut marks = ["10)", "2)", "b)", "a)"];
        marks.sort_by(|a, b| natural_order(a, b));
        assert_eq!(marks, ["2)", "10)", "a)", "b)"]);
    }
}

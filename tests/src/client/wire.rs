//! Messages as the base protocol frames them: a header with a length, an empty line, JSON.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use serde_json::Value;

/// The bytes of a message.
pub(super) fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body.as_bytes());
    bytes
}

/// Writes bytes, all of them, now.
pub(super) fn write(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(bytes)?;
    output.flush()
}

/// The body of the next message and when its last byte was there, or nothing where the stream ends
/// between two messages.
///
/// # Errors
/// Says what stands where a message should.
pub(super) fn read(input: &mut impl BufRead) -> Result<Option<(Vec<u8>, Instant)>, String> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        let count = input.read_until(b'\n', &mut line).map_err(|error| error.to_string())?;
        if count == 0 && length.is_none() {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let Some(header) = line.strip_suffix("\r\n") else {
            return Err(format!("no header: {line:?}"));
        };
        if header.is_empty() {
            break;
        }
        let (name, value) =
            header.split_once(':').ok_or_else(|| format!("no header: {header:?}"))?;
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse().map_err(|_| format!("no length: {header:?}"))?);
        }
    }
    let mut body = vec![0; length.ok_or("a header without a length")?];
    input.read_exact(&mut body).map_err(|error| format!("within a message: {error}"))?;
    Ok(Some((body, Instant::now())))
}

/// What a body says.
///
/// # Errors
/// Says what is no JSON.
pub(super) fn message(body: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(body)
        .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(body)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn next(input: &mut &[u8]) -> Result<Option<Value>, String> {
        read(input)?.map(|(body, _)| message(&body)).transpose()
    }

    #[test]
    fn what_is_framed_is_read_again() {
        let message = json!({ "method": "π", "params": ["🔑\r\n"] });
        let mut bytes = framed(&message);
        bytes.extend(framed(&json!(1)));
        let mut input = bytes.as_slice();
        assert_eq!(next(&mut input), Ok(Some(message)));
        assert_eq!(next(&mut input), Ok(Some(json!(1))));
        assert_eq!(next(&mut input), Ok(None));
    }

    #[test]
    fn other_headers_pass_and_names_have_no_case() {
        let mut input: &[u8] = b"Content-Type: x\r\ncontent-length: 4\r\n\r\nnull";
        assert_eq!(next(&mut input), Ok(Some(Value::Null)));
    }

    #[test]
    fn what_is_no_message_is_an_error() {
        for (bytes, expected) in [
            ("panicked at main.rs\n", "no header"),
            ("Content-Length: x\r\n\r\n", "no length"),
            ("Content-Type: x\r\n\r\n{}", "without a length"),
            ("Content-Length: 9\r\n\r\n{}", "within a message"),
            ("Content-Length: 1\r\n\r\n{", "{"),
            ("Content-Length: 1\r\n", "no header"),
        ] {
            let error = next(&mut bytes.as_bytes()).expect_err(bytes);
            assert!(error.contains(expected), "{bytes:?}: {error}");
        }
    }
}

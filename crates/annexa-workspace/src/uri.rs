//! Converts URIs and paths as strings. The rules of a system are a value ([`Flavour`]), independent
//! of the system that runs the program, so that the rules of Windows are tested everywhere.
//!
//! Inside the program, a Windows path may begin with `\\?\`, as `canonicalize` returns it: such
//! *verbatim* paths can exceed 260 characters. URIs and messages never contain the prefix.

use std::borrow::Cow;

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};

/// The path syntax of a system.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavour {
    /// `/meters/smx.annexa`.
    Unix,
    /// `C:\meters\smx.annexa`, `\\server\share\smx.annexa`.
    Windows,
}

/// The characters that our URIs encode: the same as those of VS Code, including the colon of a
/// drive.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters that a URI must not contain (RFC 3986), but that some clients do not encode.
const FORBIDDEN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Flavour {
    /// The path syntax of the system that runs the program.
    pub const HERE: Flavour = if cfg!(windows) { Flavour::Windows } else { Flavour::Unix };

    /// Returns the URI of an absolute path: `file:///c%3A/meters` for `\\?\C:\meters`. `None` for
    /// relative paths, and for Windows devices and volumes without a drive letter.
    pub fn uri(self, path: &str) -> Option<String> {
        let path = self.slashed(path);
        if self == Flavour::Unix {
            return path.starts_with('/').then(|| format!("file://{}", relative_uri(&path)));
        }
        if let Some((letter, rest)) = drive(&path) {
            let letter = letter.to_ascii_lowercase();
            return rest
                .starts_with('/')
                .then(|| format!("file:///{letter}%3A{}", relative_uri(rest)));
        }
        let (server, rest) = share(path.strip_prefix("//")?)?;
        Some(format!("file://{}/{}", relative_uri(&server), relative_uri(rest)))
    }

    /// Returns the path of a `file` URI, however the client spells it. `None` for other schemes,
    /// and for files without a path on this system.
    pub fn path(self, uri: &str) -> Option<String> {
        if !is_file(uri) {
            return None;
        }
        let (_, rest) = uri.split_once(':')?;
        let (host, path) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at(rest.find(['/', '\\']).unwrap_or(rest.len())),
            None => ("", rest),
        };
        let (host, path) = (decoded(host)?, decoded(path)?);
        let host = if host.eq_ignore_ascii_case("localhost") { "" } else { host.as_str() };
        match self {
            Flavour::Unix => (host.is_empty() && path.starts_with('/')).then_some(path),
            Flavour::Windows if host.is_empty() => windows_path(&path),
            Flavour::Windows => windows_path(&format!("//{host}{path}")),
        }
    }

    /// Returns the path as people write it, without the prefix of verbatim paths.
    pub fn shown(self, path: &str) -> Cow<'_, str> {
        match path.strip_prefix(r"\\?\").filter(|_| self == Flavour::Windows) {
            Some(rest) if drive(rest).is_some() => Cow::Borrowed(rest),
            Some(rest) => match strip_unc(rest) {
                Some(share) => Cow::Owned(format!(r"\\{share}")),
                None => Cow::Borrowed(path),
            },
            None => Cow::Borrowed(path),
        }
    }

    /// Returns the path as outputs show it, without the prefix of verbatim paths and with `/`
    /// between its components.
    pub fn slashed(self, path: &str) -> String {
        match self {
            Flavour::Unix => path.to_owned(),
            Flavour::Windows => self.shown(path).replace('\\', "/"),
        }
    }

    /// Returns the URI with those characters encoded that a URI must not contain but that the
    /// client left as they are: blanks, brackets, letters beyond ASCII.
    pub fn encoded(self, uri: &str) -> String {
        let is_file = is_file(uri);
        let mut encoded = String::with_capacity(uri.len() + 16);
        for (at, letter) in uri.char_indices() {
            let rest = uri.get(at + 1..at + 3);
            match letter {
                '%' if !rest.is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit())) => {
                    encoded.push_str("%25");
                }
                // A file URI has neither a query nor a fragment.
                '#' if is_file => encoded.push_str("%23"),
                '?' if is_file => encoded.push_str("%3F"),
                '\\' if is_file && self == Flavour::Windows => encoded.push('/'),
                _ => {
                    let mut bytes = [0; 4];
                    encoded.extend(utf8_percent_encode(letter.encode_utf8(&mut bytes), FORBIDDEN));
                }
            }
        }
        encoded
    }
}

/// Returns a path with `/` between its components as a relative reference.
pub fn relative_uri(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

/// Returns the scheme of a URI. A drive letter is not a scheme.
pub fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
    is_scheme.then_some(scheme)
}

fn is_file(uri: &str) -> bool {
    scheme(uri).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file"))
}

/// Decodes a part of a URI. `None` if no path can contain it.
fn decoded(part: &str) -> Option<String> {
    let decoded = percent_decode_str(part).decode_utf8().ok()?;
    (!decoded.contains('\0')).then(|| decoded.into_owned())
}

/// Returns the drive letter of a path, and the rest behind the colon.
fn drive(path: &str) -> Option<(char, &str)> {
    let (letter, rest) = path.split_once(':')?;
    let letter =
        letter.chars().next().filter(|it| letter.len() == 1 && it.is_ascii_alphabetic())?;
    (rest.is_empty() || rest.starts_with(['/', '\\'])).then_some((letter, rest))
}

/// Returns the server, in lower case, and the rest of `server/share/…`. Case does not matter in
/// names of servers.
fn share(path: &str) -> Option<(String, &str)> {
    let (server, rest) = path.split_once('/')?;
    let is_share = !server.is_empty() && !rest.is_empty() && !matches!(server, "." | "?");
    is_share.then(|| (server.to_lowercase(), rest))
}

/// Returns the rest of a verbatim path behind `UNC\`, which begins with a server.
fn strip_unc(path: &str) -> Option<&str> {
    let (unc, rest) = path.split_at_checked(4)?;
    let is_unc = unc.eq_ignore_ascii_case(r"UNC\") || unc.eq_ignore_ascii_case("UNC/");
    is_unc.then_some(rest)
}

/// Returns the Windows path for a decoded URI without its scheme: `/c:/meters`,
/// `//server/share/meters`, or a verbatim path that was converted without change.
fn windows_path(path: &str) -> Option<String> {
    let path = path.replace('\\', "/");
    let rest = path.trim_start_matches('/');
    let is_share = path.len() - rest.len() > 1;
    let (is_share, rest) = match rest.strip_prefix("?/") {
        Some(rest) => strip_unc(rest).map_or((false, rest), |share| (true, share)),
        None => (is_share, rest),
    };
    let path = match drive(rest) {
        Some((letter, rest)) => {
            format!("{}:/{}", letter.to_ascii_uppercase(), rest.trim_start_matches('/'))
        }
        None => {
            let (server, rest) = share(rest).filter(|_| is_share)?;
            format!("//{server}/{rest}")
        }
    };
    Some(path.replace('/', "\\"))
}

#[cfg(test)]
mod tests {
    use super::Flavour::{self, Unix, Windows};
    use super::scheme;

    /// Returns pairs that convert to each other. The test of the VS Code extension reads them too.
    fn pairs() -> Vec<(Flavour, &'static str, &'static str)> {
        let table = include_str!("../../../tests/fixtures/uris.tsv").lines();
        let rows = table.filter(|line| !line.starts_with('#')).map(|line| {
            let [system, path, uri] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line} has three columns");
            };
            (if system == "Windows" { Windows } else { Unix }, path, uri)
        });
        rows.collect()
    }

    /// Other paths with the same URIs. The program never writes URIs in another form.
    const PATHS: &[(Flavour, &str, Option<&str>)] = &[
        (Windows, r"\\?\C:\meters\smx.annexa", Some("file:///c%3A/meters/smx.annexa")),
        (Windows, r"\\?\UNC\server\share\x y", Some("file://server/share/x%20y")),
        (Windows, r"\\?\UNC\SERVER\Share\x", Some("file://server/Share/x")),
        (Windows, "c:/meters/smx.annexa", Some("file:///c%3A/meters/smx.annexa")),
        (Windows, "//server/share/x", Some("file://server/share/x")),
        (Windows, r"meters\smx.annexa", None),
        (Windows, "C:smx.annexa", None),
        (Windows, r"\smx.annexa", None),
        (Windows, r"\\.\COM1", None),
        (Windows, r"\\?\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\x", None),
        (Windows, "untitled:Untitled-1", None),
        (Unix, "meters/smx.annexa", None),
        (Unix, r"C:\x", None),
        (Unix, "untitled:Untitled-1", None),
    ];

    /// Other spellings of URIs by clients.
    const URIS: &[(Flavour, &str, Option<&str>)] = &[
        (Unix, "FILE:///a", Some("/a")),
        (Unix, "file:/a", Some("/a")),
        (Unix, "file://localhost/a", Some("/a")),
        (Unix, "file:///a b/[x]/ü#1?.annexa", Some("/a b/[x]/ü#1?.annexa")),
        (Unix, "file:///100%/a%2", Some("/100%/a%2")),
        (Unix, "file://server/share/a", None),
        (Unix, "file:///%FF", None),
        (Unix, "file:///a%00b", None),
        (Unix, "untitled:Untitled-1", None),
        (Unix, "untitled:/a/b.annexa", None),
        (Unix, "git:/a/b.annexa?ref", None),
        (Windows, "file:///C:/meters/x.annexa", Some(r"C:\meters\x.annexa")),
        (Windows, "file:///c:/meters/x.annexa", Some(r"C:\meters\x.annexa")),
        (Windows, "file:///C%3A/meters/x.annexa", Some(r"C:\meters\x.annexa")),
        (Windows, "file:///c%3a/meters/x.annexa", Some(r"C:\meters\x.annexa")),
        (Windows, "file:///c%3A", Some(r"C:\")),
        (Windows, "file:///c:", Some(r"C:\")),
        (Windows, "file:/c:/x", Some(r"C:\x")),
        (Windows, "file://localhost/c:/x", Some(r"C:\x")),
        (Windows, r"file:///C:\meters\x.annexa", Some(r"C:\meters\x.annexa")),
        (Windows, r"file://C:\meters\x.annexa", Some(r"C:\meters\x.annexa")),
        (
            Windows,
            "file:///C:/my meters/[x]/zähler#1.annexa",
            Some(r"C:\my meters\[x]\zähler#1.annexa"),
        ),
        // Verbatim paths, as clients with older libraries write them.
        (Windows, "file://///%3F/C%3A/x", Some(r"C:\x")),
        (Windows, "file:////?/C:/x", Some(r"C:\x")),
        (Windows, "file://%3F/C%3A/x", Some(r"C:\x")),
        (Windows, "file://///%3F/UNC/server/share/x", Some(r"\\server\share\x")),
        (Windows, "file://SERVER/Share/x", Some(r"\\server\Share\x")),
        (Windows, "file:////server/share/x", Some(r"\\server\share\x")),
        (Windows, "file://///server/share/x", Some(r"\\server\share\x")),
        (Windows, "file://wsl$/Ubuntu/x", Some(r"\\wsl$\Ubuntu\x")),
        (Windows, "file://server", None),
        (Windows, "file://server/", None),
        (Windows, "file:///x/y", None),
        (Windows, "file:///", None),
        (Windows, "untitled:Untitled-1", None),
        (Windows, "untitled:c:/x.annexa", None),
    ];

    #[test]
    fn a_path_and_its_uri_lead_to_each_other() {
        assert!(pairs().len() > 20);
        for (flavour, path, uri) in pairs() {
            assert_eq!(flavour.uri(path).as_deref(), Some(uri), "{flavour:?} {path}");
            assert_eq!(flavour.path(uri).as_deref(), Some(path), "{flavour:?} {uri}");
            assert_eq!(flavour.encoded(uri), uri, "a URI needs no encoding");
        }
        // Longer than the 260 characters that Windows permits without the prefix.
        let (folders, parts) = (r"\folder-of-meters".repeat(40), "/folder-of-meters".repeat(40));
        let (path, uri) = (format!(r"\\?\C:{folders}"), format!("file:///c%3A{parts}"));
        assert_eq!(Windows.uri(&path), Some(uri.clone()));
        assert_eq!(Windows.path(&uri), Some(format!("C:{folders}")));
    }

    #[test]
    fn every_way_to_write_a_path_has_one_uri() {
        for (flavour, path, uri) in PATHS {
            assert_eq!(flavour.uri(path).as_deref(), *uri, "{flavour:?} {path}");
        }
    }

    #[test]
    fn every_spelling_of_a_uri_is_understood() {
        for (flavour, uri, path) in URIS {
            assert_eq!(flavour.path(uri).as_deref(), *path, "{flavour:?} {uri}");
            assert_eq!(flavour.path(&flavour.encoded(uri)).as_deref(), *path, "{flavour:?} {uri}");
        }
    }

    #[test]
    fn people_and_outputs_see_no_prefix() {
        for (path, shown, slashed) in [
            (r"\\?\D:\std\x.annexa", r"D:\std\x.annexa", "D:/std/x.annexa"),
            (r"\\?\UNC\server\share\x", r"\\server\share\x", "//server/share/x"),
            (r"D:\std", r"D:\std", "D:/std"),
            (r"std\x.annexa", r"std\x.annexa", "std/x.annexa"),
            (r"\\?\Volume{26a2}\x", r"\\?\Volume{26a2}\x", "//?/Volume{26a2}/x"),
        ] {
            assert_eq!(Windows.shown(path), shown);
            assert_eq!(Windows.slashed(path), slashed);
            assert_eq!(Unix.shown(path), path);
            assert_eq!(Unix.slashed(path), path, "a backslash is a letter like any other");
        }
    }

    #[test]
    fn what_a_uri_must_not_contain_is_encoded() {
        for (raw, expected) in [
            ("file:///a%20b/%C3%BC", "file:///a%20b/%C3%BC"),
            ("untitled:Untitled-1", "untitled:Untitled-1"),
            ("file:///a b/[x]^|{y}.annexa", "file:///a%20b/%5Bx%5D%5E%7C%7By%7D.annexa"),
            ("file:///ü/字.annexa", "file:///%C3%BC/%E5%AD%97.annexa"),
            ("file:///100%/a%2", "file:///100%25/a%252"),
            ("file:///c#/what?.annexa", "file:///c%23/what%3F.annexa"),
            ("untitled:a b#c", "untitled:a%20b#c"),
        ] {
            assert_eq!(Unix.encoded(raw), expected);
            assert_eq!(Windows.encoded(raw), expected);
        }
        assert_eq!(Unix.encoded(r"file:///a\b"), "file:///a%5Cb");
        assert_eq!(Windows.encoded(r"file:///C:\a b"), "file:///C:/a%20b");
    }

    #[test]
    fn a_drive_letter_is_no_scheme() {
        assert_eq!(scheme("file:///a"), Some("file"));
        assert_eq!(scheme("vscode-remote+x://y"), Some("vscode-remote+x"));
        for none in ["c:/a", r"C:\a", "/a:b", "a b:c", ":", ""] {
            assert_eq!(scheme(none), None, "{none}");
        }
    }
}

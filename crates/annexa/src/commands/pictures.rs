//! The pictures of a page: their data stands in it, so that it is whole wherever it is sent.

use std::cell::RefCell;
use std::io;
use std::path::{Component, Path, PathBuf};

use annexa_workspace::{regular_file, stays_below};
use base64::{Engine, prelude::BASE64_STANDARD};

/// In bytes; a page with larger pictures cannot be sent by mail.
const LARGEST: u64 = 16 << 20;

/// The pictures in the folder of a project.
pub(crate) struct Pictures {
    folder: PathBuf,
    /// What was the matter with one of them.
    trouble: RefCell<Option<String>>,
}

impl Pictures {
    pub(crate) fn of(folder: &Path) -> Pictures {
        Pictures { folder: folder.to_owned(), trouble: RefCell::default() }
    }

    /// The data of a picture as a URL.
    pub(crate) fn url(&self, path: &str) -> Option<String> {
        self.read(path).map_err(|trouble| self.trouble.replace(Some(trouble))).ok()
    }

    /// An error if any of those that were asked for could not be had.
    pub(crate) fn all_found(self) -> io::Result<()> {
        self.trouble.into_inner().map_or(Ok(()), |trouble| Err(io::Error::other(trouble)))
    }

    fn read(&self, path: &str) -> Result<String, String> {
        let kind = kind_by_name(path).ok_or_else(|| {
            format!("the figure `{path}` is no picture that a page can show: .gif, .jpg, .png, .svg, .webp")
        })?;
        // What lies elsewhere is nothing to be given away with the page; the name says nothing of
        // what it leads to.
        let file = stays_below(&self.folder, &self.folder.join(path))
            .map_err(|failure| format!("the figure `{path}`: {}", failure.message()))?;
        if is_hidden(file.strip_prefix(&self.folder).unwrap_or(&file)) {
            return Err(format!(
                "the figure `{path}` is a hidden file or in a hidden folder; put it elsewhere"
            ));
        }
        let data =
            regular_file(&file, LARGEST).map_err(|why| format!("the figure `{path}`: {why}"))?;
        if kind_by_data(&data) != Some(kind) {
            let kind = kind.trim_end_matches("+xml").to_uppercase();
            return Err(format!(
                "the figure `{path}` is no {kind} picture, whatever its name says; \
                 export it again or correct the name"
            ));
        }
        Ok(format!("data:image/{kind};base64,{}", BASE64_STANDARD.encode(data)))
    }
}

fn is_hidden(path: &Path) -> bool {
    path.components().any(|part| match part {
        Component::Normal(name) => name.as_encoded_bytes().starts_with(b"."),
        _ => false,
    })
}

/// The subtype of a picture's media type, by the ending of its name.
fn kind_by_name(path: &str) -> Option<&'static str> {
    let ending = Path::new(path).extension()?.to_ascii_lowercase();
    Some(match ending.to_str()? {
        "gif" => "gif",
        "jpg" | "jpeg" => "jpeg",
        "png" => "png",
        "svg" => "svg+xml",
        "webp" => "webp",
        _ => return None,
    })
}

/// The same by its first bytes.
fn kind_by_data(data: &[u8]) -> Option<&'static str> {
    let kinds = [
        ("gif", infer::image::is_gif as fn(&[u8]) -> bool),
        ("jpeg", infer::image::is_jpeg),
        ("png", infer::image::is_png),
        ("svg+xml", is_svg),
        ("webp", infer::image::is_webp),
    ];
    kinds.into_iter().find(|(_, is_it)| is_it(data)).map(|(kind, _)| kind)
}

/// Whether the first element of a text is that of a picture.
fn is_svg(data: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(data) else { return false };
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    // What may come before it: the declaration, comments and the document type.
    for (begin, end) in [("<?", "?>"), ("<!--", "-->"), ("<!DOCTYPE", ">"), ("<!--", "-->")] {
        while let Some((_, behind)) = rest.strip_prefix(begin).and_then(|it| it.split_once(end)) {
            rest = behind.trim_start();
        }
    }
    let name = rest.strip_prefix("<svg").and_then(|rest| rest.chars().next());
    name.is_some_and(|next| next.is_whitespace() || matches!(next, '>' | '/'))
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, kind_by_data};

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        for (data, kind) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], Some("png")),
            (b"\xFF\xD8\xFF\xE0rest", Some("jpeg")),
            (b"GIF89a", Some("gif")),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some("webp")),
            (b"<svg xmlns=\"x\"/>", Some("svg+xml")),
            (
                b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- x -->\n<!DOCTYPE svg>\n<svg>",
                Some("svg+xml"),
            ),
            (b"<svgx>", None),
            (b"[core]\n\trepositoryformatversion = 0\n", None),
            (b"<html><svg/></html>", None),
            (b"", None),
        ] {
            assert_eq!(kind_by_data(data), kind, "{data:?}");
        }
    }

    #[test]
    fn hidden_files_and_folders() {
        for (path, expected) in
            [(".git/config", true), ("a/.b/c.png", true), (".x.png", true), ("a.b/c.png", false)]
        {
            assert_eq!(is_hidden(path.as_ref()), expected, "{path}");
        }
    }
}

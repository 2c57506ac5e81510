//! The files of figures: which of them the texts of a project name, and whether they can be shown.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use annexa_model::FigureFile;
use annexa_syntax::Document;

use crate::open::beginning;
use crate::{Unreadable, regular_file};

/// In bytes; a page with larger pictures could not be sent by mail.
const LARGEST: u64 = 16 << 20;

/// In bytes; enough to recognize the kind of a picture, because an SVG can begin with comments.
const BEGINNING: u64 = 64 << 10;

/// A picture of a project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// The media type: `image/png`.
    pub media_type: &'static str,
    /// The content of the file.
    pub data: Vec<u8>,
}

/// Reads the picture of a figure. `path` is relative to the folder of the project.
///
/// # Errors
///
/// Returns the reason why it cannot be shown: the file does not exist, is outside the project or in
/// a hidden folder, is not a picture, or is too large.
pub fn picture(folder: &Path, path: &str) -> Result<Picture, String> {
    let file = find(folder, path)?;
    let data = regular_file(&file.real, LARGEST).map_err(|why| unreadable(path, &why))?;
    file.kind.check(path, &data)?;
    Ok(Picture { media_type: file.kind.media_type, data })
}

/// Examines the files of all figures in some texts. The keys are the paths as written.
pub fn figures<'a>(
    folder: &Path,
    documents: impl IntoIterator<Item = &'a Document>,
) -> BTreeMap<String, FigureFile> {
    let mut found = BTreeMap::new();
    for path in documents.into_iter().flat_map(named) {
        found.entry(path).or_insert_with_key(|path| match look_at(folder, path) {
            Ok(()) => FigureFile::Picture,
            Err(reason) => FigureFile::Unusable(reason),
        });
    }
    found
}

/// Returns the paths of the figures in a text.
pub fn named(document: &Document) -> Vec<String> {
    // Nearly all declarations have none, and searching the text is faster than searching its
    // blocks.
    let items =
        document.items().map(|(_, item)| item).filter(|item| item.text().contains("{figure"));
    let declarations = items.flat_map(|item| item.declarations());
    let texts = declarations.flat_map(|declaration| declaration.texts());
    texts.flat_map(|(_, text)| text.figures()).map(|path| path.value.to_string()).collect()
}

/// The same checks as in [`picture`], without reading the whole file.
fn look_at(folder: &Path, path: &str) -> Result<(), String> {
    let file = find(folder, path)?;
    let length = file.real.metadata().map_err(|error| unreadable(path, &error.into()))?.len();
    let data = beginning(&file.real, BEGINNING).map_err(|why| unreadable(path, &why))?;
    if length > LARGEST {
        return Err(unreadable(path, &Unreadable::TooLarge(LARGEST)));
    }
    file.kind.check(path, &data)
}

fn unreadable(path: &str, why: &Unreadable) -> String {
    format!("the figure `{path}` cannot be read: {why}")
}

/// The file of a figure, and the kind that its extension indicates.
struct FigurePath {
    real: PathBuf,
    kind: &'static Kind,
}

fn find(folder: &Path, path: &str) -> Result<FigurePath, String> {
    if path.contains('\\') {
        let slashed = path.replace('\\', "/");
        return Err(format!(
            "the path of the figure `{path}` has backslashes, which only Windows understands; \
             write `{slashed}`"
        ));
    }
    let kind = Kind::by_name(path).ok_or_else(|| {
        format!(
            "the figure `{path}` is not a picture that a page can show: .gif, .jpg, .png, .svg, .webp"
        )
    })?;
    let real = folder.join(path).canonicalize().map_err(|error| unreadable(path, &error.into()))?;
    // The file is copied into the page, so a link must not lead out of the project, whatever its
    // name.
    if !real.starts_with(folder) {
        return Err(format!(
            "the figure `{path}` leads out of the project; copy the file into the project"
        ));
    }
    if is_hidden(real.strip_prefix(folder).unwrap_or(&real)) {
        return Err(format!(
            "the figure `{path}` is a hidden file or in a hidden folder; move it elsewhere"
        ));
    }
    Ok(FigurePath { real, kind })
}

fn is_hidden(path: &Path) -> bool {
    path.components().any(|part| match part {
        Component::Normal(name) => name.as_encoded_bytes().starts_with(b"."),
        _ => false,
    })
}

/// A kind of picture.
struct Kind {
    name: &'static str,
    endings: &'static [&'static str],
    media_type: &'static str,
    begins: fn(&[u8]) -> bool,
}

const KINDS: [Kind; 5] = [
    Kind { name: "GIF", endings: &["gif"], media_type: "image/gif", begins: infer::image::is_gif },
    Kind {
        name: "JPEG",
        endings: &["jpg", "jpeg"],
        media_type: "image/jpeg",
        begins: infer::image::is_jpeg,
    },
    Kind { name: "PNG", endings: &["png"], media_type: "image/png", begins: infer::image::is_png },
    Kind { name: "SVG", endings: &["svg"], media_type: "image/svg+xml", begins: is_svg },
    Kind {
        name: "WebP",
        endings: &["webp"],
        media_type: "image/webp",
        begins: infer::image::is_webp,
    },
];

impl Kind {
    fn by_name(path: &str) -> Option<&'static Kind> {
        let ending = Path::new(path).extension()?.to_str()?.to_ascii_lowercase();
        KINDS.iter().find(|kind| kind.endings.contains(&ending.as_str()))
    }

    fn check(&self, path: &str, data: &[u8]) -> Result<(), String> {
        match (self.begins)(data) {
            true => Ok(()),
            false => Err(format!(
                "the figure `{path}` is not a {} picture, although its name says so; export it \
                 again or correct the name",
                self.name
            )),
        }
    }
}

/// Whether a text, or its beginning, has the root element of an SVG picture.
fn is_svg(data: &[u8]) -> bool {
    let Some(text) = data.utf8_chunks().next() else { return false };
    let mut rest = text.valid().trim_start_matches('\u{FEFF}').trim_start();
    // The parts that can precede it: declaration, comments and document type.
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
    use std::fs;

    use annexa_model::FigureFile;
    use annexa_syntax::Document;

    use super::{BEGINNING, KINDS, figures, is_hidden, named, picture};

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        let long = format!("<svg>{}", "ä".repeat(BEGINNING as usize));
        let (cut, _) = long.as_bytes().split_at(BEGINNING as usize);
        for (data, kind) in [
            (&b"\x89PNG\r\n\x1a\nrest"[..], Some("PNG")),
            (b"\xFF\xD8\xFF\xE0rest", Some("JPEG")),
            (b"GIF89a", Some("GIF")),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some("WebP")),
            (b"<svg xmlns=\"x\"/>", Some("SVG")),
            (cut, Some("SVG")),
            (
                b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- x -->\n<!DOCTYPE svg>\n<svg>",
                Some("SVG"),
            ),
            (b"<svgx>", None),
            (b"[core]\n\trepositoryformatversion = 0\n", None),
            (b"<html><svg/></html>", None),
            (b"\xFF<svg/>", None),
            (b"", None),
        ] {
            let found = KINDS.iter().find(|it| (it.begins)(data)).map(|it| it.name);
            assert_eq!(found, kind, "{data:?}");
        }
    }

    #[test]
    fn a_path_with_backslashes_is_refused_on_every_system() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        // On Unix, a backslash is an ordinary character, and the file exists.
        fs::write(folder.path().join("figures\\zones.svg"), "<svg/>").ok();
        let refused = picture(folder.path(), "figures\\zones.svg").expect_err("it is refused");
        assert!(refused.ends_with("write `figures/zones.svg`"), "{refused}");
    }

    #[test]
    fn hidden_files_and_folders() {
        for (path, expected) in
            [(".git/config", true), ("a/.b/c.png", true), (".x.png", true), ("a.b/c.png", false)]
        {
            assert_eq!(is_hidden(path.as_ref()), expected, "{path}");
        }
    }

    #[test]
    fn figures_are_found_wherever_a_text_may_have_them() {
        let text = "part of SMX\n\nadd guidance to 27002 5.5 {\n  text \"\"\"\n    {figure \"a.png\" \"A\"}\n\n    \
                    a) one\n\n      {figure \"b.png\" \"B\"}\n    b) two\n\n    {figure \"c.png\" \"C\"}\n    \"\"\"\n}\n";
        assert_eq!(named(&Document::new(text)), ["a.png", "b.png", "c.png"]);
    }

    /// `check` and the page agree about every file.
    #[test]
    fn a_figure_is_found_unusable_exactly_where_it_cannot_be_read() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let root = fs::canonicalize(folder.path()).expect("it is there");
        let inside = |name: &str| root.join(name);
        fs::create_dir_all(inside("sub/.hidden")).expect("can be made");
        fs::create_dir(inside("folder.png")).expect("can be made");
        let png = b"\x89PNG\r\n\x1a\nrest";
        for name in ["a.png", "sub/b.PNG", "c.jpg", "sub/.hidden/d.png", "e.txt"] {
            fs::write(inside(name), png).expect("can be written");
        }
        let sparse = fs::File::create(inside("large.png")).expect("can be made");
        sparse.set_len(3 << 30).expect("can be made long");
        let paths = [
            ("a.png", true),
            ("sub/b.PNG", true),
            ("./a.png", true),
            ("sub/../a.png", true),
            ("c.jpg", false),
            ("sub/.hidden/d.png", false),
            ("e.txt", false),
            ("folder.png", false),
            ("large.png", false),
            ("missing.png", false),
            ("", false),
            ("../a.png", false),
            ("/etc/passwd", false),
            ("a.png\u{0}", false),
        ];
        #[cfg(unix)]
        let paths = {
            use std::os::unix::fs::symlink;
            let outside = tempfile::tempdir().expect("a folder can be made");
            fs::write(outside.path().join("x.png"), png).expect("can be written");
            symlink(outside.path().join("x.png"), inside("out.png")).expect("can be made");
            symlink("/dev/zero", inside("endless.png")).expect("can be made");
            symlink(inside("sub/.hidden/d.png"), inside("to-hidden.png")).expect("can be made");
            symlink(inside("a.png"), inside("to-a.png")).expect("can be made");
            let made = std::process::Command::new("mkfifo").arg(inside("pipe.png")).status();
            assert!(made.is_ok_and(|made| made.success()), "a named pipe can be made");
            let links = [
                ("out.png", false),
                ("endless.png", false),
                ("pipe.png", false),
                ("to-hidden.png", false),
                ("to-a.png", true),
            ];
            [&paths[..], &links].concat()
        };
        for (path, is_usable) in paths {
            let text = format!(
                "part of SMX\n\nadd guidance to 27002 5.5 {{\n  text \"\"\"\n    {{figure \"{path}\" \"T\"}}\n    \"\"\"\n}}\n"
            );
            let document = Document::new(&text);
            let found = figures(&root, [&document]);
            let found: Vec<_> = found.values().map(|it| *it == FigureFile::Picture).collect();
            assert_eq!(found, [is_usable], "{path:?}");
            assert_eq!(picture(&root, path).is_ok(), is_usable, "{path:?}");
        }
    }
}

//! The built-in catalogues and correspondences. Each is parsed on first use and then kept; the
//! content of each file is known without parsing it.

use std::sync::OnceLock;

use annexa_syntax::Document;

use crate::{BaseFile, FileId, read};

/// A built-in file.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// The name of the file.
    pub name: &'static str,
    /// The text of the file.
    pub text: &'static str,
    /// The content of the file.
    pub holds: Holds,
}

/// The content of a built-in file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// A catalogue of an edition.
    Catalogue {
        /// The designation without the edition: `ISO/IEC 27002`.
        document: &'static str,
        /// The edition: `2022`.
        edition: &'static str,
        /// The edition of the same document that it supersedes.
        supersedes: Option<&'static str>,
    },
    /// A correspondence between two editions of a document.
    Correspondence {
        /// The designation without the edition: `ISO/IEC 27002`.
        document: &'static str,
        /// The earlier edition: `2013`.
        from: &'static str,
        /// The later edition: `2022`.
        to: &'static str,
    },
}

macro_rules! built_in {
    ($($name:literal = $holds:expr,)*) => {
        /// All built-in files.
        pub const BUILT_IN: &[BuiltIn] = &[$(BuiltIn {
            name: $name,
            text: include_str!(concat!("../catalogues/", $name)),
            holds: $holds,
        },)*];
    };
}

built_in! {
    "iso-iec-27001-2013.annexa" =
        Holds::Catalogue { document: "ISO/IEC 27001", edition: "2013", supersedes: None },
    "iso-iec-27001-2022.annexa" =
        Holds::Catalogue { document: "ISO/IEC 27001", edition: "2022", supersedes: Some("2013") },
    "iso-iec-27002-2013.annexa" =
        Holds::Catalogue { document: "ISO/IEC 27002", edition: "2013", supersedes: None },
    "iso-iec-27002-2022.annexa" =
        Holds::Catalogue { document: "ISO/IEC 27002", edition: "2022", supersedes: Some("2013") },
    "iso-iec-27001-2013-2022.annexa" =
        Holds::Correspondence { document: "ISO/IEC 27001", from: "2013", to: "2022" },
    "iso-iec-27002-2013-2022.annexa" =
        Holds::Correspondence { document: "ISO/IEC 27002", from: "2013", to: "2022" },
}

/// Returns a built-in file and its content; the first call parses it.
pub fn built_in(index: usize) -> Option<&'static (Document, BaseFile)> {
    static PARSED: [OnceLock<(Document, BaseFile)>; BUILT_IN.len()] =
        [const { OnceLock::new() }; BUILT_IN.len()];
    let file = BUILT_IN.get(index)?;
    Some(PARSED[index].get_or_init(|| {
        let document = Document::new(file.text);
        let read = read(&document, FileId::BuiltIn(index as u32));
        (document, read)
    }))
}

/// Parses the catalogues of the newest editions, which nearly every standard uses. Callers can do
/// this on a free core while they read files.
pub fn parse_newest() {
    for (index, file) in BUILT_IN.iter().enumerate() {
        if let Holds::Catalogue { supersedes: Some(_), .. } = file.holds {
            built_in(index);
        }
    }
}

//! The catalogues and correspondences that ship inside the program. Each is parsed when it is first
//! asked for, and then kept; which file holds what is known without parsing.

use std::sync::OnceLock;

use annexa_syntax::Document;

use crate::{BaseFile, FileId, read};

/// A built-in file.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// The file's name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// What is in it.
    pub holds: Holds,
}

/// What a built-in file holds: a document and an edition each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// A catalogue.
    Catalogue {
        /// `ISO/IEC 27002`
        document: &'static str,
        /// `2022`
        edition: &'static str,
        /// The edition of the document that it supersedes.
        supersedes: Option<&'static str>,
    },
    /// A correspondence between two editions of a document.
    Correspondence {
        /// `ISO/IEC 27002`
        document: &'static str,
        /// `2013`
        from: &'static str,
        /// `2022`
        to: &'static str,
    },
}

macro_rules! built_in {
    ($($name:literal = $holds:expr,)*) => {
        /// The built-in files.
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

/// A built-in file, parsed at the first call: its document and what it says.
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

/// Parses the catalogues of the newest editions, which nearly every standard rests on, for those who have
/// a processor to spare while they read its files.
pub fn parse_newest() {
    for (index, file) in BUILT_IN.iter().enumerate() {
        if let Holds::Catalogue { supersedes: Some(_), .. } = file.holds {
            built_in(index);
        }
    }
}

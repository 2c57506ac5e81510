//! The words that mean something in some place. They are contextual: where a name is expected,
//! each of them is a word like any other.

macro_rules! keywords {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// A word of the language, wherever the grammar asks for one.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        pub enum Keyword { $($(#[$doc])* #[doc = concat!("`", $word, "`")] $variant,)* }

        impl Keyword {
            /// Every keyword.
            pub const ALL: &'static [Keyword] = &[$(Keyword::$variant,)*];

            /// The keyword as it is written.
            pub fn as_str(self) -> &'static str {
                match self { $(Keyword::$variant => $word,)* }
            }

            fn exact(word: &str) -> Option<Keyword> {
                match word { $($word => Some(Keyword::$variant),)* _ => None }
            }
        }
    };
}

keywords! {
    Add = "add",
    Addition = "addition",
    Allow = "allow",
    Amendment = "amendment",
    Annex = "annex",
    Applies = "applies",
    As = "as",
    Audience = "audience",
    Base = "base",
    By = "by",
    Capabilities = "capabilities",
    Catalogue = "catalogue",
    Clause = "clause",
    Concepts = "concepts",
    Control = "control",
    Correspondence = "correspondence",
    Definition = "definition",
    Designation = "designation",
    Domains = "domains",
    Edition = "edition",
    Example = "example",
    Figure = "figure",
    For = "for",
    Foreword = "foreword",
    Guidance = "guidance",
    Information = "information",
    Interpret = "interpret",
    Introduction = "introduction",
    Item = "item",
    Key = "key",
    Language = "language",
    Layout = "layout",
    Modify = "modify",
    New = "new",
    Note = "note",
    Numbering = "numbering",
    Objective = "objective",
    Of = "of",
    Overlay = "overlay",
    Part = "part",
    Properties = "properties",
    Purpose = "purpose",
    Rationale = "rationale",
    Reason = "reason",
    Reference = "reference",
    Refine = "refine",
    Replace = "replace",
    Requirement = "requirement",
    Rest = "rest",
    Retain = "retain",
    Scope = "scope",
    Sector = "sector",
    Source = "source",
    Standard = "standard",
    Status = "status",
    Summary = "summary",
    Supersedes = "supersedes",
    Term = "term",
    Text = "text",
    To = "to",
    Type = "type",
    Unchanged = "unchanged",
}

impl Keyword {
    /// The keyword that `word` is. Invisible characters in it are passed over: they are an error of
    /// their own, and should not make a second one.
    pub fn of(word: &str) -> Option<Keyword> {
        if word.is_ascii() {
            return Keyword::exact(word);
        }
        let visible: String =
            word.chars().filter(|&character| !crate::invisible::is_invisible(character)).collect();
        Keyword::exact(&visible)
    }
}

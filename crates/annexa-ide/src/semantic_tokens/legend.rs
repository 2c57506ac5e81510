//! The kinds of semantic tokens and their modifiers: the one table of their names and meanings.

macro_rules! legend {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal: $meaning:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $name { $(#[doc = $meaning] $variant,)* }

        impl $name {
            /// The legend: the names that the protocol uses, in the order of the numbers, and what
            /// each means.
            pub const LEGEND: &'static [(&'static str, &'static str)] = &[$(($word, $meaning),)*];
        }
    };
}

legend! {
    /// What a token is. Names that the protocol has are used where they fit.
    SemanticTokenKind {
        Keyword = "keyword": "A word of the language in a head, or between other parts",
        Property = "property": "The name of a field",
        Comment = "comment": "A comment",
        String = "string": "A title, or another string",
        Number = "number": "A number as a value",
        EnumMember = "enumMember": "A value of a closed list, as of an attribute",
        Operator = "operator": "A mark between two parts, as the arrow of a correspondence",
        Namespace = "namespace": "The prefix of a standard",
        Document = "document": "The designation of a document, or an amendment",
        Reference = "reference": "A reference to a provision of a base",
        Label = "label": "The label of an added provision, or the number of a provision in a catalogue",
        Term = "term": "The name of a term",
        Audience = "audience": "The name of an audience",
        Rule = "rule": "The code of a rule",
        VerbalForm = "verbalForm": "A verbal form in a text, with a modifier that says what it expresses",
        ListMark = "listMark": "The mark of a list item, in a text or in a catalogue",
        Remark = "remark": "The word that a note or an example begins with",
    }
}

legend! {
    /// What else is known of a token: its number is that of a bit.
    SemanticTokenModifier {
        Declaration = "declaration": "The thing is declared here",
        Deprecated = "deprecated": "An edition that a newer one supersedes",
        Requirement = "requirement": "The verbal form expresses a requirement",
        Recommendation = "recommendation": "The verbal form expresses a recommendation",
        Permission = "permission": "The verbal form expresses a permission",
        Capability = "capability": "The verbal form expresses a possibility or a capability",
        Law = "law": "The verbal form expresses an obligation from outside, by law or by nature",
    }
}

impl SemanticTokenModifier {
    /// Its bit.
    pub fn bit(self) -> u32 {
        1 << self as u32
    }
}

//! The words of the language and the fields that they name. Words are contextual: where a name is
//! expected, they are ordinary words.

use super::Keyword;

macro_rules! words {
    ($($variant:ident = $word:literal $(: $shape:ident $(in $role:ident)? $(like $example:literal)? => $about:literal
        $(more $more:literal)?)?,)*) => {
        /// A word of the language, recognized only where the grammar expects one.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        pub enum Keyword { $(#[doc = concat!("`", $word, "`")] $variant,)* }

        impl Keyword {
            /// Every keyword.
            pub const ALL: &'static [Keyword] = &[$(Keyword::$variant,)*];

            /// Returns the keyword as written.
            pub fn as_str(self) -> &'static str {
                match self { $(Keyword::$variant => $word,)* }
            }

            fn exact(word: &str) -> Option<Keyword> {
                match word { $($word => Some(Keyword::$variant),)* _ => None }
            }
        }

        /// Returns the shape of a field's value; `None` for a word that names no field.
        pub fn field_shape(field: Keyword) -> Option<FieldShape> {
            match field {
                $($(Keyword::$variant => Some(FieldShape::$shape),)?)*
                _ => None,
            }
        }

        /// Returns the role of a field's text in the printed standard; `None` if it is not printed
        /// as a text.
        fn text_role(field: Keyword) -> Option<TextRole> {
            match field {
                $($($(Keyword::$variant => Some(TextRole::$role),)?)?)*
                _ => None,
            }
        }

        /// Returns the purpose of a field in a few words; empty for a word that names no field.
        pub fn about_field(field: Keyword) -> &'static str {
            match field {
                $($(Keyword::$variant => $about,)?)*
                _ => "",
            }
        }

        /// Returns what else an author should know of a field.
        pub fn more_about_field(field: Keyword) -> Option<&'static str> {
            match field {
                $($($(Keyword::$variant => Some($more),)?)?)*
                _ => None,
            }
        }

        /// Returns an example of a field's value.
        fn example_value(field: Keyword) -> &'static str {
            match field {
                $($($(Keyword::$variant => $example,)?)?)*
                _ => field_shape(field).map_or("…", FieldShape::example),
            }
        }
    };
}

impl Keyword {
    /// Returns the keyword that `word` spells. Invisible characters in it are ignored: they are an
    /// error already and must not cause a second one.
    pub fn of(word: &str) -> Option<Keyword> {
        if word.is_ascii() {
            return Keyword::exact(word);
        }
        let visible: String =
            word.chars().filter(|&character| !crate::invisible::is_invisible(character)).collect();
        Keyword::exact(&visible)
    }
}

//! The words of the language and the fields that they name. A word has its meaning only where the grammar asks for it:
//! where a name is expected, each of them is a word like any other.

use super::Keyword;

macro_rules! words {
    ($($variant:ident = $word:literal $(: $shape:ident $(in $role:ident)? $(like $example:literal)? => $about:literal
        $(more $more:literal)?)?,)*) => {
        /// A word of the language, wherever the grammar asks for one.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        pub enum Keyword { $(#[doc = concat!("`", $word, "`")] $variant,)* }

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

        /// The shape of a field's value, or `None` for a word that names no field.
        pub fn field_shape(field: Keyword) -> Option<FieldShape> {
            match field {
                $($(Keyword::$variant => Some(FieldShape::$shape),)?)*
                _ => None,
            }
        }

        /// What the text of a field is for in the printed standard; `None` where it is not printed as a text.
        fn text_role(field: Keyword) -> Option<TextRole> {
            match field {
                $($($(Keyword::$variant => Some(TextRole::$role),)?)?)*
                _ => None,
            }
        }

        /// What a field is for, in a few words; nothing for a word that names no field.
        pub fn about_field(field: Keyword) -> &'static str {
            match field {
                $($(Keyword::$variant => $about,)?)*
                _ => "",
            }
        }

        /// What else an author should know of a field.
        pub fn more_about_field(field: Keyword) -> Option<&'static str> {
            match field {
                $($($(Keyword::$variant => Some($more),)?)?)*
                _ => None,
            }
        }

        /// A value that a field can have.
        fn example_value(field: Keyword) -> &'static str {
            match field {
                $($($(Keyword::$variant => $example,)?)?)*
                _ => field_shape(field).map_or("…", FieldShape::example),
            }
        }
    };
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

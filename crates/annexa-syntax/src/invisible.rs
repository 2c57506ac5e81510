//! Characters that are invisible to readers but change what a program does (S003).

/// Whether the character changes the direction of the text around it, which can make a source look
/// different from what it declares ("Trojan Source").
pub(crate) fn is_bidirectional(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character joins or separates letters, which several scripts require.
pub(crate) fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

/// Whether a character leaves no mark on the page (S003). Blanks with a width, such as the no-break
/// space, do not count.
pub fn is_invisible(character: char) -> bool {
    is_bidirectional(character)
        || is_joiner(character)
        || matches!(
            character,
            '\u{0000}'..='\u{0008}'
                | '\u{000B}'
                | '\u{000C}'
                | '\u{000E}'..='\u{001F}'
                | '\u{007F}'..='\u{009F}'
                | '\u{00AD}'
                | '\u{034F}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{17B4}'
                | '\u{17B5}'
                | '\u{180E}'
                | '\u{200B}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{2060}'..='\u{2065}'
                | '\u{206A}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// Whether a byte can be part of an invisible character: printable ASCII and line ends cannot.
pub(crate) fn needs_a_look(byte: u8) -> bool {
    !matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

//! T307, and R116 for the field `language`: the language of a standard.

use annexa_syntax::{DeclarationKind, Keyword};
use isolang::Language;
use language_tags::LanguageTag;

use super::{DeclarationContext, Findings};

/// T307: a language whose verbal forms Annexa does not know.
pub(super) fn wording_not_checked(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let Some(language) = declaration.word(Keyword::Language) else { return };
    let is_head = declaration.kind == DeclarationKind::Standard
        && context.standard.is_some_and(|it| it.head == Some(context.at.id) && !it.is_english());
    let Some(known) = known(&language.value).filter(|_| is_head) else { return };
    let message = format!(
        "the verbal forms of {} are not known: the rules on wording do not run, and statements \
         get no category",
        known.to_name()
    );
    findings.report(context.location(language.range), message);
}

/// Returns the language of a well-formed tag, if the language exists.
fn known(tag: &str) -> Option<Language> {
    let parsed = LanguageTag::parse(tag).ok()?;
    let primary = parsed.primary_language();
    match primary.len() {
        2 => Language::from_639_1(&primary.to_ascii_lowercase()),
        3 => Language::from_639_3(&primary.to_ascii_lowercase()),
        _ => None,
    }
}

/// R116 for `language`: the language does not exist.
pub(super) fn unknown_language(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let declaration = context.at.declaration;
    let Some(language) = declaration.word(Keyword::Language) else { return };
    let tag = language.value.as_str();
    if declaration.kind != DeclarationKind::Standard || known(tag).is_some() {
        return;
    }
    let location = context.location(language.range);
    let finding = findings.report(
        location,
        format!(
            "`{tag}` is not the code of a language; write a code such as `en`, `de`, `fr` or \
             `pt-BR` (ISO 639 and BCP 47)"
        ),
    );
    if let Some(meant) = meant(tag) {
        finding.replace(location, meant);
    }
}

/// Returns the tag that was meant: `de-DE` for `de_DE`, `de` for `german` or `Deutsch`.
fn meant(tag: &str) -> Option<String> {
    let dashed = tag.replace('_', "-");
    if dashed != tag && known(&dashed).is_some() {
        return Some(dashed);
    }
    let is_called = |language: &Language| {
        language.to_name().eq_ignore_ascii_case(tag)
            || language.to_autonym().is_some_and(|name| name.to_lowercase() == tag.to_lowercase())
    };
    let language = isolang::languages().find(is_called)?;
    Some(language.to_639_1().unwrap_or(language.to_639_3()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{known, meant};

    #[test]
    fn tags_of_languages() {
        for tag in ["en", "de", "DE", "pt-BR", "zh-Hant-TW", "gsw", "sr-Latn", "es-419"] {
            assert!(known(tag).is_some(), "{tag}");
        }
        for tag in ["xx", "german", "de_DE", "e", "english", "de-", "abcdefghi", "12"] {
            assert!(known(tag).is_none(), "{tag}");
        }
        assert_eq!(meant("german").as_deref(), Some("de"));
        assert_eq!(meant("Deutsch").as_deref(), Some("de"));
        assert_eq!(meant("de_DE").as_deref(), Some("de-DE"));
        assert_eq!(meant("xx"), None);
    }
}

//! D: drafting (ISO/IEC Directives, Part 2). The rules on lists are in `lists.rs`.

use annexa_syntax::{DeclarationKind, Keyword, TextRange, TextRole, VerbalForm, Word};

use super::{
    Check, DeclarationContext, Findings, Rule, list_order, lists, pasted, tables,
    wording::{self, ClauseRole, Clauses, MAY, Published, SHALL, SHOULD, sources},
};
use crate::{Edit, Level};

pub(super) static RULES: &[Rule] = &[
    Rule::new("D201", "provision-in-note", Level::Error, Check::Declaration(provision_in_note))
        .source("ISO/IEC Directives, Part 2:2021, 16.5.9, 24.5 and 25.5")
        .summary("A note or an example requires, recommends or permits something.")
        .english_only()
        .explained(include_str!("pages/D201.md")),
    Rule::new("D202", "provision-in-scope", Level::Error, Check::Declaration(provision_in_scope))
        .source("ISO/IEC Directives, Part 2:2021, 14.2")
        .summary("The scope requires, recommends or permits something.")
        .english_only()
        .explained(include_str!("pages/D202.md")),
    Rule::new(
        "D203",
        "requirement-in-introduction",
        Level::Error,
        Check::Declaration(requirement_in_introduction),
    )
    .source("ISO/IEC Directives, Part 2:2021, 13.2 and 16.5.6")
    .summary("The introduction or a definition requires something.")
    .english_only()
    .explained(include_str!("pages/D203.md")),
    Rule::new("D204", "must", Level::Warning, Check::Declaration(must))
        .source("ISO/IEC Directives, Part 2:2021, 7.2 and 7.6")
        .summary("A sentence uses `must`, which is reserved for law and nature.")
        .english_only()
        .explained(include_str!("pages/D204.md")),
    Rule::new("D205", "ambiguous-wording", Level::Info, Check::Declaration(ambiguous_wording))
        .source("ISO/IEC Directives, Part 2:2021, clause 5 (verifiability); house style")
        .summary("The wording does not make clear what is required or recommended.")
        .english_only()
        .explained(include_str!("pages/D205.md")),
    Rule::new("D206", "definition-form", Level::Warning, Check::Declaration(definition_form))
        .source("ISO/IEC Directives, Part 2:2021, 16.5.6")
        .summary("A definition begins with an article or ends with a full stop.")
        .english_only()
        .explained(include_str!("pages/D206.md")),
    Rule::new("D207", "single-item-list", Level::Info, Check::Declaration(lists::single_item))
        .source("ISO/IEC Directives, Part 2:2021, clause 23 and 22.3.2")
        .summary("A list has one item, or an added clause one added subclause.")
        .explained(include_str!("pages/D207.md")),
    Rule::new("D208", "list-punctuation", Level::Info, Check::Declaration(lists::punctuation))
        .source("ISO/IEC Directives, Part 2:2021, clause 23")
        .summary("The items of a list end in different ways.")
        .explained(include_str!("pages/D208.md")),
    Rule::new("D209", "two-provisions", Level::Info, Check::Declaration(two_provisions))
        .source("good drafting practice")
        .summary("One sentence contains two provisions.")
        .english_only()
        .explained(include_str!("pages/D209.md")),
    Rule::new("D210", "equivalent-form", Level::Info, Check::Declaration(equivalent_form))
        .source("ISO/IEC Directives, Part 2:2021, clause 7")
        .summary("A sentence uses an equivalent of `shall`, `should`, `may` or `can`.")
        .english_only()
        .explained(include_str!("pages/D210.md")),
    Rule::new(
        "D211",
        "negative-permission",
        Level::Warning,
        Check::Declaration(negative_permission),
    )
    .source("ISO/IEC Directives, Part 2:2021, 7.2")
    .summary("`may not` can be read as a prohibition or as a possibility.")
    .english_only()
    .explained(include_str!("pages/D211.md")),
    Rule::new(
        "D212",
        "two-lettered-lists",
        Level::Warning,
        Check::Declaration(lists::two_lettered),
    )
    .source("ISO/IEC Directives, Part 2:2021, clause 23")
    .summary("One text has two lettered lists, so that a letter denotes two items.")
    .english_only()
    .explained(include_str!("pages/D212.md")),
    Rule::new("D213", "pasted-mark", Level::Warning, Check::Declaration(pasted::pasted_mark))
        .source("ISO/IEC Directives, Part 2:2021, clauses 23 to 25")
        .summary("A line of a text looks like a mark of a list, a note or a comment but is not.")
        .explained(include_str!("pages/D213.md")),
    Rule::new("D214", "list-order", Level::Error, Check::Declaration(list_order::list_order))
        .source("ISO/IEC Directives, Part 2:2021, clause 23")
        .summary("A mark of a list occurs twice or is out of order.")
        .explained(include_str!("pages/D214.md")),
    Rule::new("D215", "ragged-table", Level::Warning, Check::Declaration(tables::ragged_table))
        .source("ISO/IEC Directives, Part 2:2021, clause 29")
        .summary("A row of a table has more or fewer cells than the header.")
        .explained(include_str!("pages/D215.md")),
    Rule::new("D217", "contraction", Level::Warning, Check::Declaration(contraction))
        .source("ISO/IEC Directives, Part 2:2021, clause 7")
        .summary("A verb is contracted with `not`.")
        .english_only()
        .explained(include_str!("pages/D217.md")),
];

fn contraction(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for text in context.published() {
        for word in text.body().chain(text.remarks()).flat_map(|sentence| sentence.words) {
            if let Some(full) = annexa_syntax::full_form(word.text) {
                let location = context.location(word.range);
                findings
                    .report(location, format!("write the verb in full: `{full}`"))
                    .replace(location, full)
                    .safe();
            }
        }
    }
}

fn is_provision(form: VerbalForm) -> bool {
    [SHALL, SHOULD, MAY].iter().any(|forms| forms.contains(&form))
}

fn provision_in_note(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    // Notes to a term may state how the term is used (16.5.9).
    let is_of_term = |text: &&Published<'_>| {
        context.at.declaration.kind == DeclarationKind::Term && text.field.name != Keyword::Example
    };
    let texts = context.published().iter().filter(|text| !is_of_term(text));
    let remarks = texts.flat_map(|text| text.remarks());
    for (form, range) in remarks.flat_map(wording::forms) {
        if is_provision(form) {
            let message = format!(
                "notes and examples only explain, and `{}` makes this a provision; move the \
                 sentence to the text, or state a fact",
                context.at.source(range)
            );
            findings.report(context.location(range), message);
        }
    }
}

fn provision_in_scope(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let scope = context.published().iter().filter(|text| text.role == TextRole::Scope);
    for (form, range) in scope.flat_map(|text| text.forms()) {
        if is_provision(form) {
            let message = format!(
                "the scope states what the document is about, and `{}` makes this a provision; \
                 state a fact: `This document gives requirements for …`",
                context.at.source(range)
            );
            findings.report(context.location(range), message);
        }
    }
}

fn requirement_in_introduction(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    for text in context.published() {
        let (what, advice) = match text.role {
            TextRole::Introduction => ("the introduction", "write it with `add requirement`"),
            TextRole::Definition => ("a definition", "only state what the term means"),
            _ => continue,
        };
        for (form, range) in text.forms() {
            if SHALL.contains(&form) {
                let message = format!(
                    "{what} contains no requirement, and `{}` makes this one; {advice}",
                    context.at.source(range)
                );
                findings.report(context.location(range), message);
            }
        }
    }
}

fn must(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let has_no_source =
        |words: &[Word<'_>], clauses: &Clauses, at| !sources::is_named(words, clauses, at);
    for text in context.published() {
        for (_, range) in text.forms_in(is_must, has_no_source) {
            findings.report(
                context.location(range),
                "`must` is reserved for constraints of law or nature: name the law or the cause \
                 in this sentence, or write `shall` for a requirement and `should` for a \
                 recommendation",
            );
        }
    }
}

fn is_must(form: VerbalForm) -> bool {
    matches!(form, VerbalForm::Must | VerbalForm::MustNot)
}

fn ambiguous_wording(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let published = context.published().iter();
    for text in
        published.filter(|text| matches!(text.role, TextRole::Provision | TextRole::Information))
    {
        for (phrase, range) in text.phrases(&wording::AMBIGUOUS) {
            let message = format!("`{}` is ambiguous; {}", context.at.source(range), phrase.advice);
            findings.report(context.location(range), message);
        }
    }
}

fn definition_form(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let published = context.published().iter();
    for text in published.filter(|text| text.role == TextRole::Definition) {
        let delete = |range| vec![Edit { location: context.location(range), new: String::new() }];
        let first = text.body().next().and_then(|sentence| sentence.words.first());
        let is_article =
            |word: &str| ["a", "an", "the"].iter().any(|it| word.eq_ignore_ascii_case(it));
        let behind = |word: &annexa_syntax::Word<'_>| {
            context.at.source(TextRange::new(word.range.end(), text.text.range.end()))
        };
        // The A in `A/B` or `A.5` is not an article.
        let leads_on = |word: &annexa_syntax::Word<'_>| {
            let behind = behind(word);
            let next = behind.trim_start().chars().next();
            behind.starts_with(char::is_whitespace)
                && next.is_some_and(|next| next.is_alphanumeric() || next == '{')
        };
        if let Some(article) = first.filter(|word| is_article(word.text) && leads_on(word)) {
            let behind = behind(article);
            let blank = behind.len() - behind.trim_start().len();
            let end = article.range.end() + annexa_syntax::TextSize::new(blank as u32);
            let message = format!(
                "a definition can replace its term in a sentence, so it begins without `{}`",
                article.text
            );
            findings
                .report(context.location(article.range), message)
                .fix("Delete the article", delete(TextRange::new(article.range.start(), end)))
                .safe();
        }
        let last = text.body().last().map(|sentence| sentence.words);
        if let Some([.., before, stop]) = last
            && stop.text == "."
            && before.text != "etc"
        {
            findings
                .report(
                    context.location(stop.range),
                    "a definition can replace its term in a sentence, so it ends without a full stop",
                )
                .fix("Delete the full stop", delete(stop.range));
        }
    }
}

fn two_provisions(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let kind = context.at.declaration.kind;
    for text in context.published().iter().filter(|text| text.role == TextRole::Provision) {
        // The statement of a control has exactly one `should`; rule C601 counts them.
        if super::controls::is_statement(kind, text.field.name) {
            continue;
        }
        for sentence in text.body() {
            if wording::forms(sentence).filter(|(form, _)| is_provision(*form)).count() < 2 {
                continue;
            }
            let clauses = Clauses::of(sentence.words);
            let words = sentence.words.iter().enumerate();
            let mut provisions = words.filter(|(at, word)| {
                word.form.is_some_and(is_provision) && clauses.at(*at).role == ClauseRole::Main
            });
            let (Some((_, first)), Some((_, second))) = (provisions.next(), provisions.next())
            else {
                continue;
            };
            findings
                .report(
                    context.location(second.range),
                    "this sentence contains two provisions; write two sentences, so that each \
                     can be followed and verified separately",
                )
                .related(context.location(first.range), "the first one");
        }
    }
}

fn equivalent_form(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let kind = context.at.declaration.kind;
    for text in context.published().iter().filter(|text| text.role == TextRole::Provision) {
        for (phrase, range) in text.phrases(&wording::EQUIVALENTS) {
            // Rules Q502 and C604 report wording that removes a provision.
            let mut lifting = text.phrases(&wording::LIFTING);
            if is_searched_for_lifting(kind)
                && lifting.any(|(_, lifting)| lifting.intersect(range).is_some())
            {
                continue;
            }
            let message = format!(
                "`{}` is an equivalent of `{}`; write `{1}`, so that readers know which verbal \
                 form is meant",
                context.at.source(range),
                phrase.primary
            );
            findings.report(context.location(range), message);
        }
    }
}

/// Whether rule Q502 or C604 examines a declaration.
fn is_searched_for_lifting(kind: DeclarationKind) -> bool {
    use DeclarationKind::*;
    matches!(kind, AddRequirement | Refine | Interpret | ModifyControl | ModifyGuidance)
}

fn negative_permission(context: &DeclarationContext<'_>, findings: &mut Findings<'_>) {
    let kind = context.at.declaration.kind;
    let published = context.published().iter();
    // Other rules report every `may` in the scope and in notes and examples.
    let is_meant = |role| !matches!(role, TextRole::Scope | TextRole::Remark);
    for text in published.filter(|text| is_meant(text.role)) {
        for (_, range) in text.forms().filter(|(form, _)| *form == VerbalForm::MayNot) {
            let location = context.location(range);
            let verb = if kind.recommends() { "should not" } else { "shall not" };
            let message = format!(
                "`may not` can be read as a prohibition or as a possibility; write `{verb}` for \
                 what is not permitted, or `cannot` for what is not possible"
            );
            findings.report(location, message).replace(location, verb).replace(location, "cannot");
        }
    }
}

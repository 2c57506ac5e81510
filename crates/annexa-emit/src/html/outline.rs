//! The order of the page: which clause comes where, after the templates of ISO/IEC 27009.
//!
//! Annex A: scope, normative references, terms, general, then a clause for each base, requirements before
//! controls, with a subclause for each clause of the base. Annex B, for a standard that extends the
//! controls of one document alone: the clauses of that document keep their numbers.

use maud::{Markup, html};

use super::additions;
use super::annexes;
use super::changes::changes;
use super::index::Index;
use super::provisions;
use super::section::Section;
use super::words::{asides, labelled, named, named_document, notes_to_entry, text};
use crate::types::{Addition, AdditionKind, Base, Layout, Numbering, ReferenceRole, Text};

/// The sections of the page, in order.
pub(super) fn sections(index: &Index<'_>) -> Vec<Section> {
    let standard = &index.document.standard;
    let mut sections = Vec::new();
    let front = [
        ("foreword", "Foreword", &standard.foreword),
        ("introduction", "Introduction", &standard.introduction),
    ];
    for (id, title, said) in front {
        if let Some(said) = said {
            sections.push(headed(index, id, String::new(), title, said));
        }
    }
    sections.push(match &standard.scope {
        Some(scope) => headed(index, "scope", "1".to_owned(), "Scope", scope),
        None => missing("scope", "1", "Scope", "This document has no scope yet."),
    });
    sections.push(documents(index, ReferenceRole::Normative));
    sections.push(terms(index));
    let apart = |addition: &Addition| is_apart(index, addition);
    let among = |addition: &Addition| !apart(addition);
    sections.push(general(index));
    sections.extend(bases(index, &among));
    sections.extend(strays(index, &among));
    let annexes = [
        annexes::extended_controls(index, &apart),
        annexes::reference_controls(index),
        annexes::states(index),
    ];
    for (letter, mut annex) in ('A'..='Z').zip(annexes.into_iter().flatten()) {
        annex.number = format!("Annex {letter}");
        sections.push(annex);
    }
    let bibliography = documents(index, ReferenceRole::Bibliographic);
    if index.document.references.iter().any(|it| it.role == ReferenceRole::Bibliographic) {
        sections.push(bibliography);
    }
    sections
}

/// Whether an addition stands in an annex, and not among the controls of its base.
fn is_apart(index: &Index<'_>, addition: &Addition) -> bool {
    index.document.standard.numbering == Numbering::Annex
        && addition.kind != AdditionKind::Requirement
        && addition.base.as_ref().is_some_and(|alias| {
            let base = index.document.bases.iter().find(|base| base.alias == *alias);
            base.is_some_and(|base| base.layout != Layout::Plain)
        })
}

fn headed(index: &Index<'_>, id: &str, number: String, title: &str, said: &Text) -> Section {
    let mut section = Section::new(id, number, title, text(index, said));
    section.source = Some(index.document.standard.source.clone());
    section
}

fn missing(id: &str, number: &str, title: &str, words: &str) -> Section {
    Section::new(id, number.to_owned(), title, html! { p.quiet { (words) } })
}

/// The normative references, or the bibliography.
fn documents(index: &Index<'_>, role: ReferenceRole) -> Section {
    let documents = index.document.references.iter().filter(|document| document.role == role);
    let body = html! {
        @if role == ReferenceRole::Normative {
            p { "This document cannot be applied without the following documents." }
        }
        ul.documents {
            @for document in documents {
                li #(document.id.0) {
                    (named_document(index, document))
                    @if let Some(title) = &document.title { ", " cite { (title) } }
                }
            }
        }
    };
    match role {
        ReferenceRole::Normative => {
            Section::new("normative-references", "2".to_owned(), "Normative references", body)
        }
        ReferenceRole::Bibliographic => {
            Section::new("bibliography", String::new(), "Bibliography", body)
        }
    }
}

fn terms(index: &Index<'_>) -> Section {
    if index.document.terms.is_empty() {
        let words = "The terms of the normative references apply; this document adds none.";
        return missing("terms", "3", "Terms and definitions", words);
    }
    let mut section = Section::new(
        "terms",
        "3".to_owned(),
        "Terms and definitions",
        html! { p { "Beside the terms of the normative references, the following apply." } },
    );
    for (place, term) in index.document.terms.iter().enumerate() {
        let body = html! {
            (text(index, &term.definition))
            (notes_to_entry(index, &term.notes))
            (asides(index, "EXAMPLE", &term.examples))
            (labelled(index, "Source", term.definition_source.as_ref()))
        };
        let mut entry = Section::new(term.id.0, format!("3.{}", place + 1), &term.name, body);
        entry.source = Some(term.source.clone());
        section.below.push(entry);
    }
    section
}

/// What a reader has to know before the clauses: how the document stands to its bases.
fn general(index: &Index<'_>) -> Section {
    let standard = &index.document.standard;
    let numbering = match standard.numbering {
        Numbering::Inline => {
            "Added controls are numbered behind those of the base, and marked with the prefix"
        }
        Numbering::Annex => {
            "Added controls stand in an annex, under numbers that begin with the prefix"
        }
        Numbering::Plain => {
            "Added controls bear numbers of their own. The prefix of their labels is"
        }
    };
    let body = html! {
        p {
            "This document extends "
            @for (place, base) in index.document.bases.iter().enumerate() {
                @if place > 0 { ", " }
                (named(base))
            }
            ". All their provisions apply; those that are not named here apply unchanged."
        }
        p { (numbering) " " strong { (standard.prefix) } "." }
        @if !standard.audiences.is_empty() {
            p {
                "Guidance is addressed to: "
                @for (place, audience) in standard.audiences.iter().enumerate() {
                    @if place > 0 { "; " }
                    (audience.title)
                }
                ". What names none of them is for all."
            }
        }
    };
    let mut section = Section::new("general", "4".to_owned(), "General", body);
    section.source = Some(standard.source.clone());
    section
}

/// The clauses that follow the bases.
fn bases(index: &Index<'_>, among: provisions::Among<'_>) -> Vec<Section> {
    let bases = &index.document.bases;
    if let [base] = bases.as_slice()
        && base.layout != Layout::Plain
    {
        // Annex B: the clauses keep their numbers.
        let mut sections = clauses(index, base, among);
        if let Some(first) = sections.first_mut() {
            let whole = whole_base(index, base);
            first.body = html! { (whole) (first.body) };
        }
        return sections;
    }
    let (plain, controls): (Vec<_>, Vec<_>) =
        bases.iter().partition(|base| base.layout == Layout::Plain);
    let mut sections = Vec::new();
    for (number, base) in (5..).zip(plain.into_iter().chain(controls)) {
        let what = match base.layout {
            Layout::Plain => "Requirements",
            Layout::Attributes | Layout::Objectives => "Controls and guidance",
        };
        let title = format!("{what} related to {}", named(base));
        let mut section = Section::new(
            format!("base-{}", base.alias),
            number.to_string(),
            &title,
            whole_base(index, base),
        );
        section.below = clauses(index, base, among);
        sections.push(section);
    }
    sections
}

fn clauses(index: &Index<'_>, base: &Base, among: provisions::Among<'_>) -> Vec<Section> {
    let clauses = index.clauses(base).map(|clause| provisions::section(index, clause, among));
    let added = index.additions_below(&base.id).iter().filter(|added| among(added));
    clauses.chain(added.map(|added| additions::section(index, added))).collect()
}

/// What has no place in any clause, as its reference leads nowhere. Such a standard is not published; a
/// preview shows it, so that nothing which is written is missing.
fn strays(index: &Index<'_>, among: provisions::Among<'_>) -> Option<Section> {
    let (made, added) = (index.stray_changes(), index.stray_additions());
    let mut section = Section::new(
        "strays",
        String::new(),
        "Without a place",
        html! {
            p.warning { "What these declarations name is not there: the bases and this document have no such provision." }
            @for change in &made {
                p.label { (change.target.reference) }
                (changes(index, &[change]))
            }
        },
    );
    // Those that are numbered apart stand in their annex, wherever they belong.
    section.below = added
        .into_iter()
        .filter(|added| among(added))
        .map(|added| additions::section(index, added))
        .collect();
    (!made.is_empty() || !section.below.is_empty()).then_some(section)
}

/// What is said of all of a base.
fn whole_base(index: &Index<'_>, base: &Base) -> Markup {
    changes(index, index.changes_of(&base.id))
}

//! The wording that a declaration publishes: which texts contain provisions, which explain them,
//! and the phrases in them that several rules look for.

use std::cell::OnceCell;

use annexa_syntax::{
    Field, Item, Sentence, Sentences, Text, TextPlace, TextRange, TextRole, VerbalForm, Word,
    sentences,
};

use super::DeclarationContext;

mod ambiguous;
mod clauses;
mod equivalents;
mod lifting;
mod nouns;
mod openers;
mod phrases;
pub(super) mod sources;
#[cfg(test)]
mod tests;
mod verbs;
mod words;

pub(super) use ambiguous::AMBIGUOUS;
pub(super) use clauses::{Clauses, Role as ClauseRole};
pub(super) use equivalents::EQUIVALENTS;
pub(super) use lifting::{LIFTING, LIFTS_BASE};
use phrases::{Pattern, Phrases};

/// A text that is printed in the standard, which reasons and rationales are not.
pub(super) struct Published<'a> {
    pub(super) field: &'a Field,
    pub(super) text: &'a Text,
    pub(super) role: TextRole,
    sentences: Sentences<'a>,
}

impl<'a> Published<'a> {
    /// Returns the texts that a declaration publishes; none if an unclosed text makes it
    /// incomplete.
    pub(super) fn of(context: &DeclarationContext<'a>) -> Vec<Published<'a>> {
        let declaration = context.at.declaration;
        if declaration.is_cut_short || context.standard.is_none() {
            return Vec::new();
        }
        let published = |field: &'a Field| {
            let text = field.text()?;
            let role = declaration.kind.text_role(field.name)?;
            // An unfinished text has no wording yet; rules T308 and T309 report it.
            if crate::placeholder::is_unwritten(context.at.item, text) {
                return None;
            }
            Some(Published { field, text, role, sentences: sentences(context.at.item, text) })
        };
        declaration.fields.iter().filter_map(published).collect()
    }

    /// Returns the sentences outside notes and examples.
    pub(super) fn body(&self) -> impl Iterator<Item = Sentence<'_>> {
        let is_body = self.role != TextRole::Remark;
        self.sentences.iter().filter(move |it| is_body && it.place == TextPlace::Body)
    }

    /// Returns the sentences of notes and examples.
    pub(super) fn remarks(&self) -> impl Iterator<Item = Sentence<'_>> {
        let is_remark = self.role == TextRole::Remark;
        self.sentences.iter().filter(move |it| is_remark || it.place != TextPlace::Body)
    }

    /// Returns the verbal forms outside notes and examples.
    pub(super) fn forms(&self) -> impl Iterator<Item = (VerbalForm, TextRange)> {
        self.body().flat_map(forms)
    }

    /// Returns the verbal forms outside notes and examples that are in certain clauses. Sentences
    /// without a wanted form are not analysed.
    pub(super) fn forms_in(
        &self,
        is_wanted: impl Fn(VerbalForm) -> bool + Copy,
        holds: impl Fn(&[Word<'_>], &Clauses, usize) -> bool + Copy,
    ) -> impl Iterator<Item = (VerbalForm, TextRange)> {
        self.body().flat_map(move |sentence| {
            let is_here = forms(sentence).any(|(form, _)| is_wanted(form));
            let clauses = is_here.then(|| Clauses::of(sentence.words));
            let words = sentence.words.iter().enumerate();
            words.filter_map(move |(at, word)| {
                let form = word.form.filter(|form| is_wanted(*form))?;
                holds(sentence.words, clauses.as_ref()?, at).then_some((form, word.range))
            })
        })
    }

    /// Returns the verbal forms outside notes and examples that are in statements rather than in
    /// conditions, restrictions or reasons.
    pub(super) fn main_forms(&self) -> impl Iterator<Item = (VerbalForm, TextRange)> {
        self.forms_in(|_| true, |_, clauses, at| clauses.at(at).role == ClauseRole::Main)
    }

    /// Returns the phrases outside notes and examples that match a pattern.
    pub(super) fn phrases<P: Pattern>(
        &self,
        phrases: &'static Phrases<P>,
    ) -> impl Iterator<Item = (&'static P, TextRange)> {
        self.body().flat_map(move |sentence| phrases.find(sentence.words, &OnceCell::new()))
    }
}

/// Returns, for each of [`Text::verbal_forms`], whether it makes a statement. A form in a condition
/// does not: `Where a customer should ask for it, …`.
pub fn stated_forms(item: &Item, text: &Text) -> Vec<bool> {
    let mut stated = vec![false; text.verbal_forms.len()];
    for sentence in sentences(item, text).iter() {
        if forms(sentence).next().is_none() {
            continue;
        }
        let clauses = Clauses::of(sentence.words);
        for (at, word) in sentence.words.iter().enumerate().filter(|(_, word)| word.form.is_some())
        {
            let start = word.range.start();
            let index = text.verbal_forms.binary_search_by_key(&start, |form| form.range.start());
            if let Some(stated) = index.ok().and_then(|index| stated.get_mut(index)) {
                *stated = clauses.states(at);
            }
        }
    }
    stated
}

/// Returns the verbal forms of a sentence.
pub(super) fn forms(sentence: Sentence<'_>) -> impl Iterator<Item = (VerbalForm, TextRange)> {
    sentence.words.iter().filter_map(|word| Some((word.form?, word.range)))
}

pub(super) const SHALL: [VerbalForm; 2] = [VerbalForm::Shall, VerbalForm::ShallNot];
pub(super) const SHOULD: [VerbalForm; 2] = [VerbalForm::Should, VerbalForm::ShouldNot];
pub(super) const MAY: [VerbalForm; 2] = [VerbalForm::May, VerbalForm::MayNot];

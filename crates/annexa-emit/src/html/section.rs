//! Sections: what the table of contents and the body of the page are both made of.

use maud::{Markup, html};

use super::words::{badge, place};
use crate::types::{SourcePlace, State};

/// A clause, annex, provision or addition, with what stands below it.
pub(super) struct Section {
    pub(super) id: String,
    /// As it is printed; empty for those without a number.
    pub(super) number: String,
    pub(super) title: String,
    /// What is said of it behind the title: `normative`.
    pub(super) remark: &'static str,
    pub(super) state: Option<State>,
    pub(super) source: Option<SourcePlace>,
    pub(super) body: Markup,
    pub(super) below: Vec<Section>,
    /// A provision that applies as it is, as everything below it: it takes one line.
    pub(super) unchanged: bool,
}

/// The deepest heading that HTML has.
const DEEPEST: usize = 6;

impl Section {
    /// A section of the document itself.
    pub(super) fn new(id: impl ToString, number: String, title: &str, body: Markup) -> Section {
        Section {
            id: id.to_string(),
            number,
            title: title.to_owned(),
            remark: "",
            state: None,
            source: None,
            body,
            below: Vec::new(),
            unchanged: false,
        }
    }

    /// The section as it is read, its heading of that level.
    pub(super) fn body(&self, level: usize) -> Markup {
        let source = self.source.as_ref().map(place);
        if self.unchanged {
            return html! {
                p.unchanged #(self.id) {
                    span.number { (self.number) } " " (self.title) " "
                    span.quiet { "applies unchanged" }
                }
                @for section in &self.below { (section.body(level + 1)) }
            };
        }
        html! {
            section.clause[level == 2] #(self.id) data-source=[source] {
                (self.heading(level))
                (self.body)
                @for section in &self.below { (section.body(level + 1)) }
            }
        }
    }

    fn heading(&self, level: usize) -> Markup {
        let words = html! {
            @if !self.number.is_empty() { span.number { (self.number) } " " }
            (self.title)
            @if !self.remark.is_empty() { " " span.quiet { "(" (self.remark) ")" } }
            @if let Some(state) = self.state { " " (badge(state)) }
        };
        match level.min(DEEPEST) {
            2 => html! { h2 { (words) } },
            3 => html! { h3 { (words) } },
            4 => html! { h4 { (words) } },
            5 => html! { h5 { (words) } },
            _ => html! { h6 { (words) } },
        }
    }

    /// Its line in the table of contents, with those below it down to a depth.
    pub(super) fn entry(&self, depth: usize) -> Markup {
        let below: Vec<_> = self.below.iter().filter(|section| !section.unchanged).collect();
        html! {
            li {
                a href={ "#" (self.id) } {
                    @if !self.number.is_empty() { span.number { (self.number) } " " }
                    (self.title)
                }
                @if depth > 1 && !below.is_empty() {
                    ol { @for section in below { (section.entry(depth - 1)) } }
                }
            }
        }
    }
}

//! What stands around the sections: the head, the table of contents, search, style and script.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::index::Index;
use super::section::Section;
use super::words::place;
use crate::types::Status;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing is loaded, and nothing sent.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/// How deep the table of contents goes.
const DEPTH: usize = 3;

/// The page.
pub(super) fn page(index: &Index<'_>, sections: &[Section]) -> Markup {
    let document = index.document;
    let standard = &document.standard;
    let name = standard.designation.as_ref().unwrap_or(&standard.prefix);
    let generator = format!("{} {}", document.generator.name, document.generator.version);
    html! {
        (DOCTYPE)
        html lang=(standard.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content=(generator);
                title { (name) " – " (standard.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                nav aria-label="Contents" {
                    div.tools role="search" {
                        label for="search" { "Search" }
                        input #search type="search" autocomplete="off";
                        p #found role="status" {}
                        button #unchanged type="button" aria-pressed="false" { "Hide what is unchanged" }
                        button #theme type="button" { "Light or dark" }
                    }
                    ol.contents { @for section in sections { (section.entry(DEPTH)) } }
                }
                main #content tabindex="-1" {
                    header data-source=(place(&standard.source)) {
                        p.name { (name) }
                        h1 { (standard.title) }
                        p {
                            "Edition " (standard.edition) " · " (status(standard.status)) " · "
                            (standard.sector)
                        }
                        @if let Some(time) = &document.timestamp { p { (time) } }
                        @if document.includes_base_text {
                            p.warning {
                                "This page holds licensed wording of the base standards. Give it to nobody "
                                "without a licence."
                            }
                        }
                    }
                    @for section in sections { (section.body(2)) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "working draft",
        Status::Committee => "committee draft",
        Status::Enquiry => "draft for enquiry",
        Status::Published => "published",
        Status::Withdrawn => "withdrawn",
    }
}

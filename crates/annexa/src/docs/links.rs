//! Links within the documentation, and from it to files of the repository.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag};

use super::{Page, page, pages, root};

/// Pages lead to other files of the repository by this address, which works on the site as well.
const REPOSITORY: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");

/// The links and pictures of a page, each with its place.
fn links(page: &Page) -> Vec<(String, String)> {
    let links = page.events().filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some((page.place(range.start), dest_url.to_string()))
        }
        _ => None,
    });
    links.collect()
}

/// What is wrong with a link of a page.
fn wrong_with(from: &Page, link: &str) -> Option<&'static str> {
    if let Some(path) = link.strip_prefix(REPOSITORY) {
        let path = path.split('#').next().unwrap_or_default();
        return (!root().join(path).exists()).then_some("the repository has no such file");
    }
    if link.contains("://") {
        return None;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let here = root().join(&from.path);
    let target = match path {
        "" => here,
        _ => here.with_file_name("").join(path),
    };
    let Ok(target) = target.canonicalize() else { return Some("there is no such file") };
    let docs = root().join("docs").canonicalize().expect("it is there");
    if from.path.starts_with("docs/") && !target.starts_with(&docs) {
        return Some("a page links to a file outside docs by its address in the repository");
    }
    let is_page = target.extension().is_some_and(|ending| ending == "md");
    let root = root().canonicalize().expect("it is there");
    let is_there = || {
        let text = std::fs::read_to_string(&target).unwrap_or_default();
        let path = target.strip_prefix(&root).unwrap_or(&target).to_string_lossy().into_owned();
        Page { path, text }.anchors().iter().any(|it| it == anchor)
    };
    (is_page && !anchor.is_empty() && !is_there()).then_some("the page has no such heading")
}

#[test]
fn every_link_leads_somewhere() {
    let mut pages = pages();
    pages.push(page(&root().join("README.md")));
    let mut wrong = Vec::new();
    let mut count = 0;
    for page in &pages {
        for (place, link) in links(page) {
            count += 1;
            wrong.extend(wrong_with(page, &link).map(|what| format!("{place}: {link}: {what}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "only {count} links were found");
}

#[test]
fn the_summary_lists_every_page() {
    let summary = page(&root().join("docs/SUMMARY.md"));
    let listed: BTreeSet<String> =
        links(&summary).into_iter().map(|(_, link)| format!("docs/{link}")).collect();
    let pages = pages().into_iter().map(|page| page.path);
    let missing: Vec<_> =
        pages.filter(|path| path != &summary.path && !listed.contains(path)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn a_broken_link_is_found() {
    let from = Page { path: "docs/README.md".to_owned(), text: String::new() };
    for (link, wrong) in [
        ("SUMMARY.md", false),
        ("SUMMARY.md#rules", false),
        ("https://example.org/", false),
        ("nowhere.md", true),
        ("SUMMARY.md#nowhere", true),
        ("../README.md", true),
    ] {
        assert_eq!(wrong_with(&from, link).is_some(), wrong, "{link}");
    }
    assert!(wrong_with(&from, &format!("{REPOSITORY}README.md")).is_none());
    assert!(wrong_with(&from, &format!("{REPOSITORY}nowhere.md")).is_some());
}

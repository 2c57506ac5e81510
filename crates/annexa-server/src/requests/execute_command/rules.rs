//! `annexa.rules`: the rules, to be chosen from and read.

use annexa_model::rules::all;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Rule {
    code: &'static str,
    name: &'static str,
    level: &'static str,
    /// When it fires.
    summary: &'static str,
    /// Its page, in Markdown.
    page: String,
}

pub(super) fn rules() -> Vec<Rule> {
    let rules = all().map(|rule| Rule {
        code: rule.code,
        name: rule.name,
        level: rule.level.as_str(),
        summary: rule.summary,
        page: rule.page(),
    });
    rules.collect()
}

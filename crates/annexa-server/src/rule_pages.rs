//! The pages of the rules as files, to which each finding leads.

use std::path::PathBuf;
use std::sync::OnceLock;

use annexa_model::rules::{self, Rule};

use crate::cache::{CacheFolder, CachedFile};

/// Where the pages of the rules are. Nothing is written before the first finding.
#[derive(Debug, Default)]
pub(crate) struct RulePages(OnceLock<CacheFolder>);

impl RulePages {
    /// The file of the page of a rule; `None` where nothing can be written.
    pub(crate) fn path(&self, rule: &Rule) -> Option<PathBuf> {
        let folder = self.0.get_or_init(|| {
            let file = |rule: &Rule| CachedFile { name: name(rule), text: rule.page() };
            CacheFolder::new("rules", rules::all().map(file).collect())
        });
        folder.path(rules::all().position(|it| it == rule)?)
    }

    /// Removes what is of no use when the server has ended.
    pub(crate) fn tidy(&self) {
        if let Some(folder) = self.0.get() {
            folder.tidy();
        }
    }
}

fn name(rule: &Rule) -> String {
    format!("{}-{}.md", rule.code, rule.name)
}

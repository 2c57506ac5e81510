//! Which targets are being read, and what changes meanwhile.

use std::path::{Path, PathBuf};

use crate::targets::LoadTarget;

/// The reading passes that run, and those that ended since they were last asked for.
#[derive(Default)]
pub(crate) struct Loading {
    running: Vec<Pass>,
    /// Targets of passes that ended since [`Loading::take_ended`].
    ended: Vec<LoadTarget>,
    /// Files that changed while a pass ran, which may have read them before the change.
    changed: Vec<PathBuf>,
}

struct Pass {
    target: LoadTarget,
    /// What to read after it: something was asked for at this place that it may not see any more.
    next: Option<LoadTarget>,
}

impl Loading {
    pub(crate) fn is_running(&self) -> bool {
        !self.running.is_empty()
    }

    /// Notes that a target is to be read. Returns whether its pass begins now: where one runs at that
    /// place, the target is read after it.
    pub(crate) fn begin(&mut self, target: &LoadTarget) -> bool {
        match self.running.iter_mut().find(|it| it.target.is_at_the_place_of(target)) {
            Some(Pass { next: Some(next), .. }) => next.add(target),
            Some(pass) => pass.next = Some(target.clone()),
            None => {
                self.running.push(Pass { target: target.clone(), next: None });
                return true;
            }
        }
        false
    }

    /// Notes the end of a pass. Returns the target to read after it, and the files that changed during
    /// it.
    pub(crate) fn end(&mut self, target: &LoadTarget) -> (Option<LoadTarget>, Vec<PathBuf>) {
        let at = self.running.iter().position(|it| it.target.is_at_the_place_of(target));
        let next = at.and_then(|at| self.running.remove(at).next);
        self.ended.push(target.clone());
        (next, std::mem::take(&mut self.changed))
    }

    /// Notes that a file has changed, if a pass may have read it before.
    pub(crate) fn changed(&mut self, path: &Path) {
        if self.is_running() {
            self.changed.push(path.to_owned());
        }
    }

    /// Whether a pass that runs may find the project of a file.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        self.running.iter().any(|it| it.target.covers(path))
    }

    /// The targets whose passes ended since the last call. Their files need not be read again.
    pub(crate) fn take_ended(&mut self) -> Vec<LoadTarget> {
        std::mem::take(&mut self.ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &str) -> LoadTarget {
        LoadTarget::Folder(path.into())
    }

    #[test]
    fn one_pass_runs_at_a_place_and_one_follows_with_all_that_was_asked_for() {
        let mut loading = Loading::default();
        let file = |name: &str| LoadTarget::file(Path::new(name));
        assert!(loading.begin(&file("/d/a.annexa")));
        assert!(!loading.begin(&file("/d/b.annexa")));
        assert!(!loading.begin(&file("/d/c.annexa")));
        assert!(loading.begin(&file("/e/a.annexa")), "another folder waits for nothing");
        let (next, _) = loading.end(&file("/d/a.annexa"));
        let paths = next.expect("two files are left").paths();
        assert_eq!(paths, [PathBuf::from("/d/b.annexa"), PathBuf::from("/d/c.annexa")]);
        assert!(loading.begin(&file("/d/b.annexa")), "the place is free");
    }

    #[test]
    fn a_folder_that_is_asked_for_twice_is_read_twice_and_no_more() {
        let mut loading = Loading::default();
        assert_eq!([(); 3].map(|()| loading.begin(&folder("/d"))), [true, false, false]);
        assert_eq!(loading.end(&folder("/d")).0, Some(folder("/d")));
        assert!(loading.begin(&folder("/d")));
        assert_eq!(loading.end(&folder("/d")).0, None);
        assert!(!loading.is_running());
        assert_eq!(loading.take_ended(), [folder("/d"), folder("/d")]);
        assert!(loading.take_ended().is_empty());
    }

    #[test]
    fn changes_count_while_a_pass_runs() {
        let mut loading = Loading::default();
        let [before, during] = ["/d/a.annexa", "/d/b.annexa"].map(Path::new);
        loading.changed(before);
        assert!(!loading.covers(before));
        loading.begin(&folder("/d"));
        assert!(loading.covers(before) && !loading.covers(Path::new("/e/a.annexa")));
        loading.changed(during);
        assert_eq!(loading.end(&folder("/d")).1, [during]);
        assert!(loading.end(&folder("/d")).1.is_empty());
    }
}

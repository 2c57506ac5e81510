//! What is being read. An editor opens what is read from disk at that very moment: it is parsed once.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use annexa_syntax::Document;
use rustc_hash::FxHashMap;

use crate::counters;
use crate::documents::says;
use crate::locked::locked;

/// The texts that were read since all was forgotten, by their paths.
#[derive(Debug, Default)]
pub(crate) struct Readings(Mutex<FxHashMap<PathBuf, Arc<Reading>>>);

#[derive(Debug)]
struct Reading {
    /// How many bytes long the text is.
    length: usize,
    /// Locked while it is being parsed.
    document: Mutex<Option<Document>>,
}

impl Readings {
    /// Parses the text of a file, with the other threads of the pool.
    pub(crate) fn parse(&self, path: &Path, text: &str) -> Document {
        let reading = Arc::new(Reading { length: text.len(), document: Mutex::default() });
        let mut parsed = locked(&reading.document);
        locked(&self.0).insert(path.to_owned(), Arc::clone(&reading));
        let document = Document::new_side_by_side(text);
        counters::parsed(document.item_count());
        *parsed = Some(document.clone());
        document
    }

    /// What was read from a file, if that is this text. Where it is being parsed, this waits for it: to
    /// parse it once more would take as long.
    pub(crate) fn find(&self, path: &Path, text: &str) -> Option<Document> {
        let reading = Arc::clone(locked(&self.0).get(path)?);
        let document = match reading.length == text.len() {
            true => locked(&reading.document).clone()?,
            false => return None,
        };
        says(&document, text).then_some(document)
    }

    /// Forgets all. What was read is known from elsewhere by now.
    pub(crate) fn forget(&self) {
        locked(&self.0).clear();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::documents::are_same;

    #[test]
    fn what_was_read_is_found_by_its_text() {
        let (readings, path) = (Readings::default(), Path::new("/a.annexa"));
        let read = readings.parse(path, "term \"a\"");
        assert!(readings.find(path, "term \"a\"").is_some_and(|found| are_same(&found, &read)));
        assert!(readings.find(path, "term \"b\"").is_none());
        assert!(readings.find(path, "term \"a\" ").is_none());
        assert!(readings.find(Path::new("/b.annexa"), "term \"a\"").is_none());
        readings.forget();
        assert!(readings.find(path, "term \"a\"").is_none());
    }

    #[test]
    fn what_is_being_parsed_is_waited_for() {
        let (readings, path) = (Readings::default(), Path::new("/a.annexa"));
        let read = readings.parse(path, "term \"a\"");
        let reading = Arc::clone(&locked(&readings.0)[path]);
        let mut parsed = locked(&reading.document);
        let document = parsed.take();
        let (sender, receiver) = channel();
        std::thread::scope(|scope| {
            scope.spawn(|| sender.send(readings.find(path, "term \"a\"")));
            assert!(receiver.recv_timeout(Duration::from_millis(50)).is_err());
            *parsed = document;
            drop(parsed);
            let found = receiver.recv().expect("it ends").expect("it is parsed");
            assert!(are_same(&found, &read));
        });
    }
}

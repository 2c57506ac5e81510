//! The folder of the cache, in which the built-in catalogues lie as files.

use std::path::{Path, PathBuf};

use annexa_tests::client::{Client, Encoding, path, program};
use serde_json::{Value, json};

use crate::support::{FINE, HEAD, WRONG, folder, next_push};

fn with_cache(folder: &crate::support::Folder, cache: &Path, temporary: &Path) -> Client {
    begun(folder, cache, temporary).0
}

/// The same, with the answer to `initialize`.
fn begun(folder: &crate::support::Folder, cache: &Path, temporary: &Path) -> (Client, Value) {
    let mut command = program();
    command.arg("lsp").current_dir(folder.path());
    command.env("XDG_CACHE_HOME", cache).env("TMPDIR", temporary);
    let client = Client::start_server(&mut command);
    let answer = client.initialize(&[&folder.path()], json!({}), &[Encoding::Utf8]);
    (client, answer)
}

fn catalogues(below: &Path) -> Vec<PathBuf> {
    files(below, "annexa")
}

fn files(below: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![below.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn the_built_in_catalogues_are_files_of_the_cache_and_not_of_the_user() {
    // The cache lies in the workspace, where every file is one of the project's.
    let folder = folder(&[("smx.annexa", HEAD)]);
    let cache = folder.path().join("cache");
    let client = with_cache(&folder, &cache, &cache);
    let found = catalogues(&cache);
    assert_eq!(found.len(), 6);
    for path in &found {
        assert!(path.metadata().expect("it is there").permissions().readonly());
    }
    // Taken for the user's, it would be a second catalogue of the same document.
    let one = found.iter().find(|path| path.ends_with("iso-iec-27002-2022.annexa")).expect("it is");
    let uri = annexa_tests::client::uri(one);
    let text = std::fs::read_to_string(one).expect("it can be read");
    client.open(&uri, "annexa", &text);
    client.open(&folder.uri("smx.annexa"), "annexa", &format!("{HEAD}{WRONG}"));
    assert_eq!(next_push(&client, &folder.uri("smx.annexa")).0, ["R102"]);
    let pushed = client.received("textDocument/publishDiagnostics");
    assert_eq!(pushed.len(), 1, "{pushed:?}");
    assert_eq!(client.shut_down(), Some(0));
    drop(client);
    // A second server finds them, and writes anew what was changed.
    let broken = one.with_extension("new");
    std::fs::write(&broken, "rubbish").expect("it can be written");
    std::fs::rename(&broken, one).expect("it can be renamed");
    let client = with_cache(&folder, &cache, &cache);
    assert_eq!(std::fs::read_to_string(one).expect("it can be read"), text);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn the_server_names_the_folder_of_the_catalogues() {
    let folder = folder(&[("smx.annexa", HEAD), ("temporary/x", "")]);
    let (cache, temporary) = (folder.path().join("cache"), folder.path().join("temporary"));
    let nowhere = Path::new("/proc/nowhere");
    for (cache, above) in [(cache.as_path(), &cache), (nowhere, &temporary)] {
        let (client, answer) = begun(&folder, cache, &temporary);
        let named = answer["capabilities"]["experimental"]["catalogues"].as_str().expect("a URI");
        let named = path(named);
        assert!(named.starts_with(above), "{}", named.display());
        assert_eq!(catalogues(&named).len(), 6);
        assert_eq!(client.shut_down(), Some(0));
    }
    let (_client, answer) = begun(&folder, nowhere, nowhere);
    assert!(answer["capabilities"]["experimental"]["catalogues"].is_null(), "{answer}");
}

#[test]
fn where_there_is_no_cache_a_temporary_folder_serves_and_none_does_no_harm() {
    let folder = folder(&[("smx.annexa", &format!("{HEAD}{FINE}{WRONG}"))]);
    let temporary = folder.path().join("temporary");
    std::fs::create_dir(&temporary).expect("it can be made");
    let nowhere = Path::new("/proc/nowhere");
    let client = with_cache(&folder, nowhere, &temporary);
    next_push(&client, &folder.uri("smx.annexa"));
    assert_eq!(catalogues(&temporary).len(), 6);
    assert_eq!(files(&temporary, "md").len(), 1, "the page of the rule that found something");
    assert_eq!(client.shut_down(), Some(0));
    let left = std::fs::read_dir(&temporary).expect("it can be read").count();
    assert_eq!(left, 0, "it was tidied up");

    let client = with_cache(&folder, nowhere, nowhere);
    assert_eq!(next_push(&client, &folder.uri("smx.annexa")).0, ["R102"]);
    assert_eq!(client.shut_down(), Some(0));
}

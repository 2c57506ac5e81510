//! Notifications of the client: applied in dispatch, in the order in which they come.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    ConfigurationItem, ConfigurationParams, CreateFilesParams, DeleteFilesParams,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, FileSystemWatcher, GlobPattern,
    InitializeParams, Registration, RegistrationParams, RenameFilesParams, SetTraceParams,
    TraceValue, Uri, WorkspaceFolder,
    request::{RegisterCapability, WorkspaceConfiguration},
};

use crate::documents::{Open, says};
use crate::event::Event;
use crate::session::Session;
use crate::snapshot::{Folder, path_of};
use crate::{ending, logging};

/// Takes a notification. One that is not known is passed over, as the protocol wants.
pub(crate) fn take(session: &Session, method: &str, params: Option<Value>) -> Result<()> {
    match method {
        "textDocument/didOpen" => open(session, read(params)?),
        "textDocument/didChange" => return change(session, read(params)?),
        "textDocument/didClose" => close(session, read(params)?),
        "workspace/didChangeWatchedFiles" => {
            let DidChangeWatchedFilesParams { changes } = read(params)?;
            session.post(Event::Watched(
                changes.iter().map(|change| (path_of(&change.uri), change.typ)).collect(),
            ));
        }
        "workspace/didCreateFiles" => {
            let CreateFilesParams { files } = read(params)?;
            moved(session, files.iter().map(|file| &file.uri));
        }
        "workspace/didRenameFiles" => {
            let RenameFilesParams { files } = read(params)?;
            moved(session, files.iter().flat_map(|file| [&file.old_uri, &file.new_uri]));
        }
        "workspace/didDeleteFiles" => {
            let DeleteFilesParams { files } = read(params)?;
            moved(session, files.iter().map(|file| &file.uri));
        }
        "workspace/didChangeWorkspaceFolders" => {
            let DidChangeWorkspaceFoldersParams { event } = read(params)?;
            session.post(Event::Folders {
                added: folders(&event.added),
                removed: folders(&event.removed),
            });
        }
        "workspace/didChangeConfiguration" => {
            let DidChangeConfigurationParams { settings } = read(params)?;
            configure(session, settings);
        }
        "$/setTrace" => {
            let SetTraceParams { value } = read(params)?;
            trace(session, value);
        }
        _ => {}
    }
    Ok(())
}

fn open(session: &Session, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    let key = Arc::from(document.uri.as_str());
    let path = path_of(&document.uri);
    if document.language_id == "toml" || has_ending(&document.uri, "toml") {
        let open = Open::foreign(document.version, &path, &document.text);
        let before = session.state().documents.insert(key, open);
        if before.is_some_and(|before| before.is_ours) {
            session.post(Event::Closed { uri: document.uri });
        }
        return;
    }
    let snapshot = Arc::clone(&session.snapshots().borrow());
    let known = snapshot.place(&document.uri).map(|place| place.document);
    let known = known.filter(|known| says(known, &document.text)).cloned();
    let open = match known.or_else(|| session.readings.find(&path, &document.text)) {
        Some(known) => Open::known(document.version, &path, known),
        None => Open::new(document.version, &path, &document.text),
    };
    session.state().documents.insert(key, open.clone());
    session.post(Event::Opened { uri: document.uri, open });
}

/// Whether the name of a document ends so, in small letters or capitals.
fn has_ending(uri: &Uri, ending: &str) -> bool {
    let found = uri.path().as_str().rsplit_once('.').map(|(_, found)| found);
    found.is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

fn change(session: &Session, params: DidChangeTextDocumentParams) -> Result<()> {
    let uri = params.text_document.uri;
    let mut state = session.state();
    let encoding = state.client.encoding;
    let Some(open) = state.documents.get_mut(uri.as_str()) else {
        return Err(Error::invalid_params("the document is not open"));
    };
    open.change(params.text_document.version, &params.content_changes, encoding);
    if !open.is_ours {
        return Ok(());
    }
    let open = open.clone();
    drop(state);
    session.post(Event::Changed { uri, open });
    Ok(())
}

fn close(session: &Session, params: DidCloseTextDocumentParams) {
    let uri = params.text_document.uri;
    session.sent.forget(&uri);
    let open = session.state().documents.remove(uri.as_str());
    if open.is_some_and(|open| open.is_ours) {
        session.post(Event::Closed { uri });
    }
}

/// The client created, renamed or deleted files by itself: what there is on disk is looked at again.
fn moved<'a>(session: &Session, uris: impl Iterator<Item = &'a String>) {
    let paths = uris.filter_map(|uri| uri.parse::<Uri>().ok()).map(|uri| path_of(&uri)).collect();
    session.post(Event::Moved(paths));
}

fn trace(session: &Session, value: TraceValue) {
    session.is_traced.store(value != TraceValue::Off, Ordering::Relaxed);
}

fn folders(folders: &[WorkspaceFolder]) -> Vec<Folder> {
    folders.iter().map(|folder| Folder::new(&folder.uri)).collect()
}

/// At `initialize`: which folders there are, and whose end is ours as well.
pub(crate) fn initialize(session: &Arc<Session>, params: &InitializeParams) {
    if let Some(process) = params.process_id {
        ending::watch(session, process);
    }
    trace(session, params.trace.unwrap_or_default());
    if let Some(options) = &params.initialization_options {
        configure_from(options);
    }
    #[expect(deprecated, reason = "clients that know no folders have a root")]
    let roots = match (&params.workspace_folders, &params.root_uri) {
        (Some(roots), _) => folders(roots),
        (None, Some(root)) => vec![Folder::new(root)],
        (None, None) => Vec::new(),
    };
    session.post(Event::Started { folders: roots, client: session.client() });
}

/// At `initialized`: what the client is asked for.
pub(crate) fn initialized(session: &Arc<Session>) {
    let client = session.client();
    if client.can("workspace.didChangeWatchedFiles.dynamicRegistration") {
        let pictures = "**/*.{gif,jpeg,jpg,png,svg,webp}";
        let watchers = ["**/*.annexa", "**/annexa.toml", "**/.gitignore", pictures].map(|glob| {
            FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None }
        });
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.into() };
        let registration = Registration {
            id: "annexa-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        session.outbox.request::<RegisterCapability>(params, |result| {
            if let Err(error) = result {
                tracing::warn!("the client does not watch files: {error}");
            }
        });
    }
    ask_for_settings(session);
}

fn ask_for_settings(session: &Session) {
    if !session.client().can("workspace.configuration") {
        return;
    }
    let item = ConfigurationItem { scope_uri: None, section: Some("annexa".to_owned()) };
    let params = ConfigurationParams { items: vec![item] };
    session.outbox.request::<WorkspaceConfiguration>(params, |result| {
        if let Ok(Some(settings)) = result.map(|settings| settings.into_iter().next()) {
            configure_from(&settings);
        }
    });
}

/// Settings come with the notification, or are asked for where the client would rather be asked.
fn configure(session: &Session, settings: Value) {
    match settings.get("annexa") {
        Some(settings) => configure_from(settings),
        None => ask_for_settings(session),
    }
}

fn configure_from(settings: &Value) {
    if let Some(level) = settings.pointer("/log/level").and_then(Value::as_str) {
        logging::set_level(level);
    }
}

/// Reads the parameters of a notification. An error quotes them, and they may be the user's text, so that the
/// client gets no more than the fact.
///
/// # Errors
///
/// They do not have the form that the protocol gives them.
pub(crate) fn read<P: DeserializeOwned>(params: Option<Value>) -> Result<P> {
    serde_json::from_value(params.unwrap_or_default()).map_err(|error| {
        tracing::debug!("{error}");
        Error::invalid_params("its parameters are not those of the protocol")
    })
}

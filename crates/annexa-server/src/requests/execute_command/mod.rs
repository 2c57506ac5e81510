//! `workspace/executeCommand`: what a user can ask for in any editor. The level of the log is a setting,
//! and no command.
//!
//! Each answer about a file says which project and which standard it is about ([`Subject`]): the client
//! cannot know where a project begins that has no `annexa.toml`.

mod base;
mod compile;
mod explain;
mod rules;
mod standards;
mod status;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    ExecuteCommandOptions, ExecuteCommandParams, ProgressToken, Uri, WorkDoneProgressOptions,
};

use super::{Written, refused, written};
use crate::client::ClientInfo;
use crate::event::Event;
use crate::pool::For;
use crate::progress::Work;
use crate::session::{Session, wait_for};
use crate::snapshot::{FilePlace, Snapshot};

/// Gives a provision of a base of the project that a file belongs to, or the beginning of the base. It
/// takes the URI of the file, the document with its edition, and the number.
const BASE: &str = "annexa.base";

/// Compiles the standards of the project that the file of a URI belongs to, and gives their texts. A
/// second argument may say more (see [`compile::Wanted`]). Nothing is written to disk.
const COMPILE: &str = "annexa.compile";

/// Shows the page of a rule, by its code or its name, and gives its text.
pub(crate) const EXPLAIN: &str = "annexa.explain";

/// Reads all projects from disk again.
const RELOAD: &str = "annexa.reload";

/// Gives the rules with their pages.
const RULES: &str = "annexa.rules";

/// Lists the standards of all projects.
const STANDARDS: &str = "annexa.standards";

/// Says how far the standard of the file of a URI is from complete, and what comes next.
const STATUS: &str = "annexa.status";

const COMMANDS: &[&str] = &[BASE, COMPILE, EXPLAIN, RELOAD, RULES, STANDARDS, STATUS];

/// What is said of them at the beginning.
pub(crate) fn options(client: &ClientInfo) -> ExecuteCommandOptions {
    // Two commands of one name keep a client from starting.
    let ours = COMMANDS.iter().filter(|command| !client.has_command(command));
    ExecuteCommandOptions {
        commands: ours.map(|&command| command.to_owned()).collect(),
        work_done_progress_options: WorkDoneProgressOptions { work_done_progress: Some(true) },
    }
}

pub(crate) async fn execute_command(
    session: Arc<Session>,
    params: ExecuteCommandParams,
) -> Result<Written> {
    match params.command.as_str() {
        BASE => base::base(session, params).await,
        COMPILE => compile::compile(session, params).await,
        EXPLAIN => written(explain::explain(&session, &params)?),
        RELOAD => reload(&session).await,
        RULES => written(rules::rules()),
        STANDARDS => standards::standards(&session).await,
        STATUS => status::status(session, params).await,
        other => Err(Error::invalid_params(format!(
            "there is no command `{other}`; the commands are {}",
            COMMANDS.join(", ")
        ))),
    }
}

async fn reload(session: &Session) -> Result<Written> {
    let mut snapshots = session.snapshots();
    session.post(Event::Reload);
    let generation = session.generation();
    wait_for(&mut snapshots, |it| it.generation >= generation).await?;
    written(())
}

/// What an answer is about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subject {
    /// The folder of the project: names of files in the answer start from it.
    root: Option<Uri>,
    /// The prefix of the standard that the file belongs to; `null` for a file of catalogues.
    standard: Option<String>,
}

impl Subject {
    fn of(place: &FilePlace<'_>) -> Subject {
        let standard = place.project().standard_of(place.file);
        Subject {
            root: place.snapshot.uri(&place.view.folder),
            standard: standard.map(|standard| standard.prefix.to_string()),
        }
    }
}

/// The progress of a command, and whether it is still wanted.
struct Running<'a> {
    work: &'a Work,
    cancel: &'a CancellationToken,
}

/// Answers a command about a file, whose URI is the first argument, when its project has been read. The
/// others are handed on.
async fn about_file<T: Serialize + Send + 'static>(
    session: Arc<Session>,
    params: ExecuteCommandParams,
    title: &'static str,
    answer: impl FnOnce(&FilePlace<'_>, &[Value], Running<'_>) -> Result<T> + Send + 'static,
) -> Result<Written> {
    let mut arguments = params.arguments.into_iter();
    let uri = arguments.next().and_then(|uri| uri.as_str()?.parse::<Uri>().ok());
    let Some(uri) = uri else {
        let message = format!("`{}` takes the URI of a file of the project", params.command);
        return Err(Error::invalid_params(message));
    };
    // Dropped with the request, if that is cancelled.
    let cancel = CancellationToken::new();
    let _guard = cancel.clone().drop_guard();
    let generation = session.generation();
    let is_ready = |snapshot: &Arc<Snapshot>| {
        // Of a project that is still being read, files are missing.
        snapshot.generation >= generation
            && snapshot.place(&uri).is_none_or(|place| place.view.is_checked())
    };
    let snapshot = wait_for(&mut session.snapshots(), is_ready).await?;
    let token: Option<ProgressToken> = params.work_done_progress_params.work_done_token;
    let outbox = session.outbox.clone();
    let answered = session.pool.compute(For::Editor, move || {
        let Some(place) = snapshot.place(&uri) else {
            return Err(refused(format!("`{}` belongs to no project", uri.as_str())));
        };
        let work = Work::begin(&outbox, token, title);
        answer(&place, arguments.as_slice(), Running { work: &work, cancel: &cancel })
    });
    written(answered.await??)
}

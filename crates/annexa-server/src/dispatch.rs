//! Dispatch: every message goes through [`Dispatch::call`], one after the other. What has to happen in
//! the order of messages happens there and at once: changes of documents, cancellation, the end.
//! Requests only begin there; each is answered from an immutable snapshot on a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use futures::future::{BoxFuture, FutureExt, ready};
use serde::Serialize;
use serde_json::Value;
use tower::Service as _;
use tower_lsp::LspService;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::ls_types::{InitializeParams, LogTraceParams, notification::LogTrace};

use crate::notifications;
use crate::pool::For;
use crate::protocol::Protocol;
use crate::requests::{self, Context, Handler, Written};
use crate::session::{Phase, Session, wait_for};
use crate::{capabilities, client::ClientInfo};

/// The service that is served.
pub(crate) struct Dispatch {
    session: Arc<Session>,
    /// Knows the messages of the protocol that are about the conversation itself, and answers those
    /// that nobody knows.
    protocol: LspService<Protocol>,
}

/// An answer to come, where there is to be one.
pub(crate) type Answer = BoxFuture<'static, Option<Reply>>;

/// An answer.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Reply {
    /// A result. The thread that found it has written it down as well: large ones take as long to write
    /// as to find.
    Found { jsonrpc: &'static str, id: Id, result: Written },
    /// An error, or an answer of the protocol's own.
    Protocol(Response),
}

impl Reply {
    fn new(id: Id, result: tower_lsp::jsonrpc::Result<Written>) -> Reply {
        match result {
            Ok(result) => Reply::Found { jsonrpc: "2.0", id, result },
            Err(error) => Reply::error(id, error),
        }
    }

    pub(crate) fn error(id: Id, error: Error) -> Reply {
        Reply::Protocol(Response::from_error(id, error))
    }

    /// The number of the request.
    pub(crate) fn id(&self) -> &Id {
        match self {
            Reply::Found { id, .. } => id,
            Reply::Protocol(response) => response.id(),
        }
    }

    pub(crate) fn is_error(&self) -> bool {
        matches!(self, Reply::Protocol(response) if response.is_error())
    }
}

impl Dispatch {
    pub(crate) fn new(session: Arc<Session>, protocol: LspService<Protocol>) -> Dispatch {
        Dispatch { session, protocol }
    }

    /// Takes a message.
    pub(crate) fn call(&mut self, message: Request) -> Answer {
        let id = message.id().cloned();
        // Whatever goes wrong with one message, the next one is taken.
        catch_unwind(AssertUnwindSafe(|| match id.clone() {
            None => self.notification(message),
            Some(id) if self.session.is_traced.load(Ordering::Relaxed) => self.traced(id, message),
            Some(id) => self.request(id, message),
        }))
        .unwrap_or_else(|_| answered(id.map(|id| Reply::error(id, Error::internal_error()))))
    }

    /// Lets the protocol's own service answer.
    fn protocol(&mut self, message: Request) -> Answer {
        let answer = self.protocol.call(message);
        async move { answer.await.ok().flatten().map(Reply::Protocol) }.boxed()
    }

    fn notification(&mut self, message: Request) -> Answer {
        let phase = self.session.state().phase;
        match message.method() {
            "exit" => {
                self.session.exit(u8::from(phase != Phase::ShutDown));
                return answered(None);
            }
            "$/cancelRequest" => {
                if let Some(id) = cancelled(&message) {
                    self.session.cancel(&id);
                }
                return answered(None);
            }
            _ if phase != Phase::Running => return answered(None),
            "initialized" => {}
            method => {
                let params = message.params().cloned();
                if let Err(error) = notifications::take(&self.session, method, params) {
                    let why = error.message;
                    tracing::warn!("`{method}` is passed over: {why}");
                }
                return answered(None);
            }
        }
        notifications::initialized(&self.session);
        self.protocol(message)
    }

    fn request(&mut self, id: Id, message: Request) -> Answer {
        let refuse = |id, error| answered(Some(Reply::error(id, error)));
        let phase = self.session.state().phase;
        match (phase, message.method()) {
            (Phase::New, "initialize") => return self.initialize(message),
            (Phase::New, _) => return refuse(id, not_initialized()),
            (Phase::ShutDown, _) => return refuse(id, Error::invalid_request()),
            // The answer must go to the first.
            _ if self.session.runs(&id) => return refuse(id, Error::invalid_request()),
            (_, "exit" | "initialized" | "$/cancelRequest") => {
                return refuse(id, Error::invalid_request());
            }
            (Phase::Running, "shutdown") => {
                self.session.state().phase = Phase::ShutDown;
                return self.protocol(message);
            }
            _ => {}
        }
        let (method, _, params) = message.clone().into_parts();
        match requests::find(&method) {
            Some(Handler::Quick(whom, handle)) => self.compute(id, whom, handle, params),
            Some(Handler::Waiting(handle)) => self.wait(id, handle, params),
            // Such a notification may be passed over, but not a request.
            None if method.starts_with("$/") => refuse(id, Error::method_not_found()),
            None => self.protocol(message),
        }
    }

    /// Answers a request, and tells the client how long that took.
    fn traced(&mut self, id: Id, message: Request) -> Answer {
        let (method, start) = (message.method().to_owned(), Instant::now());
        let (answer, outbox) = (self.request(id, message), self.session.outbox.clone());
        async move {
            let answer = answer.await;
            let message = format!("{method}: {:.1?}", start.elapsed());
            outbox.notify::<LogTrace>(LogTraceParams { message, verbose: None });
            answer
        }
        .boxed()
    }

    fn initialize(&mut self, message: Request) -> Answer {
        if let Ok(params) = notifications::read::<InitializeParams>(message.params().cloned()) {
            let client =
                Arc::new(ClientInfo::new(&params, message.params().unwrap_or(&Value::Null)));
            let mut state = self.session.state();
            state.phase = Phase::Running;
            state.client = client;
            drop(state);
            notifications::initialize(&self.session, &params);
        }
        let answer = self.protocol.call(message);
        let add = |response: Response| {
            let (id, body) = response.into_parts();
            Response::from_parts(id, body.map(capabilities::completed))
        };
        async move { answer.await.ok().flatten().map(add).map(Reply::Protocol) }.boxed()
    }

    /// Answers a request on a thread of the pool, from the snapshot of all that was said before it.
    fn compute(&self, id: Id, whom: For, handle: requests::Quick, params: Option<Value>) -> Answer {
        let session = Arc::clone(&self.session);
        let (generation, mut snapshots) = (session.generation(), session.snapshots());
        let running = session.running(id.clone());
        let token = running.token.clone();
        let result = async move {
            let snapshot = wait_for(&mut snapshots, |it| it.generation >= generation).await?;
            let cancel = running.token.clone();
            let (outbox, sent) = (session.outbox.clone(), Arc::clone(&session.sent));
            let context = Context { snapshot, cancel, outbox, sent };
            let answer = move || {
                let cancelled = || context.is_cancelled().then(Error::request_cancelled);
                cancelled().map_or(Ok(()), Err)?;
                let answer = handle(&context, params.unwrap_or_default());
                // Half an answer is none.
                cancelled().map_or(answer, Err)
            };
            let result = session.pool.compute(whom, answer).await;
            drop(running);
            result?
        };
        respond(id, token, result)
    }

    /// Answers a request that waits for something to happen.
    fn wait(&self, id: Id, handle: requests::Waiting, params: Option<Value>) -> Answer {
        let running = self.session.running(id.clone());
        let token = running.token.clone();
        let waiting = handle(Arc::clone(&self.session), params.unwrap_or_default());
        let result = async move {
            let result = AssertUnwindSafe(waiting).catch_unwind().await;
            drop(running);
            result.unwrap_or_else(|_| Err(Error::internal_error()))
        };
        respond(id, token, result)
    }
}

/// The answer to a request, at once where it is cancelled.
fn respond(
    id: Id,
    token: tokio_util::sync::CancellationToken,
    result: impl Future<Output = tower_lsp::jsonrpc::Result<Written>> + Send + 'static,
) -> Answer {
    // On a task of its own, so that no answer waits until others are written.
    let task = tokio::spawn(result);
    let abort = task.abort_handle();
    async move {
        let result = tokio::select! {
            biased;
            () = token.cancelled(), if !task.is_finished() => {
                // What waits for something to happen would wait and tell of it still.
                abort.abort();
                Err(Error::request_cancelled())
            }
            result = task => result.unwrap_or_else(|_| Err(Error::internal_error())),
        };
        Some(Reply::new(id, result))
    }
    .boxed()
}

/// The request that a message cancels.
pub(crate) fn cancelled(message: &Request) -> Option<Id> {
    if message.method() != "$/cancelRequest" || message.id().is_some() {
        return None;
    }
    match message.params()?.get("id")? {
        Value::String(id) => Some(Id::String(id.clone())),
        id => id.as_i64().map(Id::Number),
    }
}

/// What the protocol wants requests to be answered with before `initialize`.
fn not_initialized() -> Error {
    let message = "the server is not initialized".into();
    Error { code: ErrorCode::ServerError(-32002), message, data: None }
}

fn answered(reply: Option<Reply>) -> Answer {
    ready(reply).boxed()
}

//! The threads that requests are answered on. What somebody waits for does not stand behind what the
//! editor asks for of its own accord, and the latter leaves a core to the conversation.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};

/// For whom a request is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum For {
    /// Somebody has asked for it and waits: a completion, the place that a reference leads to.
    Person,
    /// The editor shows it of its own accord, and asks for it again after each change: colours, the
    /// outline, all findings. Or it takes long and shows its progress: compiling.
    Editor,
}

/// Threads for both.
#[derive(Debug)]
pub(crate) struct Pool {
    person: ThreadPool,
    editor: ThreadPool,
}

impl Pool {
    /// Starts the threads.
    pub(crate) fn start() -> io::Result<Pool> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        // One is for those who listen, follow changes and write.
        let others = cores - 1;
        let threads = |name: &'static str, at_least: usize| {
            let threads = ThreadPoolBuilder::new().num_threads(others.max(at_least));
            threads.thread_name(move |index| format!("{name}-{index}"))
        };
        // Whoever waits for something large may write on meanwhile.
        let person = threads("person", 2).build().map_err(io::Error::other)?;
        let editor = threads("editor", 1).start_handler(|_| step_back());
        Ok(Pool { person, editor: editor.build().map_err(io::Error::other)? })
    }

    /// Computes something, after what was to be computed for the same before. A panic is an error of the
    /// one who waits for it.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        whom: For,
        compute: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let (sender, receiver) = oneshot::channel();
        let pool = match whom {
            For::Person => &self.person,
            For::Editor => &self.editor,
        };
        pool.spawn_fifo(move || {
            if let Ok(result) = catch_unwind(AssertUnwindSafe(compute)) {
                // Nobody waits for it where the request was cancelled.
                let _ = sender.send(result);
            }
        });
        receiver.await.map_err(|_| Error::internal_error())
    }
}

/// Lets others go first, if this thread has worked for a while; gives whether it has. What takes long
/// calls it again and again. Where more threads work than there are cores, the system hands a core to who
/// has just been woken (the thread that reads what the client says, or the client) no sooner than at its
/// next tick, which may be 4 ms away.
pub(crate) fn give_way() -> bool {
    const A_WHILE: Duration = Duration::from_millis(1);
    thread_local! {
        static SINCE: Cell<Instant> = Cell::new(Instant::now());
    }
    let is_due = SINCE.get().elapsed() >= A_WHILE;
    if is_due {
        std::thread::yield_now();
        SINCE.set(Instant::now());
    }
    is_due
}

/// Lets others go first where there is one core for all.
fn step_back() {
    /// A third of the processor where others want it as well.
    #[cfg(target_os = "linux")]
    const NICE: i32 = 5;
    // On Linux alone this is the priority of a thread. Where it cannot be set, nothing is lost but
    // some milliseconds.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn way_is_given_after_a_while_and_not_always() {
        give_way();
        std::thread::sleep(Duration::from_millis(2));
        assert!(give_way());
        assert!((0..1_000).any(|_| !give_way()));
    }
}

//! A server does not outlive the editor that started it.

use std::sync::Arc;
use std::time::Duration;

use crate::session::{Phase, Session};

/// Ends when the process of the client is gone.
pub(crate) fn watch(session: &Arc<Session>, process: u32) {
    let session = Arc::downgrade(session);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_secs(2));
        loop {
            ticks.tick().await;
            let Some(session) = session.upgrade() else { return };
            if is_gone(process) {
                let phase = session.state().phase;
                return session.exit(u8::from(phase != Phase::ShutDown));
            }
        }
    });
}

#[cfg(unix)]
fn is_gone(process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};

    // Of a process that is not ours it is told that it is there.
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    process.is_some_and(|process| test_kill_process(process) == Err(Errno::SRCH))
}

/// No safe function of Windows tells whether a process runs. There the end of the input ends the server:
/// the system closes the pipe with the editor.
#[cfg(not(unix))]
fn is_gone(_: u32) -> bool {
    false
}

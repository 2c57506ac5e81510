//! A server does not outlive the editor that started it.

use std::path::Path;
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

/// Where it cannot be told, a process is taken to be there: the end of the input ends us as well.
fn is_gone(process: u32) -> bool {
    let processes = Path::new("/proc");
    processes.join("self").exists() && !processes.join(process.to_string()).exists()
}

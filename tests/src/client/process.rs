//! The server as a process: what it takes, and how it ends.

use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Client;

/// Memory of a process, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// What it holds now.
    pub resident: u64,
    /// The most that it held.
    pub most: u64,
}

impl Client {
    /// What the server wrote to its standard error so far.
    pub fn stderr(&self) -> String {
        self.shared.change(|state| state.stderr.clone())
    }

    /// The number of the server's process.
    pub fn process(&self) -> u32 {
        self.child().id()
    }

    /// The memory that the server holds, where the system tells.
    pub fn memory(&self) -> Memory {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process()));
        let status = status.unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
            number.and_then(|number| number.parse::<u64>().ok()).unwrap_or_default() * 1024
        };
        Memory { resident: field("VmRSS:"), most: field("VmHWM:") }
    }

    /// How the server ended.
    ///
    /// # Panics
    /// When it goes on.
    pub fn exit(&self) -> ExitStatus {
        let end = Instant::now() + self.patience;
        loop {
            if let Some(status) = self.child().try_wait().expect("it is our child") {
                return status;
            }
            assert!(Instant::now() < end, "the server has not ended{}", self.last_words());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Ends the session as the protocol wants it, sees that nothing unexpected was left, and gives the
    /// exit code.
    ///
    /// # Panics
    /// When the server does not end, or said what the test did not expect.
    pub fn shut_down(&self) -> Option<i32> {
        let answer = self.request("shutdown", Value::Null);
        assert_eq!(answer, Ok(Value::Null), "the answer to shutdown");
        self.notify("exit", Value::Null);
        let status = self.exit();
        self.assert_quiet();
        status.code()
    }

    fn child(&self) -> std::sync::MutexGuard<'_, Child> {
        self.child.lock().expect("nobody panics with it")
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let mut child = self.child();
        let _ = child.kill();
        let _ = child.wait();
    }
}

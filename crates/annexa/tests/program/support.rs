//! Folders in which tests run the program, and texts for them.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A standard without findings.
pub(crate) const CLEAN: &str = r#"standard SMX "Controls for meters" {
  sector "Smart metering"
  edition 2026
  base ISO/IEC 27001:2022 + Amd 1:2024
  scope """This document is about meters."""
}

retain 27001 7.2 {
  reason """Looked at in the second draft; no sector need."""
}
"#;

/// A declaration with an error (R102) and nothing else.
pub(crate) const WRONG: &str = r#"
retain 27001 7.9 {
  reason """Looked at in the second draft; no sector need."""
}
"#;

/// A folder that is deleted with the test.
pub(crate) struct Folder(TempDir);

/// Returns a folder with files.
pub(crate) fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder(tempfile::tempdir().expect("a folder can be made"));
    for (name, text) in files {
        folder.write(name, text);
    }
    folder
}

impl Folder {
    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().canonicalize().expect("the folder is there")
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Makes a file read-only or writable.
    pub(crate) fn set_read_only(&self, name: &str, is_read_only: bool) {
        let path = self.0.path().join(name);
        let mut permissions = fs::metadata(&path).expect("the file is there").permissions();
        permissions.set_readonly(is_read_only);
        fs::set_permissions(path, permissions).expect("it is ours");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("the file can be read")
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.0.path().join(name).symlink_metadata().is_ok()
    }

    /// Returns the names of everything in it, including hidden files.
    pub(crate) fn names(&self, below: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.path().join(below)).expect("the folder can be read");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("can be read").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Returns the program, to be run in this folder.
    pub(crate) fn annexa(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annexa"));
        command.current_dir(self.0.path()).args(arguments);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "SOURCE_DATE_EPOCH"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs the program and returns the exit code, standard output and standard error.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        outcome(&mut self.annexa(arguments))
    }
}

/// Runs a command and returns the exit code, standard output and standard error.
pub(crate) fn outcome(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("the program can be run");
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(output.stdout).expect("it writes UTF-8"),
        String::from_utf8(output.stderr).expect("it writes UTF-8"),
    )
}

/// Returns the folder of the project's examples.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .canonicalize()
        .expect("it is there")
}

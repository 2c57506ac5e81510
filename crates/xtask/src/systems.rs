//! Checks of other systems from Linux: type checks for Windows, macOS and the web, and a Windows
//! program that runs in wine with the same tests of the language server.
//!
//! The toolchain has the standard library of its own system only. For other systems it is built
//! from the sources that Debian packages, with Debian's compiler, so that Debian's mirror is
//! sufficient. `RUSTC_BOOTSTRAP` lets a stable compiler do this; it is set only for these checks,
//! never for files that are distributed.

use std::path::{Path, PathBuf};
use std::process::Command;

use annexa_tests::client::{WINE, annexa};

use crate::{Outcome, apt_install, cargo_path, linted, root, run, target};

/// The systems of users. Crates with C code are excluded, because no C compiler for these systems
/// is available.
const TARGETS: [&str; 3] =
    ["x86_64-pc-windows-msvc", "aarch64-pc-windows-msvc", "aarch64-apple-darwin"];

/// Crates without I/O, which a web page could use. `annexa-emit` is excluded, because its JSON
/// writer does not support 32 bits.
const PURE: [&str; 5] =
    ["annexa-syntax", "annexa-base", "annexa-model", "annexa-diff", "annexa-ide"];

/// The Windows target whose programs wine 8 can run: later ones use functions of Windows 10.
const WINDOWS: &str = "x86_64-win7-windows-gnu";

/// Debian's compiler, which matches the sources of the standard library.
const RUSTC: &str = "/usr/bin/rustc";
const SOURCES: &str = "/usr/lib/rustlib/src/rust/library";
const LINKER: &str = "/usr/bin/x86_64-w64-mingw32-gcc-win32";

/// Mounts a disk that ignores case, as on Windows and macOS.
const NTFS: &str = "/usr/bin/lowntfs-3g";

/// The tests of the server that run in wine: those that need no links, pipes or devices.
const TESTS: [&str; 8] = [
    "rows",
    "navigation",
    "file_operations",
    "projects",
    "completion",
    "diagnostics",
    "code_actions",
    "views",
];

/// Runs all checks, or only `types`, `wine` or `clone`.
pub(crate) fn test(part: Option<&str>) -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("xtask: other systems are not tested, which needs Debian");
        return Ok(());
    }
    match part {
        None => types().and_then(|()| wine()).and_then(|()| clone()),
        Some("types") => types(),
        Some("wine") => wine(),
        Some("clone") => clone(),
        Some(other) => Err(format!("`{other}` is not known; types, wine and clone are").into()),
    }
}

/// Runs the type checks.
fn types() -> Outcome {
    set_up()?;
    for target in TARGETS {
        check(target, &["--package", "annexa"])?;
    }
    let pure: Vec<_> = PURE.iter().flat_map(|name| ["--package", name]).collect();
    check("wasm32-unknown-unknown", &pure)?;
    // Includes the tests and their C code, because a C compiler for this Windows target is
    // available.
    let mut tests =
        cargo(&["check", "--quiet", "--target", WINDOWS, "--workspace", "--all-targets"]);
    run(tests.env("CC_x86_64_win7_windows_gnu", LINKER))
}

/// Tests a Windows program, and the program of this system on a Windows disk.
fn wine() -> Outcome {
    set_up()?;
    let program = windows_program()?;
    compile_as_here(&program)?;
    serve_as_here(&program, None)?;
    serve_as_here(&program, Some("server/share"))?;
    count_once_where_case_is_ignored()
}

fn set_up() -> Outcome {
    let needed = [
        (RUSTC, "rustc-web"),
        (SOURCES, "rust-web-src"),
        (LINKER, "gcc-mingw-w64-x86-64-win32"),
        (WINE, "wine64"),
        (NTFS, "ntfs-3g"),
    ];
    let missing = needed.iter().filter(|(file, _)| !Path::new(file).exists());
    missing.map(|(_, package)| *package).try_for_each(apt_install)
}

fn folder() -> PathBuf {
    target().join("systems")
}

/// Returns a cargo command that builds for another system.
fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(cargo_path());
    cargo.args(arguments).arg("-Zbuild-std=std,panic_abort").current_dir(root());
    // Warnings are errors on those systems too.
    cargo.args(["-Zwarnings", "--config", "build.warnings='deny'"]);
    cargo.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", folder());
    // A compiler wrapper is for lints, which are checked elsewhere.
    cargo.env_remove("RUSTC_WORKSPACE_WRAPPER").env_remove("RUSTUP_TOOLCHAIN");
    cargo
}

fn check(target: &str, packages: &[&str]) -> Outcome {
    run(cargo(&["check", "--quiet", "--target", target]).args(packages))
}

/// Builds the program for Windows, without optimization.
fn windows_program() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let objects = std::path::absolute(folder().join("self-contained"))?;
    std::fs::create_dir_all(&objects)?;
    for name in ["rsbegin", "rsend"] {
        // Only a toolchain for Windows contains the startup and exit code of such programs.
        let source = Path::new(SOURCES).join("rtstartup").join(name);
        let mut rustc = Command::new(RUSTC);
        rustc.args(["--target", WINDOWS, "--emit=obj", "-o"]).env("RUSTC_BOOTSTRAP", "1");
        run(rustc.arg(objects.join(name).with_extension("o")).arg(source.with_extension("rs")))?;
    }
    let mut build = cargo(&["build", "--quiet", "--target", WINDOWS, "--package", "annexa"]);
    let flags = format!("-L {} -C link-self-contained=no", objects.display());
    build.env("CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_LINKER", LINKER);
    run(build.env("CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_RUSTFLAGS", flags))?;
    Ok(std::path::absolute(folder().join(WINDOWS).join("debug/annexa.exe"))?)
}

/// Sets a command up to run wine, with a disk of its own and file names in UTF-8.
fn with_wine(command: &mut Command) -> &mut Command {
    let prefix = std::path::absolute(folder().join("wine")).unwrap_or_default();
    command.env("WINEPREFIX", prefix).env("WINEDEBUG", "-all").env("LC_ALL", "C.UTF-8");
    // Otherwise wine asks at its first start whether to install them.
    command.env("WINEDLLOVERRIDES", "mscoree,mshtml=")
}

/// Tests that the compiled examples have the same bytes.
fn compile_as_here(program: &Path) -> Outcome {
    let here = folder().join("compiled-here");
    let there = folder().join("compiled-there");
    let arguments = ["compile", "examples", "--format", "json", "--format", "html", "-o"];
    run(Command::new(annexa()).args(arguments).arg(&here))?;
    run(with_wine(Command::new(WINE).arg(program)).args(arguments).arg(&there))?;
    let mut count = 0;
    for file in std::fs::read_dir(&here)? {
        let file = file?;
        if std::fs::read(file.path())? != std::fs::read(there.join(file.file_name()))? {
            return Err(
                format!("{:?} is compiled to other bytes on Windows", file.file_name()).into()
            );
        }
        count += 1;
    }
    println!("xtask: {count} compiled files are the same bytes on Windows");
    Ok(())
}

/// Runs the tests of the server in a folder whose path resembles those of users: on a drive or on a
/// share.
fn serve_as_here(program: &Path, share: Option<&str>) -> Outcome {
    let users = std::path::absolute(folder().join("Zähler & Co [1]"))?;
    std::fs::create_dir_all(&users)?;
    let mut tests = linted(&["test", "--workspace", "--quiet", "--test", "server", "--"]);
    // Wine shows links as their targets.
    tests.args(TESTS).args(["--skip", "a_link_that_leads_out", "--skip", "by_two_names"]);
    with_wine(&mut tests).env("TMPDIR", users);
    if let Some(share) = share {
        make_share(share)?;
        tests.env("ANNEXA_TEST_SHARE", share);
    }
    // Wine starts slowly.
    run(tests.arg("--test-threads=2").env("ANNEXA_TEST_WINDOWS", program))
}

/// Creates a share. Wine finds its files through a link, which here leads to all files of this
/// system.
fn make_share(share: &str) -> Outcome {
    let share = folder().join("wine/dosdevices/unc").join(share);
    std::fs::create_dir_all(share.parent().unwrap_or(&share))?;
    match share.is_symlink() {
        true => Ok(()),
        false => run(Command::new("ln").arg("-s").arg("/").arg(share)),
    }
}

/// Tests that files count once on a disk that ignores case, where Linux keeps names as the user
/// spells them.
fn count_once_where_case_is_ignored() -> Outcome {
    if !Path::new("/dev/fuse").exists() {
        println!("xtask: a disk that ignores case is not tested, which needs /dev/fuse");
        return Ok(());
    }
    let image = folder().join("ntfs.img");
    std::fs::File::create(&image)?.set_len(40 << 20)?;
    run(Command::new("mkntfs").args(["-F", "-Q", "-q"]).arg(&image))?;
    let disk = tempfile::tempdir()?;
    run(Command::new(NTFS).args(["-o", "ignore_case"]).arg(&image).arg(disk.path()))?;
    let outcome = check_in_capitals(disk.path());
    run(Command::new("umount").arg(disk.path()))?;
    outcome
}

fn check_in_capitals(disk: &Path) -> Outcome {
    let example = root().join("examples/company");
    std::fs::create_dir(disk.join("company"))?;
    for name in ["annexa.toml", "people.annexa", "profile.annexa"] {
        std::fs::copy(example.join(name), disk.join("company").join(name))?;
    }
    let mut check = Command::new(annexa());
    check.args(["check", "COMPANY/PEOPLE.ANNEXA", "company/people.annexa"]).current_dir(disk);
    let output = check.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    match said.contains("2 files") && output.status.success() {
        true => Ok(()),
        false => Err(format!("the two files of the project are not counted once:\n{said}").into()),
    }
}

/// Tests that a clone made by git on Windows has the same bytes, because the program embeds them.
fn clone() -> Outcome {
    let clone = tempfile::tempdir()?;
    let mut git = Command::new("git");
    git.args(["clone", "--quiet", "-c", "core.autocrlf=true", "."]);
    run(git.arg(clone.path()))?;
    let listed = Command::new("git").args(["ls-files", "--eol"]).current_dir(&clone).output()?;
    let listed = String::from_utf8(listed.stdout)?;
    let is_changed = |line: &&str| {
        let mut words = line.split_whitespace();
        let (index, work) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        index.strip_prefix("i/") != work.strip_prefix("w/")
    };
    let changed: Vec<_> = listed.lines().filter(is_changed).collect();
    match changed.as_slice() {
        [] => Ok(()),
        changed => Err(format!("git changes line ends on Windows:\n{}", changed.join("\n")).into()),
    }
}

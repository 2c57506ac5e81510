//! Which files form a project, and which projects a path means.

#[cfg(unix)]
use std::os::unix::fs::symlink;

use crate::support::{CLEAN, Folder, WRONG, folder};

const PART: &str = "part of SMX\n";

fn wrong_part() -> String {
    format!("{PART}{WRONG}")
}

/// Returns the numbers of files and projects that were checked.
fn looked_at(folder: &Folder, paths: &[&str]) -> String {
    let (code, _, stderr) = folder.run(&[&["check"], paths].concat());
    assert_eq!(code, 0, "{stderr}");
    let (_, rest) = stderr.trim_end().rsplit_once("No problems in ").expect("a summary");
    rest.trim_end_matches('.').to_owned()
}

#[test]
fn a_folder_without_settings_is_a_project() {
    let folder = folder(&[("a.annexa", CLEAN), ("deep/down/b.annexa", PART), ("c.txt", "x")]);
    assert_eq!(looked_at(&folder, &[]), "2 files");
    assert_eq!(looked_at(&folder, &["."]), "2 files");
}

#[test]
fn what_is_hidden_or_ignored_is_left_out() {
    let folder = folder(&[("a.annexa", CLEAN), (".gitignore", "old/\ndraft-*\n")]);
    for name in [".hidden.annexa", ".hidden/x.annexa", "old/x.annexa", "sub/draft-x.annexa"] {
        folder.write(name, wrong_part());
    }
    assert_eq!(looked_at(&folder, &[]), "1 file");
}

#[test]
fn the_project_of_a_path_is_found_upwards() {
    let folder =
        folder(&[("annexa.toml", ""), ("smx.annexa", CLEAN), ("deep/down/b.annexa", PART)]);
    for path in ["deep/down", "deep/down/b.annexa", "annexa.toml", "smx.annexa", "."] {
        assert_eq!(looked_at(&folder, &[path]), "2 files", "{path}");
    }
    assert_eq!(looked_at(&folder, &["deep", "smx.annexa", "deep/down/b.annexa"]), "2 files");
}

#[test]
fn sources_name_files_folders_and_patterns() {
    let folder =
        folder(&[("src/smx.annexa", CLEAN), ("src/sub/a.annexa", PART), ("b.annexa", PART)]);
    folder.write("other/wrong.annexa", wrong_part());
    for (sources, files) in [
        ("[\"src\"]", "2 files"),
        ("[\"./src/\", \"b.annexa\"]", "3 files"),
        ("[\"src/*.annexa\"]", "1 file"),
        ("[\"src/**/*.annexa\", \"*.annexa\", \"src\"]", "3 files"),
        ("[\"{src,none}/smx.annexa\"]", "1 file"),
    ] {
        folder.write("annexa.toml", format!("[project]\nsources = {sources}\n"));
        assert_eq!(looked_at(&folder, &["src"]), files, "{sources}");
    }
    let (code, _, stderr) = folder.run(&["check", "other/wrong.annexa"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("`other/wrong.annexa` is not part of the project `.`"), "{stderr}");
    for sources in
        ["[\"none\"]", "[\"*.txt\"]", "[\"annexa.toml\"]", "[\"a[\"]", "[\"none/*.annexa\"]"]
    {
        folder.write("annexa.toml", format!("[project]\nsources = {sources}\n"));
        let (code, _, stderr) = folder.run(&["check"]);
        assert_eq!(code, 2, "{sources}: {stderr}");
        assert!(stderr.contains("--> annexa.toml:2:12"), "{sources}: {stderr}");
    }
}

#[test]
fn bases_path_adds_the_catalogues_there() {
    let catalogue =
        "catalogue \"Policy 7:2025\" \"Our policy\" {\n  layout plain\n}\n\nclause 1 \"All\"\n";
    let smx = CLEAN.replace("  scope", "  base \"Policy 7:2025\" as policy\n  scope");
    let folder = folder(&[("src/smx.annexa", &smx), ("bases/policy.annexa", catalogue)]);
    folder.write("annexa.toml", "[project]\nsources = [\"src\"]\n");
    let (code, _, stderr) = folder.run(&["check"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("error[R101]"), "{stderr}");
    folder.write("annexa.toml", "[project]\nsources = [\"src\"]\n[bases]\npath = \"bases\"\n");
    assert_eq!(looked_at(&folder, &[]), "2 files");
}

#[test]
fn a_file_on_its_own_takes_what_belongs_to_it() {
    let folder = folder(&[("smx.annexa", CLEAN), ("part.annexa", PART)]);
    folder.write("overlay.annexa", "overlay ISO/IEC 27001:2022\n");
    folder.write("foreign.annexa", wrong_part().replace("SMX", "TLC"));
    folder.write("other.annexa", CLEAN.replace("SMX", "OTH"));
    folder.write("broken.annexa", b"\xFF\xFE");
    folder.write("sub/part.annexa", wrong_part());
    assert_eq!(looked_at(&folder, &["smx.annexa"]), "3 files");
    assert_eq!(looked_at(&folder, &["part.annexa"]), "3 files");
    assert_eq!(looked_at(&folder, &["smx.annexa", "part.annexa"]), "3 files");
    assert_eq!(looked_at(&folder, &["other.annexa", "smx.annexa"]), "5 files of 2 projects");
    let (code, _, stderr) = folder.run(&["check", "foreign.annexa"]);
    assert_eq!(code, 1, "{stderr}");
    // Every file of the project must be readable.
    folder.write("late.annexa", b"part of SMX\n\xFF");
    let (code, _, stderr) = folder.run(&["check", "smx.annexa"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("`late.annexa` is not UTF-8: byte 12"), "{stderr}");
}

#[test]
fn projects_within_a_folder_are_projects_of_their_own() {
    let folder = folder(&[]);
    for name in ["a", "b", "b/inner", "c/deep"] {
        folder.write(&format!("{name}/annexa.toml"), "");
        folder.write(&format!("{name}/smx.annexa"), CLEAN);
    }
    assert_eq!(looked_at(&folder, &[]), "4 files of 4 projects");
    assert_eq!(looked_at(&folder, &["b"]), "2 files of 2 projects");
    assert_eq!(looked_at(&folder, &["b/inner"]), "1 file");
    assert_eq!(looked_at(&folder, &["a", "b", "."]), "4 files of 4 projects");
    // Files that belong to none of them form another project.
    folder.write("c/smx.annexa", CLEAN);
    assert_eq!(looked_at(&folder, &["."]), "5 files of 5 projects");
    // Settings that name sources do not hide the projects below.
    folder.write("b/annexa.toml", "[project]\nsources = [\"smx.annexa\"]\n");
    assert_eq!(looked_at(&folder, &["b"]), "2 files of 2 projects");
}

#[test]
fn one_unreadable_project_does_not_hide_the_others() {
    let folder = folder(&[("a/annexa.toml", "[oops]\n"), ("a/smx.annexa", CLEAN)]);
    folder.write("b/annexa.toml", "");
    folder.write("b/smx.annexa", format!("{CLEAN}{WRONG}"));
    let (code, _, stderr) = folder.run(&["check", "a", "b", "missing"]);
    assert_eq!(code, 2);
    for said in ["there is no section `[oops]`", "error[R102]", "cannot read `missing`"] {
        assert!(stderr.contains(said), "{said}: {stderr}");
    }
}

#[cfg(unix)]
#[test]
fn paths_and_links_that_lead_out_are_errors() {
    let outside = folder(&[("smx.annexa", CLEAN), ("other/a.annexa", PART)]);
    let outside_path = outside.path();
    for settings in [
        "[project]\nsources = [\"../x\"]\n",
        "[project]\nsources = [\"/etc\"]\n",
        "[bases]\npath = \"a/../..\"\n",
        "[compile]\noutput = \"../out\"\n",
    ] {
        let folder = folder(&[("smx.annexa", CLEAN), ("annexa.toml", settings)]);
        let (code, _, stderr) = folder.run(&["compile"]);
        assert_eq!(code, 2, "{settings}");
        assert!(stderr.contains("this path leads out of the project"), "{settings}: {stderr}");
        assert!(stderr.contains("--> annexa.toml:2:"), "{settings}: {stderr}");
    }
    let folder = folder(&[("annexa.toml", ""), ("smx.annexa", CLEAN)]);
    // A link that is named explicitly is followed.
    symlink(outside_path.join("smx.annexa"), folder.path().join("link.annexa")).expect("made");
    let (code, _, stderr) = folder.run(&["check", "link.annexa"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("leads out of the project `.`, to `"), "{stderr}");
    symlink(&outside_path, folder.path().join("build")).expect("a link can be made");
    folder.write(".gitignore", "build\n");
    let (code, _, stderr) = folder.run(&["compile"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`build` leads out of the project"), "{stderr}");
    assert_eq!(outside.names(""), ["other", "smx.annexa"]);
}

#[cfg(unix)]
#[test]
fn links_that_stay_within_count_once() {
    let folder = folder(&[("annexa.toml", ""), ("sub/smx.annexa", CLEAN)]);
    symlink("sub/smx.annexa", folder.path().join("a.annexa")).expect("a link can be made");
    symlink("sub", folder.path().join("again")).expect("a link can be made");
    assert_eq!(looked_at(&folder, &[]), "1 file");
    symlink("nowhere.annexa", folder.path().join("b.annexa")).expect("a link can be made");
    let (code, _, stderr) = folder.run(&["check"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("warning: `b.annexa` is a link to a missing file"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_project_is_that_project() {
    let real = folder(&[("annexa.toml", ""), ("smx.annexa", CLEAN)]);
    let here = folder(&[]);
    symlink(real.path(), here.path().join("link")).expect("a link can be made");
    assert_eq!(looked_at(&here, &["link"]), "1 file");
    assert_eq!(looked_at(&here, &["link/smx.annexa"]), "1 file");
}

#[test]
fn names_may_end_in_capitals() {
    let folder = folder(&[("SMX.ANNEXA", CLEAN), ("sub/part.Annexa", PART)]);
    assert_eq!(looked_at(&folder, &[]), "2 files");
    assert_eq!(looked_at(&folder, &["SMX.ANNEXA"]), "1 file");
    let (code, _, stderr) = folder.run(&["fmt"]);
    assert!(code == 0 && stderr.contains("2 files already formatted"), "{stderr}");
}

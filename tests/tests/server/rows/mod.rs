//! The 49 things that a server of this protocol can do, one a row, with the evidence for each: how it is
//! announced, and what it answers in a workspace of two of the examples. An answer stands here as an
//! author would see it; a row holds where it is announced and the answer is that one.

mod editor;
mod of_texts;
mod of_workspaces;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use editor::Editor;

/// What a row says.
enum Row {
    /// What it is, the capability that announces it where one does, how it is asked for, and what comes.
    Done(&'static str, &'static str, fn(&Editor) -> String, &'static str),
    /// What it is, and why it is not there.
    Left(&'static str, &'static str),
}

use Row::{Done, Left};
use of_texts as texts;
use of_workspaces as workspaces;

const ROWS: [Row; 49] = [
    Done(
        "completion",
        "completionProvider",
        texts::completion,
        "27002 5.23 · Information security for use of cloud services · Organizational \
         controls · ISO/IEC 27002:2022",
    ),
    Done(
        "completionItem/resolve",
        "completionProvider/resolveProvider",
        texts::completion_resolve,
        "**5.23 Information security for use of cloud services**",
    ),
    Done("hover", "hoverProvider", texts::hover, "27002 5.14: **5.14 Information transfer**"),
    Done(
        "signatureHelp",
        "signatureHelpProvider",
        texts::signature_help,
        "{ … } of retain REFERENCE { … }",
    ),
    Done("definition", "definitionProvider", texts::definition, "iso-iec-27001-2022.annexa: 1)"),
    Done(
        "declaration",
        "declarationProvider",
        texts::declaration,
        "profile.annexa: ISO/IEC 27002:2022",
    ),
    Done(
        "typeDefinition",
        "typeDefinitionProvider",
        texts::type_definition,
        "iso-iec-27002-2022.annexa: ISO/IEC 27002:2022",
    ),
    Done(
        "implementation",
        "implementationProvider",
        texts::implementation,
        "profile.annexa: 27002 7.10",
    ),
    Done(
        "references",
        "referencesProvider",
        texts::references,
        "5: people.annexa: design data · profile.annexa: design data",
    ),
    Done(
        "documentHighlight",
        "documentHighlightProvider",
        texts::document_highlight,
        "\"security council\" · security council · security council · security council",
    ),
    Done(
        "documentSymbol",
        "documentSymbolProvider",
        texts::document_symbol,
        "ACME: design data · security council · refine 27001 5.3 b) · refine 27001 6.1.2 \
         a) 1) · refine 27001 6.1.3 c) · refine 27001 6.1.3 d) · interpret 27001 9.3.3 · \
         ACME.5.38 · add guidance to 27002 5.12 · add guidance to 27002 8.12 · modify \
         control 27002 7.10 · retain 27002 8.28",
    ),
    Done(
        "workspace/symbol",
        "workspaceSymbolProvider",
        workspaces::symbol,
        "people.annexa: line manager",
    ),
    Done(
        "codeAction",
        "codeActionProvider",
        texts::code_action,
        "Turn into `refine` · Refine 27001 9.3.3 · Move to people.annexa",
    ),
    Done(
        "codeAction/resolve",
        "codeActionProvider/resolveProvider",
        texts::code_action_resolve,
        "interpret → refine",
    ),
    Done("codeLens", "codeLensProvider", texts::code_lens, "standard · ACME"),
    Done(
        "codeLens/resolve",
        "codeLensProvider/resolveProvider",
        texts::code_lens_resolve,
        "ISO/IEC 27001:2022: 3 refined, 2 interpreted of 30 · ISO/IEC 27002:2022: 1 \
         added, 1 modified, 4 with guidance added, 2 retained of 93",
    ),
    Done(
        "documentLink",
        "documentLinkProvider",
        texts::document_link,
        "ISO/IEC 27001:2022 · ISO/IEC 27002:2022 · 27002 5.14",
    ),
    Done(
        "documentLink/resolve",
        "documentLinkProvider/resolveProvider",
        texts::document_link_resolve,
        "Information transfer · control 5.14",
    ),
    Done(
        "formatting",
        "documentFormattingProvider",
        texts::formatting,
        "retain 27001 7.2 {\n  reason \"x\"\n}\n\nretain 27001 7.3 {\n  reason \"y\"\n}",
    ),
    Done(
        "rangeFormatting",
        "documentRangeFormattingProvider",
        texts::range_formatting,
        "retain 27001 7.2 {\n  reason \"x\"\n}\n\nretain 27001 7.3 {\n reason  \"y\" }",
    ),
    Done(
        "onTypeFormatting",
        "documentOnTypeFormattingProvider",
        texts::on_type_formatting,
        "retain 27001 7.2 {\n  reason \"No sector need.\"\n}",
    ),
    Done("rename", "renameProvider", texts::rename, "5 in profile.annexa, 1 in people.annexa"),
    Done(
        "prepareRename",
        "renameProvider/prepareProvider",
        texts::prepare_rename,
        "design data at design data",
    ),
    Done("foldingRange", "foldingRangeProvider", texts::folding_range, "23: comment 0–1, 2–13, …"),
    Done(
        "selectionRange",
        "selectionRangeProvider",
        texts::selection_range,
        "council < security < {term < The < \"\"\" < text < { < refine < //",
    ),
    Done(
        "linkedEditingRange",
        "linkedEditingRangeProvider",
        texts::linked_editing_range,
        "security council · security council · security council · security council",
    ),
    Done(
        "semanticTokens/full",
        "semanticTokensProvider/full",
        texts::tokens_full,
        "132: keyword standard · … · reference 8.28",
    ),
    Done(
        "semanticTokens/full/delta",
        "semanticTokensProvider/full/delta",
        texts::tokens_delta,
        "at 35: 0 taken, 5 given: 11 columns on, 6 long",
    ),
    Done(
        "semanticTokens/range",
        "semanticTokensProvider/range",
        texts::tokens_range,
        "keyword refine · reference 27001 · reference 5.3 · reference b) · property text \
         · verbalForm shall · keyword term · term security council",
    ),
    Done(
        "inlayHint",
        "inlayHintProvider",
        texts::inlay_hint,
        "Organizational roles, responsibilities and authorities",
    ),
    Done(
        "inlayHint/resolve",
        "inlayHintProvider/resolveProvider",
        texts::inlay_hint_resolve,
        "**Item b)**",
    ),
    Done(
        "callHierarchy",
        "callHierarchyProvider",
        texts::call_hierarchy,
        "5.14 Information transfer ← ACME.5.38 Drawings for contract manufacturers → 5.14 \
         Information transfer",
    ),
    Done(
        "typeHierarchy",
        "typeHierarchyProvider",
        texts::type_hierarchy,
        "7 Physical controls > 7.10 Storage media > modify control 27002 7.10",
    ),
    Done(
        "pull textDocument/diagnostic",
        "diagnosticProvider",
        texts::diagnostic,
        "R102 at 27001 7.9",
    ),
    Done(
        "pull workspace/diagnostic",
        "diagnosticProvider/workspaceDiagnostics",
        workspaces::diagnostic,
        "closed.annexa: R102",
    ),
    Left(
        "inlineValue",
        "it shows values while a program stops in a debugger; nothing runs in this language",
    ),
    Done("moniker", "monikerProvider", texts::moniker, "provision|ISO/IEC 27002:2022|5.14"),
    Done(
        "file operations: will",
        "workspace/fileOperations/willRename",
        workspaces::will_change_files,
        "[\"profile.annexa\", \"staff.annexa\"] · [\"profile.annexa\"] · \
         [\"profile.annexa\", \"people.annexa\", \"sites.annexa\"]",
    ),
    Done(
        "file operations: did",
        "workspace/fileOperations/didRename",
        workspaces::did_change_files,
        "staff.annexa: line manager ·  · crew.annexa: line manager",
    ),
    Done(
        "executeCommand",
        "executeCommandProvider",
        workspaces::execute_command,
        "acme.json: 13 changes of ACME",
    ),
    Done(
        "workDoneProgress of the server",
        "",
        workspaces::progress,
        "Reading the project: 62 files",
    ),
    Done(
        "partial results",
        "",
        workspaces::partial_results,
        "people.annexa: line manager, then []",
    ),
    Done(
        "positions in UTF-8",
        "positionEncoding",
        texts::positions_in_utf_8,
        "utf-8: 27002 5.14 at column 19",
    ),
    Done(
        "positions in UTF-32",
        "positionEncoding",
        texts::positions_in_utf_32,
        "utf-32: 27002 5.14 at column 15",
    ),
    Done(
        "several workspace folders",
        "workspace/workspaceFolders/supported",
        workspaces::folders,
        "profile.annexa: ACME.5.38 Drawings for contract manufacturers · energy.annexa: \
         ENR.7.15 Securing control centres",
    ),
    Done(
        "watched files",
        "",
        workspaces::watched_files,
        "**/*.annexa · **/annexa.toml · **/.gitignore · **/*.{gif,jpeg,jpg,png,svg,webp}; new.annexa: \
         night shift",
    ),
    Done(
        "workspace/configuration",
        "",
        workspaces::configuration,
        "annexa: ← {\"jsonrpc\":\"2.0\",\"method\":\"$/nothing\",\"params\":{}}",
    ),
    Done(
        "incremental changes",
        "textDocumentSync/change",
        texts::incremental_changes,
        "2: **5.23 Information security for use of cloud services**",
    ),
    Done(
        "documents that are built in",
        "",
        workspaces::built_in_documents,
        "iso-iec-27002-2022.annexa: 5.14 → profile.annexa: 27002 7.10",
    ),
];

#[test]
fn at_least_46_of_49_rows_hold() {
    let editor = Editor::start();
    let mut failures = Vec::new();
    let mut names = Vec::new();
    let (mut held, mut table) = (0, String::new());
    for row in &ROWS {
        let line = match *row {
            Left(name, why) => {
                names.push(name);
                format!("{name} | left out: {why}")
            }
            Done(name, capability, ask, expected) => {
                names.push(name);
                let found = evidence(&editor, capability, ask);
                editor.tidy();
                match found {
                    Ok(answer) if answer == expected => held += 1,
                    Ok(answer) => failures.push(format!("{name}:\n{answer}\nand not\n{expected}")),
                    Err(why) => failures.push(format!("{name}: {why}")),
                }
                format!("{name} | {capability} | {expected}")
            }
        };
        table += &format!("{:2} | {line}\n", names.len());
    }
    println!("{table}{held} of {} rows hold", ROWS.len());
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(held >= 46);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ROWS.len(), "each row is another one");
    assert_eq!(editor.client.shut_down(), Some(0));
}

/// What the server answers to what it has announced, or what goes wrong.
fn evidence(
    editor: &Editor,
    capability: &str,
    ask: fn(&Editor) -> String,
) -> Result<String, String> {
    let announced = editor.answer.pointer(&format!("/capabilities/{capability}"));
    if !capability.is_empty() && matches!(announced, None | Some(Value::Null | Value::Bool(false)))
    {
        return Err("it is not announced".to_owned());
    }
    catch_unwind(AssertUnwindSafe(|| ask(editor))).map_err(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        said.or(panic.downcast_ref::<&str>().map(|it| (*it).to_owned())).unwrap_or_default()
    })
}

// Texts are shown where texts are: a preview or a tree that has the focus is never covered by one.
import * as vscode from 'vscode';

/** The group of the text editor that was active last. */
let column = vscode.ViewColumn.One;

/** Notes which group texts are in. */
export function watchColumn(): vscode.Disposable {
  const note = (editor: vscode.TextEditor | undefined) => {
    // The output and other panels have no group.
    if (editor?.viewColumn !== undefined && editor.document.uri.scheme !== 'output') column = editor.viewColumn;
  };
  note(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor(note);
}

/** Shows a text with the cursor at a position; it stays in the group in which it is open. */
export async function showText(uri: vscode.Uri, at: vscode.Position, options: { preserveFocus: boolean; preview?: boolean }): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(uri);
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  return vscode.window.showTextDocument(document, { viewColumn: open?.viewColumn ?? column, selection: new vscode.Range(at, at), ...options });
}

/** A place as the program writes it: lines and columns count from 1, and columns count characters, not UTF-16 units. */
export async function showPlace(uri: vscode.Uri, { line, column: character }: { line: number; column: number }, preserveFocus: boolean): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.lineAt(Math.min(line, document.lineCount) - 1).text;
  const before = Array.from(text).slice(0, character - 1).join('').length;
  await showText(uri, new vscode.Position(line - 1, before), { preserveFocus });
}

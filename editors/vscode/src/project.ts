// The file that a person works on: the one in sight, or the one seen last. What project and which standard it belongs to, the
// language server knows, and no one else.
import * as vscode from 'vscode';
import type { Server } from './server';

export class CurrentFile implements vscode.Disposable {
  private file: vscode.Uri | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listener: vscode.Disposable;
  /** Another file is in sight. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly server: Server) {
    this.see(vscode.window.activeTextEditor);
    this.listener = vscode.window.onDidChangeActiveTextEditor((editor) => this.see(editor));
  }

  private see(editor: vscode.TextEditor | undefined): void {
    const document = editor?.document;
    if (document?.languageId !== 'annexa' || document.uri.scheme !== 'file' || this.server.isBuiltIn(document.uri)) return;
    if (document.uri.toString() === this.file?.toString()) return;
    this.file = document.uri;
    this.changed.fire();
  }

  /** The file; `undefined` where the folders hold none of the language. */
  async find(): Promise<vscode.Uri | undefined> {
    // A base may have been in sight before the server could say that it is one.
    if (this.file !== undefined && this.server.isBuiltIn(this.file)) this.file = undefined;
    return this.file ?? (await vscode.workspace.findFiles('**/*.annexa', undefined, 1))[0];
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}

/** What the program is to be run on for the project of a file: its folder, or for a file outside of the workspace the file itself. */
export function target(file: vscode.Uri, root: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(file) === undefined ? file.fsPath : root.fsPath;
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(() => true, () => false);
}

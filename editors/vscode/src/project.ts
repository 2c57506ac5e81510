// The project that a person works on: that of the file in sight, or of the one seen last.
import * as path from 'node:path';
import * as vscode from 'vscode';

/** A file of a project, and the folder that paths of its compiled form start from. */
export interface Project {
  file: string;
  root: string;
}

export class CurrentProject implements vscode.Disposable {
  private file: vscode.Uri | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listener: vscode.Disposable;
  /** Another file is in sight. */
  readonly onDidChange = this.changed.event;

  constructor() {
    this.see(vscode.window.activeTextEditor);
    this.listener = vscode.window.onDidChangeActiveTextEditor((editor) => this.see(editor));
  }

  private see(editor: vscode.TextEditor | undefined): void {
    const document = editor?.document;
    if (document?.languageId !== 'annexa' || document.uri.scheme !== 'file' || isBuiltIn(document.uri)) return;
    if (document.uri.toString() === this.file?.toString()) return;
    this.file = document.uri;
    this.changed.fire();
  }

  /** The project; `undefined` where the folders hold no file of the language. */
  async find(): Promise<Project | undefined> {
    const file = this.file ?? (await vscode.workspace.findFiles('**/*.annexa', undefined, 1))[0];
    if (file === undefined) return undefined;
    return { file: file.fsPath, root: await rootOf(file.fsPath) };
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}

/** Whether a file is a built-in base, as the program writes it for editors. */
function isBuiltIn(uri: vscode.Uri): boolean {
  return /\/annexa[^/]*\/catalogues\/[^/]+\/[^/]+$/.test(uri.path);
}

/** The nearest folder above that has an annexa.toml, or else the folder itself, as the program has it. */
async function rootOf(file: string): Promise<string> {
  const own = path.dirname(file);
  for (let folder = own; ; folder = path.dirname(folder)) {
    if (await exists(path.join(folder, 'annexa.toml'))) return folder;
    if (folder === path.dirname(folder)) return own;
  }
}

export async function exists(file: string): Promise<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.file(file)).then(() => true, () => false);
}

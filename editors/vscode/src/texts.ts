// Texts that are shown and cannot be written in: pages of rules, reports, and files as they were or would be.
import * as path from 'node:path';
import * as vscode from 'vscode';

const SCHEME = 'annexa';

export class Texts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[];

  constructor() {
    this.disposables = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    ];
  }

  /** A text under a name; one that had the name before is replaced. `version` tells versions of one file apart. */
  put(name: string, text: string, version = ''): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, authority: version, path: `/${name}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Shows a page of Markdown as readers see it. */
  async showPage(name: string, markdown: string): Promise<void> {
    await vscode.commands.executeCommand('markdown.showPreview', this.put(`${name}.md`, markdown));
  }

  /** Shows files in the editor's comparison, each as it was and as it is; `undefined` for one that is not there. */
  async showChanges(title: string, files: { now: vscode.Uri; old: string | undefined; new: string | undefined }[]): Promise<void> {
    const side = (file: vscode.Uri, text: string | undefined, version: string) =>
      text === undefined ? undefined : this.put(file.path.replace(/^\//, ''), text, version);
    const changes = files.map(({ now, old, new: next }) => [now, side(now, old, 'before'), side(now, next, 'after')] as const);
    const [first, ...others] = changes;
    if (first === undefined) return;
    const [now, before, after] = first;
    if (others.length === 0 && before !== undefined && after !== undefined) {
      await vscode.commands.executeCommand('vscode.diff', before, after, `${path.posix.basename(now.path)}: ${title}`);
    } else await vscode.commands.executeCommand('vscode.changes', title, changes);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
    this.changed.dispose();
  }
}

// The preview: the standard in sight as a reader will see it, beside the text, as it is typed. It runs nothing of the
// workspace: the language server makes the page of the texts, and the page loads nothing.
import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Anew } from './anew';
import { nameIn } from './paths';
import type { CurrentProject, Project } from './project';
import type { Server } from './server';

const TYPE = 'annexa.preview';
/** So long after a key the page follows, in milliseconds: soon enough to watch, and not at every key. */
const SOON = 200;

/** A line of a file, counted from 1; the file is named as in the page, from the folder of the project. */
export interface Place { file: string; line: number }

/** What the page is told; `says` is why there is no newer one. */
export type ToPage =
  | { page: string; project: string; images: string; place?: Place }
  | { place: Place }
  | { says: string };

/** What the page tells. */
export type FromPage = { ready: true } | { open: Place; focus: boolean };

export class Preview implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  /** Whether the page listens: it begins anew each time that it comes into sight. */
  private isReady = false;
  private shown: Project | undefined;
  /** Where the texts are, so that a click in the page leads there. */
  private column = vscode.ViewColumn.One;
  private readonly anew = new Anew(() => this.read(), () => this.isReady);
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
    private readonly current: CurrentProject,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.annexa,annexa.toml}');
    const later = () => this.anew.ask(SOON);
    this.disposables = [
      this.anew, watcher, watcher.onDidChange(later), watcher.onDidCreate(later), watcher.onDidDelete(later),
      vscode.commands.registerCommand('annexa.preview', () => this.open()),
      vscode.window.registerWebviewPanelSerializer(TYPE, this),
      vscode.workspace.onDidChangeTextDocument(({ document }) => { if (document.languageId === 'annexa') later(); }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      current.onDidChange(() => this.anew.ask()),
    ];
  }

  /** The standard may be another than it was, though no text has changed. */
  refresh(): void {
    this.anew.ask();
  }

  private open(): void {
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    if (this.panel === undefined) this.show(vscode.window.createWebviewPanel(TYPE, 'Preview', beside));
    else this.panel.reveal(undefined, true);
  }

  /** After a restart of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.show(panel);
  }

  private show(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.isReady = false;
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, 'images', 'activity.svg');
    panel.onDidChangeViewState(() => { this.isReady &&= panel.visible; });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.isReady = false;
    });
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if ('ready' in message) {
        this.isReady = true;
        this.anew.ask();
      } else void this.goTo(message.open, message.focus);
    });
    this.frame(panel.webview);
  }

  /** An empty page, with the script that fills it. */
  private frame(webview: vscode.Webview): void {
    const scripts = vscode.Uri.joinPath(this.context.extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [scripts, ...this.roots()] };
    const nonce = randomBytes(16).toString('base64');
    const policy = `default-src 'none'; img-src ${webview.cspSource} data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
    webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Preview</title>
<script nonce="${nonce}" src="${webview.asWebviewUri(vscode.Uri.joinPath(scripts, 'page.js')).toString()}" defer></script>
</head>
<body></body>
</html>`;
  }

  /** Where figures may lie. */
  private roots(): vscode.Uri[] {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    return this.shown === undefined ? folders : [...folders, vscode.Uri.file(this.shown.root)];
  }

  private async read(): Promise<void> {
    const project = await this.current.find();
    if (project === undefined) return this.tell({ says: 'Open a file of the standard to see it here.' });
    try {
      const own = nameIn(project.root, project.file) ?? '';
      const pages = await this.server.compile(project.file, 'html');
      // A project may hold several standards: that of the file in sight. A file of none, such as a base, has no page.
      const page = pages.find(({ text }) => text.includes(`data-source="${own}:`)) ?? pages[0];
      const panel = this.panel;
      if (page === undefined || panel === undefined) return;
      this.shown = project;
      panel.title = `Preview ${path.parse(page.name).name.toUpperCase()}`;
      const images = `${panel.webview.asWebviewUri(vscode.Uri.file(project.root)).toString()}/`;
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === project.file);
      const place = editor && this.placeOf(editor);
      this.tell({ page: page.text, project: project.root, images, ...(place && { place }) });
    } catch (error) {
      this.tell({ says: error instanceof Error ? error.message : String(error) });
    }
  }

  private tell(message: ToPage): void {
    if (this.isReady) void this.panel?.webview.postMessage(message);
  }

  private follow(editor: vscode.TextEditor): void {
    this.column = editor.viewColumn ?? this.column;
    const place = this.placeOf(editor);
    if (place !== undefined) this.tell({ place });
  }

  /** Where the cursor is, if that is in the standard that is shown. */
  private placeOf({ document, selection }: vscode.TextEditor): Place | undefined {
    if (this.shown === undefined || document.languageId !== 'annexa' || document.uri.scheme !== 'file') return undefined;
    const file = nameIn(this.shown.root, document.uri.fsPath);
    return file === undefined ? undefined : { file, line: selection.active.line + 1 };
  }

  /** Shows the source of what was clicked; a double click goes there to write. */
  private async goTo({ file, line }: Place, focus: boolean): Promise<void> {
    if (this.shown === undefined) return;
    const document = await vscode.workspace.openTextDocument(path.join(this.shown.root, file));
    const open = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    const at = new vscode.Position(line - 1, 0);
    await vscode.window.showTextDocument(document, {
      viewColumn: open?.viewColumn ?? this.column, selection: new vscode.Range(at, at), preserveFocus: !focus,
    });
  }

  dispose(): void {
    this.panel?.dispose();
    for (const disposable of this.disposables) disposable.dispose();
  }
}

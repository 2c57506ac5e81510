// The preview: the standard in sight as a reader will see it, beside the text, as it is typed. It runs nothing of the
// workspace: the language server makes the page of the texts, and the page loads nothing.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Anew } from './anew';
import { nameIn } from './paths';
import type { CurrentFile } from './project';
import type { Problem, Server } from './server';
import { setting } from './settings';
import { showText } from './show';
import { lineOf } from './words';

const TYPE = 'annexa.preview';
/** So long after a key the page follows, in milliseconds: soon enough to watch, and not at every key. */
const SOON = 200;
/** An editor that scrolls within this time of a key or a movement of the cursor does so on its own, in milliseconds. */
const BY_ITSELF = 300;

/** A line of a file, counted from 1; the file is named as in the page, from the folder of the project. */
export interface Place { file: string; line: number }

/** A place with the words of its line or paragraph, which say where in a declaration it is. */
export interface Passage extends Place { words: string }

/** What the page is sent; `says` is why there is no newer one. */
export type ToPage =
  | { page: string; standard: string; images: string; errors: Problem[]; passage?: Passage }
  | { passage: Passage }
  | { top: Place; isCursorInSight: boolean }
  | { says: string };

/** What the page sends; with `mustMatch` nothing is opened where no line of the source has the words. */
export type FromPage = { ready: true } | { open: Passage; focus: boolean; mustMatch: boolean };

interface Shown { root: vscode.Uri; prefix: string }

export class Preview implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  /** Whether the page listens: it begins anew each time that it comes into sight. */
  private isReady = false;
  private shown: Shown | undefined;
  /** When a key was pressed or the cursor moved last. */
  private moved = 0;
  /** The line at the top of the editor. */
  private top: number | undefined;
  private readonly anew = new Anew(() => this.read(), () => this.isReady);
  private readonly disposables: { dispose(): void }[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
    private readonly current: CurrentFile,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.annexa,annexa.toml}');
    const later = () => this.anew.ask(SOON);
    this.disposables = [
      this.anew, watcher, watcher.onDidChange(later), watcher.onDidCreate(later), watcher.onDidDelete(later),
      vscode.commands.registerCommand('annexa.preview', () => this.open()),
      vscode.window.registerWebviewPanelSerializer(TYPE, this),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId !== 'annexa') return;
        this.moved = Date.now();
        later();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      vscode.window.onDidChangeTextEditorVisibleRanges((event) => this.scroll(event)),
      current.onDidChange(() => this.anew.ask()),
    ];
  }

  /** The standard may be another than it was, though no text has changed. */
  refresh(): void {
    this.anew.ask();
  }

  private open(): void {
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    if (this.panel === undefined) this.show(vscode.window.createWebviewPanel(TYPE, 'Preview', beside, { enableFindWidget: true }));
    else this.panel.reveal(undefined, true);
  }

  /** After a restart of the window. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.show(panel);
    return Promise.resolve();
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
      } else void this.goTo(message);
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
    return this.shown === undefined ? folders : [...folders, this.shown.root];
  }

  private async read(): Promise<void> {
    const file = await this.current.find();
    if (file === undefined) {
      this.tell({ says: 'Open a file of the standard to see it here.' });
      return;
    }
    try {
      const otherwise = this.shown?.prefix;
      const { root, standards, errors } = await this.server.compile(file, 'html', { of: 'file', ...(otherwise !== undefined && { otherwise }) });
      const page = standards[0];
      const panel = this.panel;
      // A project of catalogues alone has no page: the last one stays.
      if (page === undefined || panel === undefined) return;
      this.shown = { root, prefix: page.prefix };
      panel.title = `Preview ${page.prefix}`;
      const images = `${panel.webview.asWebviewUri(root).toString()}/`;
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === file.toString());
      const passage = editor && this.passageOf(editor);
      this.tell({ page: page.text, standard: `${root.toString()} ${page.prefix}`, images, errors, ...(passage && { passage }) });
    } catch (error) {
      this.tell({ says: error instanceof Error ? error.message : String(error) });
    }
  }

  private tell(message: ToPage): void {
    if (this.isReady) void this.panel?.webview.postMessage(message);
  }

  private follow(editor: vscode.TextEditor): void {
    this.moved = Date.now();
    if (!setting('preview.followCursor', editor.document)) return;
    const passage = this.passageOf(editor);
    if (passage !== undefined) this.tell({ passage });
  }

  /** The page goes with an editor that is scrolled. */
  private scroll({ textEditor, visibleRanges }: vscode.TextEditorVisibleRangesChangeEvent): void {
    const [first] = visibleRanges;
    if (first === undefined || first.start.line === this.top) return;
    this.top = first.start.line;
    if (!setting('preview.scrollWithEditor', textEditor.document)) return;
    const file = this.nameOf(textEditor.document);
    // An editor that brings the cursor into sight scrolls shortly before or after that moves.
    const top = { file: file ?? '', line: first.start.line + 1 };
    setTimeout(() => {
      if (file === undefined || this.top !== first.start.line || Date.now() - this.moved < BY_ITSELF) return;
      const { active } = textEditor.selection;
      this.tell({ top, isCursorInSight: textEditor.visibleRanges.some((range) => range.contains(active)) });
    }, 50);
  }

  /** What the standard that is shown calls a file, if it is one of its files. */
  private nameOf(document: vscode.TextDocument): string | undefined {
    if (this.shown === undefined || document.languageId !== 'annexa' || document.uri.scheme !== 'file') return undefined;
    return nameIn(this.shown.root.fsPath, document.uri.fsPath);
  }

  /** Where the cursor is, if that is in the standard that is shown. */
  private passageOf({ document, selection }: vscode.TextEditor): Passage | undefined {
    const file = this.nameOf(document);
    const { line } = selection.active;
    return file === undefined ? undefined : { file, line: line + 1, words: document.lineAt(line).text };
  }

  /** Shows the source of what was clicked; a double click goes there to write. */
  private async goTo({ open: { file, line, words }, focus, mustMatch }: Extract<FromPage, { open: Passage }>): Promise<void> {
    if (this.shown === undefined || !setting('preview.clickShowsSource')) return;
    const uri = vscode.Uri.joinPath(this.shown.root, file);
    const document = await vscode.workspace.openTextDocument(uri);
    const found = lineOf(declarationAt(document, line - 1), words);
    if (found === undefined && mustMatch) return;
    const at = line - 1 + (found ?? 0);
    await showText(uri, new vscode.Position(at, document.lineAt(at).firstNonWhitespaceCharacterIndex), { preserveFocus: !focus });
  }

  dispose(): void {
    this.panel?.dispose();
    for (const disposable of this.disposables) disposable.dispose();
  }
}

/** The lines of the declaration that begins with a line. */
function declarationAt(document: vscode.TextDocument, first: number): string[] {
  const lines = [];
  for (let line = first; line < document.lineCount; line++) {
    const { text } = document.lineAt(line);
    lines.push(text);
    if (text.startsWith('}')) break;
  }
  return lines;
}

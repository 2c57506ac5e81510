// The language server: started, started anew, and its state in the status bar. What the extension asks it besides the protocol.
import * as vscode from 'vscode';
import { DidChangeConfigurationNotification, ExecuteCommandRequest, LanguageClient, State, type Executable, type Location, type Middleware } from 'vscode-languageclient/node';
import { abilities } from './abilities';
import type { StandardStatus } from './compiled';
import { CannotRun, sayCannotRun, type Program } from './program';
import { setting } from './settings';

/** What an answer is about: the folder of the project, and the prefix of the standard that the file belongs to, if it does. */
interface Subject { root: vscode.Uri; standard: string | null }

/** A compiled standard: the name of the file that `annexa compile` writes, and what it holds. */
export interface CompiledText { prefix: string; name: string; text: string }

/** An error in a file that is named from the root; the line counts from 1. */
export interface Problem { file: string; line: number; message: string }

export interface Compilation extends Subject { standards: CompiledText[]; errors: Problem[] }

/** Which standards: all of the project, or that of the file alone; `otherwise` is the one for a file that belongs to none. */
export type Extent = { of: 'project' } | { of: 'file'; otherwise?: string };

export interface ListedStandard { root: vscode.Uri; prefix: string; title: string; file: vscode.Uri }

export interface Rule { code: string; name: string; level: string; summary: string; page: string }

type FromServer<T extends { root: vscode.Uri }> = Omit<T, 'root'> & { root: string };

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private version = '';
  private readonly item: vscode.StatusBarItem;
  private readonly log = vscode.window.createOutputChannel('Annexa Language Server');
  /** Starts come one after the other, however fast they are asked for. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly program: Program) {
    this.item = vscode.window.createStatusBarItem('annexa.server', vscode.StatusBarAlignment.Right, 10);
    this.item.name = 'Annexa Language Server';
    this.item.command = 'annexa.showLog';
    this.item.show();
  }

  get isRunning(): boolean {
    return this.client?.state === State.Running;
  }

  showLog(): void {
    this.log.show(true);
  }

  /** Starts the server; one that runs is ended before. */
  restart(): Promise<void> {
    this.last = this.last.then(() => this.start());
    return this.last;
  }

  private async start(): Promise<void> {
    await this.stop();
    this.show(State.Starting);
    try {
      // A program that is not there, or is none of ours, is said in words; the client would say less.
      this.version = await this.program.version();
      const run: Executable = { command: this.program.path, args: ['lsp'] };
      this.client = new LanguageClient('annexa', 'Annexa', run, {
        documentSelector: [{ language: 'annexa', scheme: 'file' }, { language: 'annexa', scheme: 'untitled' }],
        outputChannel: this.log,
        middleware,
      });
      this.client.registerFeature(abilities);
      this.client.onDidChangeState(({ newState }) => this.show(newState));
      await this.client.start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.appendLine(reason);
      this.show(State.Stopped, reason);
      // Not awaited: the message stays until someone answers it.
      void sayCannotRun(error instanceof CannotRun ? error : new CannotRun(`The language server did not start: ${reason}`));
    }
  }

  /** Whether a file is a built-in base, which the server writes for editors. */
  isBuiltIn(uri: vscode.Uri): boolean {
    const experimental: unknown = this.client?.initializeResult?.capabilities.experimental;
    const { catalogues } = (experimental ?? {}) as { catalogues?: string };
    return catalogues !== undefined && uri.toString().startsWith(`${vscode.Uri.parse(catalogues).toString()}/`);
  }

  /** Standards as they are in the editors, as far as they can be known where there are errors. */
  async compile(file: vscode.Uri, format: 'html' | 'json', extent: Extent): Promise<Compilation> {
    return this.located(await this.ask<FromServer<Compilation>>('annexa.compile', this.uri(file), { format, despiteErrors: true, ...extent }));
  }

  /** How far the standard of a file is from complete. */
  async status(file: vscode.Uri): Promise<Subject & { status: StandardStatus | null }> {
    return this.located(await this.ask<FromServer<Subject & { status: StandardStatus | null }>>('annexa.status', this.uri(file)));
  }

  /** Where a base of the project of a file can be read, or a provision of it. */
  async base(file: vscode.Uri, document: string, label?: string): Promise<vscode.Location | undefined> {
    const found = await this.ask<Location | null>('annexa.base', this.uri(file), document, ...(label === undefined ? [] : [label]));
    return this.running.protocol2CodeConverter.asLocation(found) ?? undefined;
  }

  /** The standards of all projects. */
  async standards(): Promise<ListedStandard[]> {
    const listed = await this.ask<(FromServer<Omit<ListedStandard, 'file'>> & { file: string })[]>('annexa.standards');
    return listed.map((it) => ({ ...this.located(it), file: this.running.protocol2CodeConverter.asUri(it.file) }));
  }

  /** The rules with their pages. */
  rules(): Promise<Rule[]> {
    return this.ask('annexa.rules');
  }

  private get running(): LanguageClient {
    if (!this.isRunning || this.client === undefined) throw new Error('The language server does not run.');
    return this.client;
  }

  private uri(file: vscode.Uri): string {
    return this.running.code2ProtocolConverter.asUri(file);
  }

  private located<T extends { root: string }>(answer: T): Omit<T, 'root'> & { root: vscode.Uri } {
    return { ...answer, root: this.running.protocol2CodeConverter.asUri(answer.root) };
  }

  private async ask<T>(command: string, ...args: unknown[]): Promise<T> {
    return (await this.running.sendRequest(ExecuteCommandRequest.type, { command, arguments: args as never[] })) as T;
  }

  /** Tells the server that settings are others now; it asks for those that it wants to know. */
  tellSettings(): void {
    if (this.isRunning) void this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A server that never came up cannot be stopped, and need not be.
    await client?.dispose().catch(() => undefined);
  }

  private show(state: State, reason = 'The language server does not run.'): void {
    const shown = {
      [State.Starting]: { text: '$(loading~spin) Annexa', says: 'The language server starts.' },
      [State.Running]: { text: '$(check) Annexa', says: `The language server runs: annexa ${this.version}.` },
      [State.Stopped]: { text: '$(error) Annexa', says: reason },
    }[state];
    this.item.text = shown.text;
    const tooltip = new vscode.MarkdownString(`${shown.says}\n\n[Restart](command:annexa.restart) · [Log](command:annexa.showLog)`);
    tooltip.isTrusted = { enabledCommands: ['annexa.restart', 'annexa.showLog'] };
    this.item.tooltip = tooltip;
    this.item.backgroundColor = state === State.Stopped ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  }

  dispose(): void {
    this.item.dispose();
    this.log.dispose();
  }
}

/** What settings leave out of the answers of the server. */
const middleware: Middleware = {
  provideCodeLenses: (document, token, next) => (setting('codeLens', document) ? next(document, token) : []),
  provideInlayHints: async (document, range, token, next) => {
    const wanted = setting('inlayHints', document);
    if (wanted === 'off') return [];
    const hints = await next(document, range, token);
    // The server gives titles the kind of types, and printed numbers that of parameters.
    const kind = wanted === 'titles' ? vscode.InlayHintKind.Type : vscode.InlayHintKind.Parameter;
    return wanted === 'all' ? hints : hints?.filter((hint) => hint.kind === kind);
  },
};

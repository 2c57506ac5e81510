// The language server: started, started anew, and its state in the status bar.
import * as vscode from 'vscode';
import { DidChangeConfigurationNotification, ExecuteCommandRequest, LanguageClient, State, type Executable } from 'vscode-languageclient/node';
import { abilities } from './abilities';
import { CannotRun, sayCannotRun, type Program } from './program';

/** A compiled standard: the name of the file that `annexa compile` writes, and what it holds. */
export interface CompiledText { name: string; text: string }

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
      this.version = await this.program.version();
      const run: Executable = { command: this.program.path, args: ['lsp'] };
      this.client = new LanguageClient('annexa', 'Annexa', run, {
        documentSelector: [{ language: 'annexa', scheme: 'file' }, { language: 'annexa', scheme: 'untitled' }],
        outputChannel: this.log,
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

  /** The standards of the project of a file as they are in the editors, as far as they can be known where there are errors. */
  async compile(file: string, format: 'html' | 'json'): Promise<CompiledText[]> {
    if (!this.isRunning || this.client === undefined) throw new Error('The language server does not run.');
    const uri = this.client.code2ProtocolConverter.asUri(vscode.Uri.file(file));
    const params = { command: 'annexa.compile', arguments: [uri, { format, despiteErrors: true }] };
    return (await this.client.sendRequest(ExecuteCommandRequest.type, params)) as CompiledText[];
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

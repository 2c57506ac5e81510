// What the palette offers.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { chooseBase } from './bases';
import { combine } from './combine';
import { toggleComment } from './comments';
import { exists, type CurrentFile } from './project';
import { openPage, savePage } from './readers';
import { explain } from './rules';
import type { Runner } from './runner';
import type { Server } from './server';
import { setting } from './settings';
import { showStatus } from './status';
import type { Texts } from './texts';
import { compare, migrate } from './versions';
import { begin } from './wizard';

export class Commands implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    server: Server,
    current: CurrentFile,
    private readonly runner: Runner,
    texts: Texts,
  ) {
    const storage = context.globalStorageUri;
    const commands: Record<string, (...args: unknown[]) => unknown> = {
      // `annexa.compile` and `annexa.status` are the server's; two of one name keep the client from starting.
      'annexa.compileProject': () => this.compile(),
      'annexa.savePage': () => savePage(runner, storage),
      'annexa.openPage': () => openPage(runner, storage),
      'annexa.migrate': () => migrate(runner, texts),
      'annexa.compare': () => compare(runner, texts),
      'annexa.combine': () => this.withServer(() => combine(runner, server, texts)),
      'annexa.explain': (code) => this.withServer(() => explain(server, texts, code)),
      'annexa.showStatus': () => this.withServer(() => showStatus(server, current)),
      'annexa.new': () => begin(runner),
      'annexa.openExample': () => this.openExample(),
      'annexa.openBase': chooseBase,
    };
    this.disposables = [
      ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
      vscode.commands.registerTextEditorCommand('annexa.toggleComment', (editor) => void toggleComment(editor)),
      // What a code lens of the server runs, with the values of the protocol.
      vscode.commands.registerCommand('annexa.showReferences', showReferences),
      vscode.workspace.onDidSaveTextDocument((document) => void this.saved(document)),
    ];
  }

  /** Says why where the server does not run. */
  private async withServer(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      void vscode.window.showErrorMessage(`Annexa: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async compile(): Promise<void> {
    const project = await this.runner.inSight();
    const files = project && await this.runner.compile(project);
    if (project === undefined || files === undefined || files.length === 0) return;
    const open = 'Open';
    const names = files.map((file) => path.relative(project.root.fsPath, file.fsPath)).join(', ');
    if ((await vscode.window.showInformationMessage(`Annexa: compiled to ${names}.`, open)) !== open) return;
    for (const file of files) await vscode.window.showTextDocument(file, { preview: false });
  }

  /** Compiles on saving, where the author wants it; errors are in the Problems view already. */
  private async saved(document: vscode.TextDocument): Promise<void> {
    if (document.languageId !== 'annexa' || !setting('compile.onSave', document)) return;
    const project = await this.runner.inSight();
    if (project !== undefined) await this.runner.run(['compile', project.target], project.root);
  }

  /** Opens an example in a copy of its own, in which one may write. */
  private async openExample(): Promise<void> {
    const examples = vscode.Uri.joinPath(this.context.extensionUri, 'dist', 'examples');
    const choices = [
      { label: 'Energy', detail: 'Energy utilities, on the editions of 2022', file: 'energy/energy.annexa' },
      { label: 'Cloud', detail: 'Cloud services, on the editions of 2013, for customers and providers', file: 'cloud/cloud.annexa' },
      { label: 'Company', detail: 'The profile of one company, in two files', file: 'company/profile.annexa' },
    ];
    const choice = await vscode.window.showQuickPick(choices, { title: 'Open an Example' });
    if (choice === undefined) return;
    const folder = path.posix.dirname(choice.file);
    const copies = vscode.Uri.joinPath(this.context.globalStorageUri, 'examples');
    await vscode.workspace.fs.createDirectory(copies);
    // What was written in an earlier copy stays.
    const copy = vscode.Uri.joinPath(copies, folder);
    if (!(await exists(copy))) await vscode.workspace.fs.copy(vscode.Uri.joinPath(examples, folder), copy);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(copies, choice.file), { preview: false });
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

interface ProtocolPosition { line: number; character: number }
interface ProtocolLocation { uri: string; range: { start: ProtocolPosition; end: ProtocolPosition } }

/** Goes to a place that is the only one, and shows several to be chosen from. */
async function showReferences(uri: string, at: ProtocolPosition, places: ProtocolLocation[]): Promise<void> {
  const position = ({ line, character }: ProtocolPosition) => new vscode.Position(line, character);
  const locations = places.map(({ uri, range }) => new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(position(range.start), position(range.end))));
  await vscode.commands.executeCommand('editor.action.goToLocations', vscode.Uri.parse(uri), position(at), locations, 'peek');
}

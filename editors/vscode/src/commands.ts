// What the palette offers: the commands of the program, with what they say shown.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { chooseBase } from './bases';
import { CannotRun, sayCannotRun, type Program, type Ran } from './program';
import { exists, type CurrentProject } from './project';

/** Exit codes: 0 nothing is wrong, 1 there are findings; anything else means that the work was not done. */
const FINDINGS = 1;

export class Commands implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel('Annexa');
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly program: Program,
    private readonly current: CurrentProject,
  ) {
    const commands: Record<string, () => unknown> = {
      // `annexa.compile` is the server's; two of one name keep the client from starting.
      'annexa.compileProject': () => this.compile(),
      'annexa.migrate': () => this.migrate(),
      'annexa.status': () => this.status(),
      'annexa.new': () => this.begin(),
      'annexa.openExample': () => this.openExample(),
      'annexa.openBase': chooseBase,
    };
    this.disposables = Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
    // What a code lens of the server runs, with the values of the protocol.
    this.disposables.push(this.output, vscode.commands.registerCommand('annexa.showReferences', showReferences));
  }

  private async compile(): Promise<void> {
    const done = await this.onProject(['compile']);
    if (done === undefined) return;
    const { ran, root } = done;
    if (ran.code === FINDINGS) {
      const problems = 'Show the Problems';
      const chosen = await vscode.window.showErrorMessage('Annexa: not compiled, as there are errors.', problems);
      if (chosen === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
      return;
    }
    const files = [...ran.said.matchAll(/^wrote (.*)$/gm)].map(([, file]) => path.resolve(root, file ?? ''));
    if (files.length === 0) return;
    const open = 'Open';
    const names = files.map((file) => path.relative(root, file)).join(', ');
    if ((await vscode.window.showInformationMessage(`Annexa: compiled to ${names}.`, open)) !== open) return;
    for (const file of files) await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  }

  private async status(): Promise<void> {
    if ((await this.onProject(['status'])) !== undefined) this.output.show(true);
  }

  private async migrate(): Promise<void> {
    const edition = await vscode.window.showInputBox({ title: 'Migrate to Another Edition', prompt: 'The edition of the bases to go to', value: '2022', validateInput: given });
    if (edition === undefined) return;
    const ways = [
      { label: 'List what has to be decided', detail: 'Nothing is changed.', argument: undefined },
      { label: 'Show the changes', detail: 'As a comparison; nothing is changed.', argument: '--diff' },
      { label: 'Change the files', detail: 'What has to be decided is marked by comments.', argument: '--write' },
    ];
    const way = await vscode.window.showQuickPick(ways, { title: 'Migrate to Another Edition' });
    if (way === undefined) return;
    const done = await this.onProject(['migrate', '--to', edition, ...(way.argument === undefined ? [] : [way.argument])]);
    if (done === undefined) return;
    this.output.show(true);
    if (way.argument === '--diff' && done.ran.out !== '') {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'diff', content: done.ran.out }));
    }
  }

  /** Begins a standard, with what `annexa new` would ask for on a terminal. */
  private async begin(): Promise<void> {
    const title = 'New Standard';
    const ask = (prompt: string, options: vscode.InputBoxOptions) => vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true, validateInput: given, ...options });
    const prefix = await ask('The short name that all its labels begin with: capital letters and digits', { placeHolder: 'SMX', validateInput: isPrefix });
    if (prefix === undefined) return;
    const sector = await ask('The sector', { placeHolder: 'Smart metering' });
    if (sector === undefined) return;
    const name = await ask('The title of the standard', { value: `Information security controls: ${sector}` });
    if (name === undefined) return;
    const bases = await this.chooseBases(title);
    if (bases === undefined || bases.length === 0) return;
    const above = await chooseFolder(title);
    if (above === undefined) return;
    const folder = path.join(above.fsPath, prefix.toLowerCase());
    const ran = await this.run(['new', prefix, '--sector', sector, '--title', name, ...bases.flatMap((base) => ['--base', base]), '--directory', folder], above.fsPath);
    if (ran === undefined) return;
    const first = path.join(folder, `${prefix.toLowerCase()}.annexa`);
    if (await exists(first)) await vscode.window.showTextDocument(vscode.Uri.file(first), { preview: false });
    if (vscode.workspace.getWorkspaceFolder(above) !== undefined) return;
    const open = 'Open Folder';
    const chosen = await vscode.window.showInformationMessage(`Annexa: the standard has begun in ${folder}.`, open);
    if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder));
  }

  private async chooseBases(title: string): Promise<string[] | undefined> {
    const ran = await this.run(['base', 'list']);
    if (ran === undefined) return undefined;
    // A document is a line of its own, its title after two blanks; what is known of it is indented below.
    const known = ran.out.split(/\n(?=\S)/).flatMap((entry) => {
      const [, label, description] = /^(\S.*?) {2}(.*)/.exec(entry) ?? [];
      if (label === undefined || description === undefined) return [];
      return [{ label, description, picked: !entry.includes('superseded by') }];
    });
    const chosen = await vscode.window.showQuickPick(known, { title, placeHolder: 'The bases that it extends', canPickMany: true, ignoreFocusOut: true });
    return chosen?.map(({ label }) => label);
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
    if (!(await exists(copy.fsPath))) await vscode.workspace.fs.copy(vscode.Uri.joinPath(examples, folder), copy);
    await vscode.window.showTextDocument(vscode.Uri.joinPath(copies, choice.file), { preview: false });
  }

  /** Runs the program on the project in sight, with all that is written in it. */
  private async onProject(args: string[]): Promise<{ ran: Ran; root: string } | undefined> {
    const project = await this.current.find();
    if (project === undefined) {
      void vscode.window.showInformationMessage('Annexa: open a file of the standard first.');
      return undefined;
    }
    await vscode.workspace.saveAll(false);
    const ran = await this.run([...args, project.file], project.root);
    return ran && { ran, root: project.root };
  }

  /** Runs the program and shows what it says; `undefined` where it could not do its work, which is said as well. */
  private async run(args: string[], cwd?: string): Promise<Ran | undefined> {
    try {
      const ran = await this.program.run(args, cwd);
      this.output.appendLine(`> annexa ${args.join(' ')}`);
      this.output.appendLine(`${ran.said}${ran.out}`);
      if (ran.code === 0 || ran.code === FINDINGS) return ran;
      this.output.show(true);
      void vscode.window.showErrorMessage(`Annexa: \`annexa ${args[0]}\` could not do its work; the output says why.`);
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      void sayCannotRun(error);
    }
    return undefined;
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

function given(value: string): string | undefined {
  return value.trim() === '' ? 'Write something here.' : undefined;
}

function isPrefix(value: string): string | undefined {
  return /^[A-Z][A-Z0-9]*$/.test(value) ? undefined : 'Capital letters and digits, a letter first, such as SMX.';
}

async function chooseFolder(title: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri;
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  const chosen = await vscode.window.showOpenDialog({ title, canSelectFolders: true, canSelectFiles: false, openLabel: 'Put It Here' });
  return chosen?.[0];
}

interface ProtocolPosition { line: number; character: number }
interface ProtocolLocation { uri: string; range: { start: ProtocolPosition; end: ProtocolPosition } }

async function showReferences(uri: string, at: ProtocolPosition, places: ProtocolLocation[]): Promise<void> {
  const position = ({ line, character }: ProtocolPosition) => new vscode.Position(line, character);
  const locations = places.map(({ uri, range }) => new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(position(range.start), position(range.end))));
  await vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri), position(at), locations);
}

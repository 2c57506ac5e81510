// The coverage in the side bar: what the standard in sight makes of each provision of its bases.
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Compiled, SourcePlace } from './compiled';
import { openBase } from './bases';
import { CannotRun, type Program } from './program';
import type { CurrentProject, Project } from './project';
import { rows, type Row } from './rows';

const ICONS: Record<Row['state'], [icon: string, color?: string]> = {
  group: ['book'],
  unchanged: ['circle-outline', 'disabledForeground'],
  retained: ['pass', 'charts.green'],
  interpreted: ['comment', 'charts.blue'],
  'guidance-added': ['lightbulb', 'charts.yellow'],
  'added-to': ['expand-all', 'charts.purple'],
  refined: ['edit', 'charts.orange'],
  modified: ['diff-modified', 'charts.orange'],
  new: ['add', 'charts.purple'],
};

export class Coverage implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Row>;
  private readonly disposables: vscode.Disposable[] = [];
  private shown: { root: string; rows: Row[] } | undefined;
  private isStale = true;
  private isReading = false;
  /** Where a click on a row led last: the next one leads on. */
  private last: { id: string; place: number } | undefined;

  constructor(private readonly program: Program, private readonly current: CurrentProject) {
    this.view = vscode.window.createTreeView('annexa.coverage', { treeDataProvider: this, showCollapseAll: true });
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.annexa,annexa.toml}');
    const refresh = () => this.refresh();
    this.disposables.push(
      this.view, watcher, watcher.onDidChange(refresh), watcher.onDidCreate(refresh), watcher.onDidDelete(refresh),
      // Files outside of the folders that are open are not watched.
      vscode.workspace.onDidSaveTextDocument(({ languageId }) => { if (languageId === 'annexa') refresh(); }),
      current.onDidChange(refresh),
      this.view.onDidChangeVisibility(() => { void this.read(); }),
      vscode.commands.registerCommand('annexa.coverage.refresh', refresh),
      vscode.commands.registerCommand('annexa.coverage.open', (row: Row) => this.open(row)),
      vscode.commands.registerCommand('annexa.coverage.showChange', (row: Row) => this.showChange(row)),
    );
  }

  getChildren(row?: Row): Row[] {
    return row === undefined ? (this.shown?.rows ?? []) : row.children;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.children.length === 0 ? None : row.state === 'group' ? Expanded : Collapsed);
    const [icon, color] = ICONS[row.state];
    item.id = row.id;
    item.description = row.description;
    item.tooltip = row.says;
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    item.contextValue = row.changes.length > 0 ? 'changed' : 'unchanged';
    item.command = { command: 'annexa.coverage.open', title: 'Open', arguments: [row] };
    return item;
  }

  refresh(): void {
    this.isStale = true;
    void this.read();
  }

  /** Compiles the project; what comes while it does so is compiled after it. */
  private async read(): Promise<void> {
    if (!this.view.visible || this.isReading) return;
    this.isReading = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        await this.readOnce();
      }
    } finally {
      this.isReading = false;
    }
  }

  private async readOnce(): Promise<void> {
    const project = await this.current.find();
    if (project === undefined) return;
    try {
      const standards = await compiled(this.program, project);
      // A file that holds no standard, such as a catalogue, leaves the last one in sight.
      if (standards.length > 0) this.shown = { root: project.root, rows: rows(standards) };
      if (standards.length > 0 || this.shown?.root !== project.root) this.say(undefined);
    } catch (error) {
      const before = this.shown?.root === project.root ? ' This is how it was before them.' : '';
      if (before === '') this.shown = undefined;
      this.say(error instanceof CannotRun ? error.message : `The standard has errors, which the Problems view shows.${before}`);
    }
    this.changed.fire();
  }

  private say(message: string | undefined): void {
    // Nothing at all and the rows are what a view without a message shows.
    this.view.message = message;
  }

  /** A click leads to the base, the next to the change, the one after that to the next change or to the base. */
  private async open(row: Row): Promise<void> {
    const places = [...(row.base === undefined ? [] : [row.base]), ...row.changes];
    const place = this.last?.id === row.id ? (this.last.place + 1) % places.length : 0;
    this.last = { id: row.id, place };
    const chosen = places[place];
    if (chosen === undefined) return;
    if ('document' in chosen) await openBase(chosen.document, chosen.label);
    else await this.openSource(chosen);
  }

  private async showChange(row: Row): Promise<void> {
    const first = row.changes[0];
    if (first !== undefined) await this.openSource(first);
  }

  private async openSource({ file, line, column }: SourcePlace): Promise<void> {
    if (this.shown === undefined) return;
    const document = await vscode.workspace.openTextDocument(path.join(this.shown.root, file));
    // Columns of the compiled form count characters; editors count UTF-16 units.
    const before = [...document.lineAt(Math.min(line, document.lineCount) - 1).text].slice(0, column - 1).join('').length;
    const at = new vscode.Position(line - 1, before);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preserveFocus: true });
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
    this.changed.dispose();
  }
}

/** The standards of a project, compiled; throws where it has errors. */
async function compiled(program: Program, { file }: Project): Promise<Compiled[]> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'annexa-coverage-'));
  try {
    const { code, said } = await program.run(['compile', '--format', 'json', '--output', folder, file]);
    if (code !== 0) throw new Error(said);
    const names = (await fs.readdir(folder)).filter((name) => name.endsWith('.json')).sort();
    return await Promise.all(names.map(async (name) => JSON.parse(await fs.readFile(path.join(folder, name), 'utf8')) as Compiled));
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

// The coverage in the side bar: what the standard in sight makes of each provision of its bases.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Anew } from './anew';
import { openBase } from './bases';
import type { Compiled, SourcePlace } from './compiled';
import type { CurrentProject } from './project';
import { rows, type Row } from './rows';
import type { Server } from './server';

/** So long after a key the coverage follows, in milliseconds: it changes seldom, and is much to read. */
const LATER = 1000;

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
  private readonly anew: Anew;
  /** Where a click on a row led last: the next one leads on. */
  private last: { id: string; place: number } | undefined;

  constructor(private readonly server: Server, private readonly current: CurrentProject) {
    this.view = vscode.window.createTreeView('annexa.coverage', { treeDataProvider: this, showCollapseAll: true });
    this.anew = new Anew(() => this.read(), () => this.view.visible);
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.annexa,annexa.toml}');
    const refresh = () => this.refresh();
    const later = () => this.anew.ask(LATER);
    this.disposables.push(
      this.view, this.anew, watcher, watcher.onDidChange(later), watcher.onDidCreate(later), watcher.onDidDelete(later),
      vscode.workspace.onDidChangeTextDocument(({ document }) => { if (document.languageId === 'annexa') later(); }),
      current.onDidChange(refresh),
      this.view.onDidChangeVisibility(refresh),
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
    this.anew.ask();
  }

  private async read(): Promise<void> {
    const project = await this.current.find();
    if (project === undefined) return;
    try {
      const texts = await this.server.compile(project.file, 'json');
      // A file that holds no standard, such as a catalogue, leaves the last one in sight.
      if (texts.length > 0) this.shown = { root: project.root, rows: rows(texts.map(({ text }) => JSON.parse(text) as Compiled)) };
      this.view.message = undefined;
    } catch (error) {
      this.view.message = error instanceof Error ? error.message : String(error);
    }
    this.changed.fire();
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

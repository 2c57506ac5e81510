// The coverage in the side bar: what the standard in sight makes of each provision of its bases.
import * as vscode from 'vscode';
import { Anew } from './anew';
import { openBase } from './bases';
import type { CompiledStandard, SourcePlace } from './compiled';
import { nameIn } from './paths';
import type { CurrentFile } from './project';
import { filtered, rowAt, rows, WORDS, type Filter, type Row } from './rows';
import type { Server } from './server';
import { setting } from './settings';
import { showPlace } from './show';

/** So long after a key the coverage follows, in milliseconds: it changes seldom, and is much to read. */
const LATER = 1000;
/** So long after a movement of the cursor its row is selected. */
const SOON = 200;

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

/** What the signs mean, in the order of the legend. */
const LEGEND: Record<Exclude<Row['state'], 'group'>, string> = {
  unchanged: 'No declaration names it: it applies as it is, and is still open.',
  retained: '`retain`: looked at, and left as it is.',
  interpreted: '`interpret`: the standard says what a requirement means in the sector.',
  'guidance-added': '`add guidance`, `add information` or `add note`.',
  'added-to': 'Controls or requirements are added below it.',
  refined: '`refine`: a requirement is made more specific.',
  modified: '`modify`: a control or its guidance has another wording.',
  new: 'The standard adds it.',
};

const FILTERS: Record<Filter, { label: string; detail: string }> = {
  all: { label: 'All provisions', detail: 'Every provision of the bases' },
  open: { label: 'Open provisions', detail: 'Those of which the standard says nothing yet' },
  changed: { label: 'Changed provisions', detail: 'Those that the standard changes, explains, retains or adds' },
};

interface Shown { file: vscode.Uri; root: vscode.Uri; all: Row[]; rows: Row[]; parents: Map<string, Row> }

export class Coverage implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Row>;
  private readonly disposables: { dispose(): void }[] = [];
  private shown: Shown | undefined;
  private filter: Filter = 'all';
  private readonly anew: Anew;
  private timer: NodeJS.Timeout | undefined;
  /** Where a click on a row led last: the next one leads on. */
  private last: { id: string; place: number } | undefined;

  constructor(private readonly server: Server, private readonly current: CurrentFile) {
    this.view = vscode.window.createTreeView('annexa.coverage', { treeDataProvider: this, showCollapseAll: true });
    this.anew = new Anew(() => this.read(), () => this.view.visible);
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.annexa,annexa.toml}');
    const refresh = () => this.refresh();
    const later = () => this.anew.ask(LATER);
    this.disposables.push(
      this.view, this.anew, watcher, watcher.onDidChange(later), watcher.onDidCreate(later), watcher.onDidDelete(later),
      vscode.workspace.onDidChangeTextDocument(({ document }) => { if (document.languageId === 'annexa') later(); }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      current.onDidChange(refresh),
      this.view.onDidChangeVisibility(refresh),
      vscode.commands.registerCommand('annexa.coverage.refresh', refresh),
      vscode.commands.registerCommand('annexa.coverage.filter', () => this.chooseFilter()),
      vscode.commands.registerCommand('annexa.coverage.legend', showLegend),
      vscode.commands.registerCommand('annexa.coverage.open', (row: Row) => this.open(row)),
      vscode.commands.registerCommand('annexa.coverage.showChange', (row: Row) => this.showChange(row)),
    );
  }

  getChildren(row?: Row): Row[] {
    return row === undefined ? (this.shown?.rows ?? []) : row.children;
  }

  getParent(row: Row): Row | undefined {
    return this.shown?.parents.get(row.id);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.children.length === 0 ? None : row.state === 'group' ? Expanded : Collapsed);
    const [icon, color] = ICONS[row.state];
    item.id = row.id;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    const open = row.state === 'unchanged' && row.children.length === 0 ? 'open' : '';
    item.tooltip = [row.says, row.description || open].filter(Boolean).join('\n\n');
    item.accessibilityInformation = { label: [row.label, row.description.replaceAll(' · ', ', ') || open].filter(Boolean).join(', ') };
    item.contextValue = row.changes.length > 0 ? 'changed' : 'unchanged';
    item.command = { command: 'annexa.coverage.open', title: 'Open', arguments: [row] };
    return item;
  }

  refresh(): void {
    this.anew.ask();
  }

  private async read(): Promise<void> {
    const file = await this.current.find();
    if (file === undefined) return;
    try {
      const { root, standards } = await this.server.compile(file, 'json', { of: 'project' });
      // A project without a standard, such as a catalogue alone, leaves the last one in sight.
      if (standards.length > 0) {
        const all = rows(standards.map(({ text }) => JSON.parse(text) as CompiledStandard));
        this.shown = { file, root, all, rows: all, parents: new Map() };
      }
      this.view.message = undefined;
    } catch (error) {
      this.view.message = error instanceof Error ? error.message : String(error);
    }
    this.update();
    const editor = vscode.window.activeTextEditor;
    if (editor !== undefined) this.follow(editor);
  }

  private update(): void {
    if (this.shown !== undefined) {
      const { parents } = this.shown;
      this.shown.rows = filtered(this.shown.all, this.filter);
      parents.clear();
      const note = (row: Row): void => row.children.forEach((child) => { parents.set(child.id, row); note(child); });
      this.shown.rows.forEach(note);
    }
    this.view.description = this.filter === 'all' ? undefined : FILTERS[this.filter].label;
    this.changed.fire();
  }

  private async chooseFilter(): Promise<void> {
    const choices = (Object.keys(FILTERS) as Filter[]).map((filter) => ({ ...FILTERS[filter], filter, description: filter === this.filter ? 'shown now' : '' }));
    const chosen = await vscode.window.showQuickPick(choices, { title: 'Coverage: What to Show' });
    if (chosen === undefined) return;
    this.filter = chosen.filter;
    this.update();
  }

  /** Selects the row of the declaration in which the cursor is. */
  private follow(editor: vscode.TextEditor): void {
    clearTimeout(this.timer);
    if (!this.view.visible || this.shown === undefined || !setting('coverage.followCursor', editor.document)) return;
    const { root, rows: seen } = this.shown;
    const file = editor.document.uri.scheme === 'file' ? nameIn(root.fsPath, editor.document.uri.fsPath) : undefined;
    if (file === undefined) return;
    this.timer = setTimeout(() => {
      const row = rowAt(seen, file, editor.selection.active.line + 1);
      // A row that the next reading has replaced cannot be revealed, and need not be.
      if (row !== undefined && this.view.visible) this.view.reveal(row, { select: true, focus: false }).then(undefined, () => undefined);
    }, SOON);
  }

  /** A click leads to the base, the next to the change, the one after that to the next change or to the base. */
  private async open(row: Row): Promise<void> {
    if (this.shown === undefined) return;
    const places = [...(row.base === undefined ? [] : [row.base]), ...row.changes];
    const place = this.last?.id === row.id ? (this.last.place + 1) % places.length : 0;
    this.last = { id: row.id, place };
    const chosen = places[place];
    if (chosen === undefined) return;
    if ('document' in chosen) await openBase(this.server, this.shown.file, chosen.document, chosen.label);
    else await this.openSource(chosen);
  }

  private async showChange(row: Row): Promise<void> {
    const first = row.changes[0];
    if (first !== undefined) await this.openSource(first);
  }

  private async openSource(place: SourcePlace): Promise<void> {
    if (this.shown !== undefined) await showPlace(vscode.Uri.joinPath(this.shown.root, place.file), place, true);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const disposable of this.disposables) disposable.dispose();
    this.changed.dispose();
  }
}

/** What the signs mean. */
async function showLegend(): Promise<void> {
  const states = Object.keys(LEGEND) as (keyof typeof LEGEND)[];
  const lines = states.map((state) => ({ label: `$(${ICONS[state][0]}) ${WORDS[state] || 'open'}`, detail: LEGEND[state].replaceAll('`', '') }));
  await vscode.window.showQuickPick(lines, { title: 'Coverage: What the Signs Mean' });
}

// How far the standard in sight is from complete: what comes next stands first, and each entry leads to its place.
import * as vscode from 'vscode';
import type { StandardStatus, Step } from './compiled';
import type { CurrentFile } from './project';
import type { Server } from './server';
import { showPlace } from './show';

interface Entry extends vscode.QuickPickItem { step?: Step }

export async function showStatus(server: Server, current: CurrentFile): Promise<void> {
  const file = await current.find();
  if (file === undefined) {
    void vscode.window.showInformationMessage('Annexa: open a file of the standard first.');
    return;
  }
  const { root, status } = await server.status(file);
  if (status === null) {
    void vscode.window.showInformationMessage('Annexa: the project has no standard.');
    return;
  }
  const done = status.steps.filter((it) => it.done).length;
  const title = `${status.prefix}: ${done} of ${status.steps.length} done`;
  const place = (await vscode.window.showQuickPick(entries(status), { title, placeHolder: 'Choose an entry to go to its place', matchOnDetail: true }))?.step?.place;
  if (place == null || place.builtIn) return;
  await showPlace(vscode.Uri.joinPath(root, place.file), place.start, false);
}

function entries(status: StandardStatus): Entry[] {
  const heading = (label: string): Entry => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const entry = (step: Step): Entry => ({ label: `$(${step.done ? 'check' : 'circle-outline'}) ${step.title}`, ...(step.missing !== null && { detail: step.missing.replaceAll('`', '') }), step });
  const [next, ...later] = status.steps.filter((it) => !it.done);
  const coverage = status.coverage.map(({ document, clauses }): Entry => {
    const sum = (count: (clause: typeof clauses[number]) => number) => clauses.map(count).reduce((a, b) => a + b, 0);
    const said = sum((it) => it.changed + it.via + it.retained);
    return { label: `$(book) ${document}`, description: `${said} of ${said + sum((it) => it.open.length)} provisions, ${sum((it) => it.added)} added` };
  });
  return [
    ...(next === undefined ? [] : [heading('what comes next'), entry(next)]),
    ...(later.length === 0 ? [] : [heading('still missing'), ...later.map(entry)]),
    heading('done'), ...status.steps.filter((it) => it.done).map(entry),
    heading('coverage'), ...coverage,
  ];
}

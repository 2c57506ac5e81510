// The readers' page as a file of its own: saved where the author wants it, or opened in a browser.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { InSight, Runner } from './runner';

/** Makes the page of the standard in sight in a folder; `undefined` where it cannot be, which is said. */
async function make(runner: Runner, folder: vscode.Uri): Promise<{ page: vscode.Uri; project: InSight } | undefined> {
  const project = await runner.inSight();
  if (project === undefined) return undefined;
  await vscode.workspace.fs.createDirectory(folder);
  const files = await runner.compile(project, '--format', 'html', '--output', folder.fsPath);
  const name = project.standard === null ? undefined : `${project.standard.toLowerCase()}.html`;
  // A file of catalogues belongs to no standard: then it is the first of the project.
  const page = files?.find((file) => path.basename(file.fsPath) === name) ?? files?.[0];
  return page && { page, project };
}

/** Asks where the page is to be, and puts it there. */
export async function savePage(runner: Runner, storage: vscode.Uri): Promise<void> {
  const made = await make(runner, vscode.Uri.joinPath(storage, 'pages'));
  if (made === undefined) return;
  const name = path.basename(made.page.fsPath);
  const target = await vscode.window.showSaveDialog({ title: 'Save the Page for Readers', defaultUri: vscode.Uri.joinPath(made.project.root, name), filters: { 'Web page': ['html'] } });
  if (target === undefined) return;
  await vscode.workspace.fs.copy(made.page, target, { overwrite: true });
  const open = 'Open in Browser';
  if ((await vscode.window.showInformationMessage(`Annexa: the page is in ${target.fsPath}.`, open)) === open) await openFile(target);
}

/** Opens the page in a browser, as it is now. */
export async function openPage(runner: Runner, storage: vscode.Uri): Promise<void> {
  const made = await make(runner, vscode.Uri.joinPath(storage, 'pages'));
  if (made !== undefined) await openFile(made.page);
}

async function openFile(page: vscode.Uri): Promise<void> {
  // The files of another machine are none to the browser of this one.
  const isElsewhere = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  if (!isElsewhere && (await vscode.env.openExternal(page))) return;
  const copy = 'Copy Path';
  const said = isElsewhere ? 'the page is on the machine that this window works on' : 'no browser could be started';
  if ((await vscode.window.showWarningMessage(`Annexa: ${said}: ${page.fsPath}`, copy)) === copy) await vscode.env.clipboard.writeText(page.fsPath);
}

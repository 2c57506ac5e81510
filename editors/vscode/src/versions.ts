// Two versions of a standard beside each other: an earlier one and the present one, or the present one and what a migration
// makes of it.
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { applyPatch, parsePatch } from 'diff';
import { given } from './inputs';
import type { InSight, Runner } from './runner';
import type { Texts } from './texts';

/** Asks what a migration is to do, and does it. */
export async function migrate(runner: Runner, texts: Texts): Promise<void> {
  const title = 'Migrate to Another Edition';
  const edition = await vscode.window.showInputBox({ title, prompt: 'The edition of the bases to go to', value: '2022', validateInput: given });
  if (edition === undefined) return;
  const ways = [
    { label: 'List what has to be decided', detail: 'Nothing is changed.', argument: undefined },
    { label: 'Show the changes', detail: 'As a comparison; nothing is changed.', argument: '--diff' },
    { label: 'Change the files', detail: 'What has to be decided is marked by comments.', argument: '--write' },
  ];
  const way = await vscode.window.showQuickPick(ways, { title });
  if (way === undefined) return;
  const project = await runner.inSight();
  if (project === undefined) return;
  const ran = await runner.run(['migrate', '--to', edition, ...(way.argument === undefined ? [] : [way.argument]), project.target], project.root);
  if (ran === undefined) return;
  if (way.argument !== '--diff') {
    runner.append(ran.out);
    runner.show();
  } else if (ran.out.trim() === '') void vscode.window.showInformationMessage(`Annexa: nothing changes on the way to ${edition}.`);
  else await texts.showChanges(`Migration to ${edition}`, await patched(ran.out, project));
}

/** The files that a patch changes, as they are and as they would be. */
async function patched(patch: string, { root }: InSight): Promise<{ now: vscode.Uri; old: string; new: string }[]> {
  const files = [];
  for (const of of parsePatch(patch)) {
    const name = (of.newFileName ?? of.oldFileName ?? '').replace(/^[ab]\//, '');
    const now = vscode.Uri.file(path.resolve(root.fsPath, name));
    const old = Buffer.from(await vscode.workspace.fs.readFile(now)).toString('utf8');
    const changed = applyPatch(old, of);
    if (changed === false) throw new Error(`The changes of the migration do not fit ${name}.`);
    files.push({ now, old, new: changed });
  }
  return files;
}

/** Asks with which version the standard in sight is to be compared, and how. */
export async function compare(runner: Runner, texts: Texts): Promise<void> {
  const title = 'Compare with an Earlier Version';
  const sources = [
    { label: 'The last commit', detail: 'What is not committed yet (git)', source: 'head' },
    { label: 'A revision…', detail: 'A tag, a branch or a commit (git)', source: 'revision' },
    { label: 'A file or a folder…', detail: 'A copy of the earlier version', source: 'path' },
  ];
  const source = (await vscode.window.showQuickPick(sources, { title }))?.source;
  if (source === undefined) return;
  const old = source === 'head' ? 'git:HEAD' : source === 'path' ? await chooseCopy(title) : await chooseRevision(title);
  if (old === undefined) return;
  const ways = [
    { label: 'Show the changes in the files', detail: 'Line by line, in the comparison of the editor', report: false },
    { label: 'Report what has changed', detail: 'Provisions that are added, removed, changed, moved and renumbered, and verbal forms', report: true },
  ];
  const way = await vscode.window.showQuickPick(ways, { title });
  const project = way && await runner.inSight();
  if (way === undefined || project === undefined) return;
  if (way.report) {
    const ran = await runner.run(['diff', '--format', 'markdown', old.startsWith('git:') ? `${old}:./${onDisk(project)}` : old, project.target], project.root);
    if (ran !== undefined) await texts.showPage(title, ran.out.trim() === '' ? 'Nothing differs.' : ran.out);
    return;
  }
  try {
    const files = await changed(project, old);
    if (files.length === 0) void vscode.window.showInformationMessage('Annexa: no file differs.');
    else await texts.showChanges(title, files);
  } catch (error) {
    void vscode.window.showErrorMessage(`Annexa: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What the project is called from its folder: that folder, or a file in it. */
function onDisk(project: InSight): string {
  return path.relative(project.root.fsPath, project.target).split(path.sep).join('/');
}

async function chooseRevision(title: string): Promise<string | undefined> {
  const revision = await vscode.window.showInputBox({ title, prompt: 'A tag, a branch or a commit', placeHolder: 'v1.0', validateInput: given });
  return revision === undefined ? undefined : `git:${revision.trim()}`;
}

async function chooseCopy(title: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({ title, canSelectFiles: true, canSelectFolders: true, openLabel: 'Compare' });
  return chosen?.[0]?.fsPath;
}

/** The files of a project that differ from those of another version. */
async function changed(project: InSight, old: string): Promise<{ now: vscode.Uri; old: string | undefined; new: string | undefined }[]> {
  const earlier = old.startsWith('git:') ? await ofGit(project, old.slice('git:'.length)) : await ofCopy(old, project);
  const names = new Set([...earlier.keys(), ...(await filesIn(vscode.Uri.file(project.target))).map((file) => relative(project.root, file))]);
  const files = [];
  for (const name of [...names].sort()) {
    const now = vscode.Uri.joinPath(project.root, name);
    const text = await read(now);
    if (text !== earlier.get(name)) files.push({ now, old: earlier.get(name), new: text });
  }
  return files;
}

/** The texts of a copy: of a folder its files, of a file that one, which stands for the file in sight. */
async function ofCopy(copy: string, project: InSight): Promise<Map<string, string>> {
  const uri = vscode.Uri.file(copy);
  const { type } = await vscode.workspace.fs.stat(uri);
  const isFolder = (type & vscode.FileType.Directory) !== 0;
  const texts = new Map<string, string>();
  for (const file of isFolder ? await filesIn(uri) : [uri]) {
    const name = isFolder ? relative(uri, file) : relative(project.root, project.file);
    texts.set(name, await read(file) ?? '');
  }
  return texts;
}

/** The texts of a revision, by the names that files have from the folder of the project. */
async function ofGit(project: InSight, revision: string): Promise<Map<string, string>> {
  const names = await git(project.root, 'ls-tree', '-r', '-z', '--name-only', revision, '--', onDisk(project) || '.');
  const texts = new Map<string, string>();
  for (const name of names.split('\0').filter((it) => it.endsWith('.annexa'))) {
    texts.set(name, await git(project.root, 'show', `${revision}:./${name}`));
  }
  return texts;
}

function git(folder: vscode.Uri, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('git', args, { cwd: folder.fsPath, maxBuffer: 1 << 30 }, (error, out, said) => {
      if (error === null) resolve(out);
      else reject(new Error(`git says: ${said.trim() || error.message}`));
    });
  });
}

/** The sources of a folder, or a file itself. */
async function filesIn(uri: vscode.Uri): Promise<vscode.Uri[]> {
  if (uri.path.endsWith('.annexa')) return [uri];
  return vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*.annexa'));
}

function relative(folder: vscode.Uri, file: vscode.Uri): string {
  return path.relative(folder.fsPath, file.fsPath).split(path.sep).join('/');
}

async function read(file: vscode.Uri): Promise<string | undefined> {
  return vscode.workspace.fs.readFile(file).then((bytes) => Buffer.from(bytes).toString('utf8'), () => undefined);
}

// A new standard: the questions that `annexa new` asks on a terminal, with a way back.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { ask, type Question, type Step } from './inputs';
import { exists } from './project';
import type { Runner } from './runner';

interface Answers { prefix: string; sector: string; title: string; edition: string; bases: string[]; numbering: string; folder: vscode.Uri }

/** An entry of `annexa base list --format json`. */
interface KnownBase { designation: string; title: string; amendments: string[]; supersededBy: string | null }

const TITLE = 'New Standard';

const NUMBERINGS = [
  { label: 'In an annex of their own', description: 'SMX.8.35', numbering: 'annex' },
  { label: 'Among their neighbours in the base', description: '8.35 SMX', numbering: 'inline' },
  { label: 'Without the prefix', description: '8.35', numbering: 'plain' },
];

/** Asks what a standard needs to begin, begins it, and opens its head. */
export async function begin(runner: Runner): Promise<void> {
  const listed = await runner.run(['base', 'list', '--format', 'json']);
  if (listed === undefined) return;
  const answers = await ask(TITLE, questions(JSON.parse(listed.out) as KnownBase[]));
  if (answers === undefined) return;
  const { prefix, sector, title, edition, bases, numbering, folder } = answers;
  const given = [prefix, '--sector', sector, '--title', title, '--edition', edition, ...bases.flatMap((base) => ['--base', base]), '--numbering', numbering];
  await vscode.workspace.fs.createDirectory(folder);
  if ((await runner.run(['new', ...given, '--directory', folder.fsPath], folder)) === undefined) return;
  const first = vscode.Uri.joinPath(folder, `${prefix.toLowerCase()}.annexa`);
  if (await exists(first)) await vscode.window.showTextDocument(first, { preview: false });
  if (vscode.workspace.getWorkspaceFolder(folder) !== undefined) return;
  const open = 'Open Folder';
  const chosen = await vscode.window.showInformationMessage(`Annexa: the standard has begun in ${folder.fsPath}.`, open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder', folder);
}

function questions(known: KnownBase[]): Question<Answers>[] {
  const lineOf = ({ designation, amendments }: KnownBase) => [designation, ...amendments].join(' + ');
  const bases = known.map((base) => ({ label: lineOf(base), description: base.title, ...(base.supersededBy !== null && { detail: `superseded by ${base.supersededBy}` }), base }));
  return [
    async ({ prefix }, step) => ({ prefix: await step.text('The short name that all labels of the standard begin with: capital letters and digits', { ...(prefix !== undefined && { value: prefix }), placeholder: 'SMX', validate: isPrefix }) }),
    async ({ sector }, step) => ({ sector: await step.text('The sector', { ...(sector !== undefined && { value: sector }), placeholder: 'Smart metering' }) }),
    async ({ title, sector }, step) => ({ title: await step.text('The title of the standard', { value: title ?? `Information security controls: ${sector ?? ''}` }) }),
    async ({ edition }, step) => ({ edition: await step.text('The edition: its number, or the year of its publication', { value: edition ?? String(new Date().getFullYear()), validate: isNumber }) }),
    async ({ bases: chosen }, step) => {
      const wanted = ({ label, base }: typeof bases[number]) => chosen?.includes(label) ?? base.supersededBy === null;
      const picked = await step.some('The bases that it extends, with their amendments', bases, wanted);
      return { bases: picked.map(({ label }) => label) };
    },
    async ({ numbering }, step) => ({ numbering: (await step.one('How the provisions that it adds are numbered in print', NUMBERINGS, (it) => it.numbering === numbering)).numbering }),
    async ({ prefix }, step) => ({ folder: await chooseFolder(step, (prefix ?? '').toLowerCase()) }),
  ];
}

function isPrefix(value: string): string | undefined {
  return /^[A-Z][A-Z0-9]+$/.test(value) ? undefined : 'Two or more capital letters and digits, a letter first, such as SMX.';
}

function isNumber(value: string): string | undefined {
  return /^[1-9]\d{0,3}$/.test(value) ? undefined : 'A number, such as 1, or a year, such as 2027.';
}

/** Where the files are to be: in a folder of the workspace or a new one below it, or elsewhere. */
async function chooseFolder(step: Step, name: string): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const choices: { label: string; description: string; uri: vscode.Uri | undefined }[] = [];
  for (const folder of folders) {
    const isEmpty = (await vscode.workspace.fs.readDirectory(folder.uri)).every(([entry]) => entry.startsWith('.'));
    const below = vscode.Uri.joinPath(folder.uri, name);
    if (isEmpty) choices.push({ label: `$(folder) ${folder.name}`, description: 'This folder, which is empty', uri: folder.uri });
    choices.push({ label: `$(new-folder) ${path.posix.join(folder.name, name)}`, description: 'A new folder', uri: below });
  }
  choices.push({ label: '$(folder-opened) Elsewhere…', description: `A folder ${name} in one that you choose`, uri: undefined });
  for (;;) {
    const { uri } = await step.one('Where its files are to be', choices);
    if (uri !== undefined) return uri;
    const [chosen] = (await vscode.window.showOpenDialog({ title: TITLE, canSelectFolders: true, canSelectFiles: false, openLabel: 'Put It Here' })) ?? [];
    if (chosen !== undefined) return vscode.Uri.joinPath(chosen, name);
  }
}

// Several standards taken together: one list of controls, and every conflict.
import * as vscode from 'vscode';
import type { Runner } from './runner';
import type { Server } from './server';
import type { Texts } from './texts';

export async function combine(runner: Runner, server: Server, texts: Texts): Promise<void> {
  await vscode.workspace.saveAll(false);
  const standards = await server.standards();
  if (standards.length < 2) {
    void vscode.window.showInformationMessage('Annexa: open a folder with several standards, or one file of each.');
    return;
  }
  const choices = standards.map((standard) => ({ label: standard.prefix, description: standard.title, detail: vscode.workspace.asRelativePath(standard.file), standard, picked: true }));
  const chosen = await vscode.window.showQuickPick(choices, { title: 'Combine Standards', placeHolder: 'The standards that are to be taken together', canPickMany: true, ignoreFocusOut: true });
  if (chosen === undefined || chosen.length === 0) return;
  const ran = await runner.run(['combine', ...chosen.map(({ standard }) => standard.file.fsPath)], vscode.workspace.workspaceFolders?.[0]?.uri);
  if (ran === undefined) return;
  // The conflicts are on standard error.
  runner.show();
  if (ran.out === '') return;
  const name = chosen.map(({ standard }) => standard.prefix.toLowerCase()).join('-');
  await vscode.window.showTextDocument(texts.put(`${name}.json`, ran.out), { preview: false });
}

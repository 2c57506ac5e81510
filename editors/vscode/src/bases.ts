// The way into the bases: the language server knows where each provision stands, built in or of the project's own.
import * as vscode from 'vscode';
import type { Server } from './server';
import { showText } from './show';

/** What the server calls a standard's own provisions by is its prefix; documents are called by more than that. */
const PREFIX = /^[A-Z][A-Z0-9]*$/;

async function find(query: string): Promise<vscode.SymbolInformation[]> {
  const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>('vscode.executeWorkspaceSymbolProvider', query);
  return (found ?? []).filter(({ location, containerName }) => location.uri.path.endsWith('.annexa') && containerName !== '' && !PREFIX.test(containerName));
}

/** Opens a base of the project of a file at a provision, or at its beginning. */
export async function openBase(server: Server, file: vscode.Uri, document: string, label?: string): Promise<void> {
  const found = await server.base(file, document, label);
  if (found === undefined) {
    void vscode.window.showInformationMessage(`Annexa: the project has no catalogue of ${document}.`);
    return;
  }
  await showText(found.uri, found.range.start, { preserveFocus: true, preview: true });
}

interface Choice extends vscode.QuickPickItem { at?: vscode.Location }

/** Asks which document, or which provision, by its number or words of its title. */
export function chooseBase(): void {
  const pick = vscode.window.createQuickPick<Choice>();
  pick.placeholder = 'A document, or the number or words of the title of a provision';
  pick.matchOnDescription = true;
  const fill = async (value: string) => {
    pick.busy = true;
    const found = await find(value);
    if (value !== pick.value) return;
    const documents = new Map(found.map(({ containerName, location }) => [containerName, new vscode.Location(location.uri, new vscode.Position(0, 0))]));
    const whole = [...documents].map(([label, at]) => ({ label, at, iconPath: new vscode.ThemeIcon('book'), alwaysShow: true }));
    const provisions = found.map(({ name, containerName, location }) => ({ label: name, description: containerName, at: location, alwaysShow: true }));
    const line = { label: '', kind: vscode.QuickPickItemKind.Separator };
    pick.items = value === '' ? [...whole, line, ...provisions] : [...provisions, line, ...whole];
    pick.busy = false;
  };
  pick.onDidChangeValue(fill);
  pick.onDidAccept(async () => {
    // Enter may come before anything of a new list is marked.
    const at = (pick.selectedItems[0] ?? pick.items[0])?.at;
    pick.hide();
    if (at !== undefined) await showText(at.uri, at.range.start, { preserveFocus: false, preview: true });
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
  void fill('');
}

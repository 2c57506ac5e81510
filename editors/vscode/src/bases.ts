// The way into the bases: the language server knows where each provision stands, built in or of the project's own.
import * as vscode from 'vscode';

/** What the server calls a standard's own provisions by is its prefix; documents are called by more than that. */
const PREFIX = /^[A-Z][A-Z0-9]*$/;

async function find(query: string): Promise<vscode.SymbolInformation[]> {
  const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>('vscode.executeWorkspaceSymbolProvider', query);
  return (found ?? []).filter(({ location, containerName }) => location.uri.path.endsWith('.annexa') && containerName !== '' && !PREFIX.test(containerName));
}

async function show({ uri, range }: vscode.Location, preserveFocus: boolean): Promise<void> {
  const selection = new vscode.Range(range.start, range.start);
  await vscode.window.showTextDocument(uri, { selection, preserveFocus, preview: true });
}

/** Opens a document at a provision, or at its beginning. */
export async function openBase(document: string, label?: string): Promise<void> {
  const inIt = (await find(label ?? '')).filter(({ containerName }) => containerName === document);
  const found = label === undefined ? inIt[0] : inIt.find(({ name }) => name === label || name.startsWith(`${label} `));
  if (found === undefined) {
    void vscode.window.showInformationMessage(`Annexa: ${document} cannot be opened. Does the language server run, and is a file of the standard open?`);
    return;
  }
  const beginning = new vscode.Location(found.location.uri, new vscode.Position(0, 0));
  await show(label === undefined ? beginning : found.location, true);
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
    if (at !== undefined) await show(at, false);
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
  void fill('');
}

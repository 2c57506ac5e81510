// The helper extension: what the tests ask it through a socket, it asks the extension host.

export const REPORT_KEY = 'Control+Shift+Alt+F11';

// No extension may ask whether an editor is read-only, and the lock in its tab is drawn late. The context key is right
// at once, and a key binding may depend on it: the key runs a command with the answer.
export const helperManifest = {
  name: 'drive-helper', publisher: 'drive', version: '0.0.1', displayName: 'Workbench driver helper',
  engines: { vscode: '^1.80.0' }, main: './main.js', activationEvents: ['onStartupFinished'], extensionKind: ['workspace'],
  capabilities: { untrustedWorkspaces: { supported: true } },
  contributes: {
    keybindings: [true, false].map((readonly) => ({
      command: 'drive.report', key: REPORT_KEY.replace('Control', 'ctrl').toLowerCase(), args: { readonly },
      when: `${readonly ? '' : '!'}activeEditorIsReadonly`,
    })),
  },
};

export function helperMain() {
  const fs = require('node:fs');
  const http = require('node:http');
  const vscode = require('vscode');
  let changes = 0;
  let reports = 0;
  let readonly = false;

  const methods = {
    ping: () => ({ pid: process.pid }),
    state: () => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) return { changes, reports, readonly };
      const { document, selection } = editor;
      return {
        changes, reports, readonly,
        editor: {
          uri: document.uri.toString(), path: document.uri.fsPath, languageId: document.languageId, dirty: document.isDirty,
          line: selection.active.line + 1, col: selection.active.character + 1,
          lineText: document.lineAt(selection.active.line).text, selected: document.getText(selection),
        },
      };
    },
    text: () => ({ text: vscode.window.activeTextEditor?.document.getText() }),
    run: async ({ id, args }) => { await vscode.commands.executeCommand(id, ...args); return null; },
    configure: async ({ key, value }) => { await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global); return null; },
    extension: ({ id }) => {
      const extension = vscode.extensions.getExtension(id);
      return { installed: !!extension, active: !!extension?.isActive };
    },
  };

  async function answer({ method, params }) {
    // A round trip to the window: what was typed before it has arrived here after it.
    if (method !== 'ping') await vscode.commands.executeCommand('noop');
    return methods[method](params);
  }

  exports.activate = (context) => {
    const socket = process.env.DRIVE_SOCKET;
    context.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument((event) => { if (event.contentChanges.length && event.document.uri.scheme !== 'output') changes++; }),
      vscode.commands.registerCommand('drive.report', (values) => { reports++; readonly = values.readonly; }),
    );
    const server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (data) => { body += data; });
      request.on('end', () => answer(JSON.parse(body)).then((result) => ({ result: result ?? null }), (error) => ({ error: String(error?.message ?? error) }))
        .then((reply) => response.end(JSON.stringify(reply))));
    });
    // Each host has a socket of its own with a link to the newest: a host that closes late removes only its own.
    const own = `${socket}.${process.pid}`;
    server.listen(own, () => {
      fs.symlinkSync(own, `${own}.link`);
      fs.renameSync(`${own}.link`, socket);
    });
    context.subscriptions.push({ dispose: () => server.close() });
  };
}
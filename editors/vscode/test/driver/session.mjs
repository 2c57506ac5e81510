// A session of a real VS Code workbench: code-server in headless Chromium, with the extensions given. A helper
// extension, written into the fresh extensions folder, tells what the screen cannot tell reliably: the whole text of a
// document, the exact cursor, whether an extension is active, when a command has finished.
//
// Environment: WORKBENCH_DIR (the folder given to setup.sh), CHROMIUM (its executable).
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { helperMain, helperManifest } from './helper.mjs';

const POLL = 40;
let timeouts = 0;

const defaultSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.editor.enablePreview': false,
  'workbench.editor.empty.hint': 'hidden',
  'workbench.reduceMotion': 'on',
  'workbench.tree.enableStickyScroll': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'window.confirmBeforeClose': 'never',
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'keyboard.dispatch': 'keyCode',
  'editor.minimap.enabled': false,
  'editor.accessibilitySupport': 'off',
  'editor.cursorBlinking': 'solid',
  'editor.experimentalEditContextEnabled': false,
};

/**
 * Options: settings, env (of the server), timeout (ms of every wait, 60000), artifacts (folder for a screenshot at each
 * timeout), keep (leave the temporary folder), log, viewport.
 */
export class Session {
  constructor(folder, options) {
    this.folder = folder;
    this.options = options;
    this.timeout = options.timeout ?? 60_000;
    this.serverLog = '';
    this.children = [];
  }

  // ---- start and stop

  async _start(vsixPaths) {
    const dir = path.resolve(process.env.WORKBENCH_DIR ?? '.');
    const server = path.join(dir, 'code-server');
    for (const file of [this.folder, server, ...vsixPaths]) if (!fs.existsSync(file)) throw new Error(`not found: ${file}`);

    // Short, because the path of a Unix socket may have 107 bytes at most.
    this.temp = fs.mkdtempSync(path.join(os.tmpdir(), 'wb-'));
    process.once('exit', this._clean);
    this.userData = path.join(this.temp, 'data');
    this.extensions = path.join(this.temp, 'ext');
    this.socket = path.join(this.temp, 'helper.sock');
    fs.mkdirSync(path.join(this.userData, 'User'), { recursive: true });
    fs.writeFileSync(path.join(this.userData, 'User/settings.json'), JSON.stringify({ ...defaultSettings, ...this.options.settings }, null, 2));
    // A folder that is there before the first run is taken in as an installed extension.
    const helper = path.join(this.extensions, 'drive.drive-helper-0.0.1');
    fs.mkdirSync(helper, { recursive: true });
    fs.writeFileSync(path.join(helper, 'package.json'), JSON.stringify(helperManifest));
    fs.writeFileSync(path.join(helper, 'main.js'), `(${helperMain})()`);

    // Variables of a VS Code terminal would make the server hand everything to the outer window.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|CODE_SERVER_|PORT$|PASSWORD$|HASHED_PASSWORD$)/.test(name)));
    Object.assign(env, { DRIVE_SOCKET: this.socket, EXTENSIONS_GALLERY: '{"serviceUrl":""}' }, this.options.env);
    const common = ['--config', path.join(this.temp, 'config.yaml'), '--user-data-dir', this.userData, '--extensions-dir', this.extensions];
    fs.writeFileSync(path.join(this.temp, 'config.yaml'), 'auth: none\n');

    const { chromium } = createRequire(path.join(dir, 'package.json'))('playwright-core');
    const launched = chromium.launch({
      executablePath: process.env.CHROMIUM ?? findExecutable(['chromium', 'chromium-browser', 'google-chrome', 'chrome']),
      headless: true,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    }).then((browser) => { this.browser = browser; });
    // Not lost when the server fails first.
    this.launched = launched.catch(() => {});

    if (vsixPaths.length) {
      const install = this._spawn(server, [...common, '--force', ...vsixPaths.flatMap((file) => ['--install-extension', file])], env);
      await this.until('the extensions to be installed', () => install.ended, { timeout: 180_000 });
      if (install.exitCode !== 0) throw new Error(`installing ${vsixPaths} failed:\n${this.serverLog}`);
    }

    this.server = this._spawn(server, [...common, '--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-getting-started-override', '--disable-proxy'], env);
    const url = await this.until('the address of the server', () => {
      if (this.server.ended) throw new Error(`the server ended with ${this.server.exitCode}:\n${this.serverLog}`);
      return /HTTP server listening on (http:\/\/[\d.:]+)/.exec(this.serverLog)?.[1];
    }, { timeout: 180_000 });
    this.url = url;

    await launched;
    this.context = await this.browser.newContext({
      viewport: this.options.viewport ?? { width: 1600, height: 1000 }, locale: 'en-US', serviceWorkers: 'allow',
    });
    await this.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
    this.page = await this.context.newPage();
    this.page.setDefaultTimeout(this.timeout);
    // Without this an unsaved file makes the page ask whether to leave.
    this.page.on('dialog', (dialog) => dialog.accept().catch(() => {}));
    this.consoleErrors = [];
    this.page.on('console', (message) => { if (message.type() === 'error') this.consoleErrors.push(message.text()); });
    const kind = this.folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
    await this.page.goto(`${url}/?${kind}=${encodeURIComponent(this.folder)}`, { waitUntil: 'commit', timeout: 180_000 });
    await this.ready();
  }

  /** Waits until the window is drawn and the extension host answers (the helper starts on onStartupFinished). */
  async ready() {
    const limit = { timeout: Math.max(this.timeout, 180_000) };
    const drawn = (part) => this.page.locator(`.monaco-workbench .part.${part}`).isVisible().catch(() => false);
    await this.until('the workbench to be drawn', async () => (await drawn('editor')) && drawn('statusbar'), limit);
    await this.until('the extension host to answer', () => this._ask('ping').catch(() => false), limit);
    await this.until('the window to answer the extension host', () => this._ask('state').catch(() => false), limit);
  }


  async stop() {
    await this.launched;
    await this.browser?.close().catch(() => {});
    for (const child of this.children) await endGroup(child);
    this._clean();
    process.off('exit', this._clean);
  }

  /** Also runs when the process ends without stop(). */
  _clean = () => {
    for (const child of this.children) if (!child.ended) killGroup(child, 'SIGKILL');
    if (this.temp && !this.options.keep) fs.rmSync(this.temp, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  _spawn(command, args, env) {
    // A group of its own, so that the extension host and the language servers end with it. A watcher in the group ends
    // it when this process is gone, however that ended: its standard input is a pipe from here.
    const watched = 'exec 3<&0; (cat <&3 >/dev/null 2>&1; kill -TERM 0) >/dev/null 2>&1 & exec "$@" </dev/null 3<&-';
    const child = spawn('sh', ['-c', watched, 'sh', command, ...args], { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'], cwd: this.temp });
    child.stdin.on('error', () => {});
    this.children.push(child);
    const add = (data) => { this.serverLog += data; this.options.log?.(String(data)); };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', (error) => { add(error.message); child.ended = true; });
    child.on('exit', () => { child.ended = true; child.stdin.end(); });
    return child;
  }

  // ---- waiting

  /** Polls `test` until it gives something true, and returns that. `what` names the condition in the error. */
  async until(what, test, { timeout = this.timeout, poll = POLL, seen } = {}) {
    const end = Date.now() + timeout;
    for (;;) {
      const value = await test();
      if (value) return value;
      if (Date.now() > end) throw await this._timeoutError(what, timeout, seen?.());
      await sleep(poll);
    }
  }

  async _timeoutError(what, timeout, seen) {
    const lines = [`timed out after ${timeout} ms waiting for ${what}`];
    if (seen !== undefined) lines.push(`last seen: ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`);
    if (this.page && !this.page.isClosed()) {
      const dialog = await this._texts('.monaco-dialog-box .dialog-message-text').catch(() => []);
      if (dialog.length) lines.push(`a dialog is open: ${dialog.join(' | ')}`);
      const notes = await this.notifications().catch(() => []);
      if (notes.length) lines.push(`notifications: ${notes.join(' | ')}`);
      if (this.options.artifacts) {
        fs.mkdirSync(this.options.artifacts, { recursive: true });
        const file = path.join(this.options.artifacts, `timeout-${process.pid}-${++timeouts}.png`);
        if (await this.screenshot(file).then(() => true, () => false)) lines.push(`screenshot: ${file}`);
      }
    }
    return new Error(lines.join('\n'));
  }

  // ---- the helper extension

  _ask(method, params = {}, timeout = this.timeout) {
    return new Promise((resolve, reject) => {
      const body = JSON.stringify({ method, params });
      const gone = (error) => reject(new Error(`the helper extension does not answer ${method} ${JSON.stringify(params)}: ${error.message}; has the extension host ended?`));
      const request = http.request({ socketPath: this.socket, method: 'POST', path: '/', timeout }, (response) => {
        let text = '';
        response.on('data', (data) => { text += data; });
        response.on('error', gone);
        response.on('end', () => {
          let reply;
          try { reply = JSON.parse(text); } catch (error) { return gone(error); }
          return reply.error ? reject(new Error(`${method}: ${reply.error}`)) : resolve(reply.result);
        });
      });
      request.on('timeout', () => request.destroy(new Error(`timed out after ${timeout} ms`)));
      request.on('error', gone);
      request.end(body);
    });
  }

  /** Runs a command by its id and waits until it has finished. */
  run(id, ...args) { return this._ask('run', { id, args }); }

  /** Sets a setting of the user's; `undefined` takes it away. */
  configure(key, value) { return this._ask('configure', { key, value }); }

  /** Waits until the extension's activate() has finished; when that awaits client.start(), its server is ready. */
  async waitForExtension(id, { timeout = this.timeout } = {}) {
    let state;
    await this.until(`extension ${id} to be active`, async () => {
      state = await this._ask('extension', { id });
      if (!state.installed) throw new Error(`extension ${id} is not installed`);
      return state.active;
    }, { timeout, seen: () => state });
  }

  // ---- keys, palette, files
  async press(keys) {
    for (const chord of keys.split(' ')) await this.page.keyboard.press(chord);
  }

  /** Types as a person does: suggestions open, brackets close themselves, Enter takes an open suggestion. */
  async type(text, { delay = 5 } = {}) {
    await this.until('something that takes text to have the focus', () => this.page.evaluate(() => {
      const element = document.activeElement;
      return !!element && (/^(INPUT|TEXTAREA|IFRAME)$/.test(element.tagName) || element.isContentEditable || element.classList.contains('native-edit-context'));
    }));
    await this.page.keyboard.type(text, { delay });
  }

  notifications() { return this._texts('.notifications-toasts .notification-list-item-message'); }

  async screenshot(file) {
    fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  _texts(selector) {
    return this.page.evaluate((query) => [...document.querySelectorAll(query)].filter((element) => element.offsetParent !== null || element.getClientRects().length)
      .map((element) => element.textContent.trim()).filter(Boolean), selector);
  }
}

function findExecutable(names) {
  for (const name of names) for (const dir of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(dir, name);
    if (fs.existsSync(file)) return file;
  }
  throw new Error(`no ${names.join(' or ')} in PATH; set CHROMIUM`);
}

function killGroup(child, signal) {
  try { process.kill(-child.pid, signal); } catch { /* ended */ }
}

async function endGroup(child) {
  if (child.ended) return;
  const ended = async (limit) => {
    for (const end = Date.now() + limit; !child.ended && Date.now() < end;) await sleep(POLL);
    return child.ended;
  };
  killGroup(child, 'SIGTERM');
  await ended(5_000);
  // What is left of the group, such as a language server that did not see its parent end.
  killGroup(child, 'SIGKILL');
  await ended(5_000);
}

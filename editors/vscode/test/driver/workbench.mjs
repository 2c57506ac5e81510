// What a user does in the workbench, through keys, the palette and widgets; and what is shown there.
//
//   const wb = await start(folder, ['annexa.vsix']);
//   await wb.openFile('a.annexa'); await wb.waitForProblem(/R102/); await wb.stop();
import fs from 'node:fs';
import path from 'node:path';
import { REPORT_KEY } from './helper.mjs';
import { markPane, readActiveTab, readDrawnLines, readProblemRow, readQuickRows, readRows, readSuggestions, readTreeRow } from './page.mjs';
import { Session } from './session.mjs';

const ACTION = '.action-widget .monaco-list-row.action';

/** Opens a folder in a workbench with these extensions; see Session for the options. */
export async function start(workspaceFolder, vsixPaths, options = {}) {
  const wb = new Workbench(path.resolve(workspaceFolder), options);
  try {
    await wb._start(vsixPaths.map((file) => path.resolve(file)));
  } catch (error) {
    await wb.stop();
    throw error;
  }
  return wb;
}

class Workbench extends Session {
  async focusEditor() {
    if (await this._editorFocused()) return;
    await this.run('workbench.action.focusActiveEditorGroup');
    await this.until('the editor to have the focus', () => this._editorFocused());
  }

  /** Gives the focus back to the editor, if there is one. */
  async _refocus() {
    if ((await this._ask('state')).editor) await this.focusEditor();
  }

  _editorFocused() {
    return this.page.evaluate(() => !!document.activeElement?.closest('.editor-instance .monaco-editor')
      && !document.activeElement.closest('.rename-box, .find-widget, .quick-input-widget'));
  }

  /** Runs a command by its title ("Format Document" or "Demo: Open Preview") through the command palette. */
  async command(title) {
    await this._choose('F1', `>${title}`, `command "${title}"`, (row) => row.label === title || row.label.endsWith(`: ${title}`));
    await this.until(`command "${title}" to leave the palette`, async () => {
      const input = this.page.locator('.quick-input-widget .quick-input-filter input');
      return !(await input.isVisible()) || (await input.inputValue().catch(() => '')) !== `>${title}`;
    });
  }

  /**
   * Opens a file through quick open, by its path in the workspace or an absolute path, and waits until its editor has
   * the focus. Quick open leaves out what .gitignore and files.exclude name: give an absolute path for such a file.
   */
  async openFile(file) {
    const wanted = file.split(path.sep).join('/');
    const folder = path.posix.dirname(wanted);
    const full = path.resolve(this.folder, file);
    await this._choose('Control+P', wanted, `file ${wanted} in quick open`, (row) => row.label === path.posix.basename(wanted)
      && (path.isAbsolute(file) || (folder === '.' ? !row.description : row.description === folder || row.description.endsWith(`/${folder}`))));
    let seen;
    await this.until(`the editor of ${wanted}`, async () => {
      seen = await this._ask('state');
      return seen.editor && samePath(seen.editor.path, full);
    }, { seen: () => seen?.editor?.path ?? 'no editor' });
    await this.focusEditor();
  }

  /** Sets the cursor; both numbers count from 1. */
  async gotoLine(line, col = 1) {
    await this.focusEditor();
    await this._choose('Control+G', `:${line}:${col}`, `line ${line} in "go to line"`, (row) => row.label.startsWith(`Go to line ${line} `));
    let seen;
    await this.until(`the cursor to be at ${line}:${col}`, async () => {
      seen = (await this._ask('state')).editor;
      return seen?.line === line && seen.col === col;
    }, { seen: () => seen && `${seen.line}:${seen.col}` });
    await this.until('the editor to have the focus', () => this._editorFocused());
  }

  /** The line of the active text that has some words, counted from 1, and the column behind them. */
  async find(words) {
    const lines = (await this.editorText()).split('\n');
    const index = lines.findIndex((line) => line.includes(words));
    if (index < 0) throw new Error(`no line has ${words}`);
    return [index + 1, lines[index].indexOf(words) + words.length + 1];
  }

  /** Sets the cursor behind some words. */
  async goBehind(words) {
    await this.gotoLine(...(await this.find(words)));
  }

  /**
   * Types something that ends with an opening bracket or quotes, until they close themselves: VS Code closes none in a
   * line that it has not looked at yet, and when it has, nothing tells.
   */
  async typeOpening(text, close) {
    const lineText = async () => (await this._ask('state')).editor.lineText.trimStart();
    const before = await lineText();
    await this.until(`${text} to close itself`, async () => {
      await this.type(text);
      if ((await lineText()) === before + text + close) return true;
      await this.press('Home Shift+End Delete');
      await this.type(before);
      return false;
    }, { poll: 200 });
  }

  async save() {
    await this.focusEditor();
    await this.press('Control+S');
    await this.until('the file to be saved', async () => !(await this._ask('state')).editor?.dirty);
  }

  /** Opens quick input by its key, types `value`, and takes the row that matches. */
  async _choose(key, value, what, matches) {
    const input = this.page.locator('.quick-input-widget .quick-input-filter input');
    const fill = (text) => input.fill(text, { timeout: 1_000 }).then(() => true, () => false);
    if (await input.isVisible()) await this._closeQuickInput();
    let rows = [];
    let pressed = 0;
    let filled = 0;
    let patience = 700;
    await this.until(what, async () => {
      // While the window is busy a key can be lost, and a late change of the focus closes quick input: open it again.
      if (!(await input.isVisible())) {
        filled = 0;
        if (Date.now() - pressed < 2_000) return false;
        pressed = Date.now();
        await this.page.keyboard.press(key);
        return false;
      }
      if (!filled && (await fill(value))) filled = Date.now();
      rows = await this.page.evaluate(readQuickRows);
      const at = rows.findIndex(matches);
      const focused = rows.findIndex((row) => row.focused);
      if (filled && at >= 0 && at === focused) {
        await this.page.keyboard.press('Enter');
        return true;
      }
      if (at >= 0) await this.page.keyboard.press(focused > at ? 'ArrowUp' : 'ArrowDown');
      // Quick open may answer from the file list of its last use while it reads the new one, and does not ask again.
      // A busy machine answers late, and typing anew makes it begin anew: wait twice as long each time.
      else if (filled && Date.now() - filled > patience && (await fill(''))) [filled, patience] = [0, 2 * patience];
      return false;
    }, { seen: () => rows.map((row) => row.label).slice(0, 8) }).catch(async (error) => {
      await this._closeQuickInput().catch(() => {});
      throw error;
    });
  }

  _closeQuickInput() {
    return this._escape('quick input to close', async () => !(await this.page.locator('.quick-input-widget').isVisible()));
  }

  /** Presses Escape until `closed` holds: the first one may go to something else that is open, such as suggestions. */
  _escape(what, closed) {
    let pressed = 0;
    return this.until(what, async () => {
      if (await closed()) return true;
      if (Date.now() - pressed > 400) {
        pressed = Date.now();
        await this.page.keyboard.press('Escape');
      }
      return false;
    });
  }

  /**
   * What the active tab shows: title and readonly; for a text editor also path, uri, languageId, dirty, line, col
   * (from 1), lineText, selected.
   */
  async activeEditor() {
    const { reports } = await this._ask('state');
    await this.press(REPORT_KEY);
    let state;
    await this.until('the key bindings of the helper extension to work', async () => (state = await this._ask('state')).reports > reports);
    const title = await this.page.evaluate(readActiveTab);
    const { editor, readonly } = state;
    return { title, readonly, ...(editor && path.basename(editor.path) === title ? editor : {}) };
  }

  /** The whole text of the active text editor, saved or not. */
  async editorText() {
    const { text } = await this._ask('text');
    if (text === undefined) throw new Error('no text editor is active');
    return text;
  }

  /** Takes away an earlier message at the cursor, so that the next one is news. */
  _clearMessage() {
    return this._escape('the message at the cursor to go', async () => !(await this.overlayMessage()));
  }

  _changed(what, before) {
    return this.until(what, async () => (await this._ask('state')).changes > before);
  }

  /** Small messages at the cursor, such as "No definition found for 'x'". */
  overlayMessage() { return this._texts('.editor-instance .monaco-editor-overlaymessage .message').then((texts) => texts.join(' ')); }

  async goToDefinition() {
    await this.focusEditor();
    await this._clearMessage();
    const place = ({ editor }) => editor && `${editor.uri}:${editor.line}:${editor.col}`;
    const before = place(await this._ask('state'));
    await this.press('F12');
    await this.until('the definition to be shown', async () => {
      const message = await this.overlayMessage();
      if (message) throw new Error(`go to definition says: ${message}`);
      if (await this.page.locator('.peekview-widget').first().isVisible()) throw new Error('go to definition shows several places (peek view)');
      return place(await this._ask('state')) !== before;
    }, { seen: () => `cursor still at ${before}` });
    return this.activeEditor();
  }

  async goBack() {
    const place = async () => {
      const { editor } = await this._ask('state');
      return `${await this.page.evaluate(readActiveTab)}:${editor && `${editor.uri}:${editor.line}:${editor.col}`}`;
    };
    const before = await place();
    await this.run('workbench.action.navigateBack');
    await this.until('going back to change the editor or the cursor', async () => (await place()) !== before, { seen: () => before });
    return this.activeEditor();
  }

  async rename(newName) {
    await this.focusEditor();
    await this._clearMessage();
    const { changes } = await this._ask('state');
    const old = await this.notifications();
    const input = this.page.locator('.rename-box input.rename-input');
    await this.press('F2');
    await this.until('the rename box', async () => {
      const message = await this.overlayMessage();
      if (message) throw new Error(`rename says: ${message}`);
      return input.isVisible();
    });
    await input.fill(newName);
    await input.press('Enter');
    await this.until('the rename to change a text', async () => {
      const messages = [await this.overlayMessage(), ...await this.notifications()].filter((text) => text && !old.includes(text));
      if (messages.length) throw new Error(`rename says: ${messages.join(' | ')}`);
      return (await this._ask('state')).changes > changes;
    });
    await this.until('the rename box to close', async () => !(await input.isVisible()));
  }

  /** Formats the active document; returns whether that changed the text. */
  async format() {
    await this.focusEditor();
    const before = await this.editorText();
    await this.run('editor.action.formatDocument');
    return (await this.editorText()) !== before;
  }

  /** The rows of the Problems panel: { file, severity, message, source, code, line, col }. */
  async problems() {
    const panel = '.markers-panel-container';
    if (!(await this.page.locator(panel).isVisible())) {
      await this.run('workbench.panel.markers.view.focus');
      await this.until('the Problems panel', () => this.page.locator(panel).isVisible());
      await this._refocus();
    }
    const rows = await this._readList(panel, readProblemRow);
    let file;
    return rows.flatMap((row) => {
      if (row.file !== undefined) file = row.file;
      return row.message === undefined ? [] : [{ ...row, file }];
    });
  }

  async waitForProblem(textOrRegex, { timeout } = {}) {
    let list;
    return this.until(`a problem with ${textOrRegex}`, async () => (list = await this.problems()).find(({ message }) => matchesText(message, textOrRegex)),
      { timeout, seen: () => list.map(({ message }) => message) });
  }

  async waitForNoProblem(textOrRegex = /^/, { timeout } = {}) {
    let list;
    await this.until(`no problem with ${textOrRegex}`, async () => !(list = await this.problems()).some(({ message }) => matchesText(message, textOrRegex)),
      { timeout, seen: () => list.map(({ message }) => message) });
  }

  /** Takes a quick fix at the cursor by its title; waits for its edit unless { edits: false }. */
  async quickFix(title, { edits = true } = {}) {
    const { changes } = await this._ask('state');
    let seen = [];
    // The server may still be busy with the diagnostics, so the menu is asked again.
    await this.until(`quick fix "${title}"`, async () => {
      seen = await this._openQuickFix();
      if (seen.some((text) => matchesText(text, title, true))) return true;
      await this._closeQuickFix();
      return false;
    }, { poll: 150, seen: () => seen });
    // By keys: the menu has a layer that swallows clicks until the mouse has moved over it.
    await this.until(`quick fix "${title}" to be chosen`, async () => {
      const focused = await this._texts(`${ACTION}.focused .title`);
      if (focused.some((text) => matchesText(text, title, true))) return true;
      await this.page.keyboard.press('ArrowDown');
      return false;
    });
    await this.page.keyboard.press('Enter');
    await this.until('the quick fix menu to close', async () => !(await this.page.locator('.action-widget').isVisible()));
    if (edits) await this._changed(`quick fix "${title}" to change a text`, changes);
    await this.focusEditor();
  }

  async _openQuickFix() {
    await this.focusEditor();
    await this._clearMessage();
    await this.press('Control+.');
    return this.until('the quick fix menu or its answer', async () => {
      const titles = await this._texts(`${ACTION} .title`);
      if (titles.length) return titles;
      return (await this.overlayMessage()) ? [] : undefined;
    });
  }

  _closeQuickFix() {
    return this._escape('the quick fix menu to close', async () => !(await this.page.locator('.action-widget').isVisible()) && !(await this.overlayMessage()));
  }

  async _suggestions() {
    const widget = this.page.locator('.editor-instance .suggest-widget.visible');
    if (!(await widget.isVisible())) {
      await this.focusEditor();
      await this.press('Control+Space');
    }
    let seen;
    return this.until('the suggestion list', async () => {
      seen = await this.page.evaluate(readSuggestions);
      if (seen.rows.length) return seen.rows;
      return seen.message && !/^Loading/.test(seen.message) ? [] : undefined;
    }, { seen: () => seen });
  }

  /** `opens`: what is inserted has a stop that opens the next list. */
  async acceptCompletion(label, { opens = false } = {}) {
    const { changes } = await this._ask('state');
    const visits = new Map();
    await this.until(`suggestion "${label}" to be chosen`, async () => {
      const rows = await this._suggestions();
      const focused = rows.find((row) => row.focused);
      if (focused?.label === label) return true;
      const times = (visits.get(focused?.index) ?? 0) + 1;
      visits.set(focused?.index, times);
      if (!rows.length || (focused && times > 2)) throw new Error(`no suggestion "${label}", there are: ${rows.map((row) => row.label).join(', ')}`);
      await this.page.keyboard.press('ArrowDown');
      return false;
    });
    await this.page.keyboard.press('Enter');
    if (!opens) await this.until('the suggestion list to close', async () => !(await this.page.locator('.editor-instance .suggest-widget.visible').isVisible()));
    await this._changed(`suggestion "${label}" to change the text`, changes);
  }

  /** Inlay hints on the screen, as [{ line, text }]; waits for at least `min`. */
  async inlayHints({ min = 1 } = {}) {
    let hints;
    return this.until(`${min} inlay hints`, async () => {
      hints = (await this._drawnLines()).flatMap(({ line, parts }) => parts.filter(({ hint }) => hint).map(({ text }) => ({ line, text })));
      return hints.length >= min && hints;
    }, { seen: () => hints });
  }

  /** The coloured parts of a line on the screen, as [{ text, color, bold, italic }], without inlay hints. */
  async tokens(line) {
    const drawn = await this.until(`line ${line} to be on the screen`, async () => (await this._drawnLines()).find((one) => one.line === line));
    return drawn.parts.filter(({ hint }) => !hint).map(({ text, color, bold, italic }) => ({ text, color, bold, italic }));
  }

  _drawnLines() { return this.page.evaluate(readDrawnLines); }

  /** Rows of a tree view by the title of the view, as [{ label, description, level, expanded, icon }]. */
  async treeItems(viewTitle, { min = 1 } = {}) {
    const pane = await this._pane(viewTitle);
    let rows = [];
    return this.until(`${min} rows in the view "${viewTitle}"`, async () => (rows = await this._readList(`${pane} .pane-body`, readTreeRow)).length >= min && rows, { seen: () => rows });
  }

  /** Clicks a row of a tree view. */
  async clickTreeItem(viewTitle, label) {
    await this.treeItems(viewTitle);
    const pane = await this._pane(viewTitle);
    const rows = this.page.locator(`${pane} .monaco-list-row`);
    const row = rows.filter({ has: this.page.locator('.label-name', { hasText: new RegExp(`^${escapeRegex(label)}$`) }) });
    await row.first().click();
  }

  /** The page in the webview that is in sight, of an extension if several are: asked anew each time, for it may be loaded anew. */
  webview(extension) {
    const of = extension === undefined ? '' : `[src*="extensionId=${extension}"]`;
    return this.page.locator(`iframe.webview.ready${of}:visible`).contentFrame().locator('#active-frame').contentFrame();
  }

  async _pane(viewTitle) {
    const mark = () => this.page.evaluate(markPane, viewTitle);
    if (!(await mark())) {
      await this.command(`Focus on ${viewTitle} View`);
      await this.until(`the view "${viewTitle}"`, mark);
    }
    return '[data-drive-pane="1"]';
  }

  /** Reads all rows of a list, scrolling through it when not all are drawn. */
  _readList(selector, readRow) {
    return this.until(`the list ${selector} to scroll to its end`, () => this.page.evaluate(`(${readRows})(${JSON.stringify(selector)}, ${readRow})`));
  }
}

function matchesText(text, wanted, whole = false) {
  if (wanted instanceof RegExp) return wanted.test(text);
  return whole ? text === wanted : text.includes(wanted);
}

function escapeRegex(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'); }

function samePath(one, other) {
  const real = (file) => { try { return fs.realpathSync(file); } catch { return path.resolve(file); } };
  return real(one) === real(other);
}

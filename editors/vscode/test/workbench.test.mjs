// The extension in a real workbench, as an author uses it. Each step leaves a screenshot.
// Environment: ANNEXA_VSIX (the package), SHOTS (folder for screenshots), and those of driver/session.mjs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { start } from './driver/workbench.mjs';

const vsix = process.env.ANNEXA_VSIX;
const shots = process.env.SHOTS;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-'));
const project = path.join(folder, 'company');
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-home-'));
const env = { XDG_CACHE_HOME: path.join(home, 'cache'), XDG_DATA_HOME: path.join(home, 'data') };
const PROFILE = 'company/profile.annexa';
const PEOPLE = 'company/people.annexa';
let wb;

const shot = (name) => wb.screenshot(path.join(shots, `${name}.png`));
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
/** Whether the item of the status bar says that the server runs; the name of the language stands there as well. */
const isRunning = () => wb.page.locator('.statusbar-item', { hasText: /^\s*Annexa$/, has: wb.page.locator('.codicon-check') }).isVisible();

/** Answers a question of the palette. */
async function answer(prompt, text) {
  await wb.until(`the question "${prompt}"`, async () => (await wb._texts('.quick-input-widget')).some((shown) => shown.includes(prompt)));
  if (text !== undefined) await wb.page.locator('.quick-input-widget input.input').last().fill(text);
  await wb.press('Enter');
}

async function waitForNote(text) {
  await wb.until(`the message ${text}`, async () => (await wb.notifications()).some((note) => text.test(note)), { seen: () => wb.serverLog.slice(-300) });
}

before(async () => {
  fs.cpSync(path.join(import.meta.dirname, '../../../examples/company'), project, { recursive: true, filter: (file) => path.basename(file) !== 'build' });
  fs.appendFileSync(path.join(folder, PEOPLE), '\nadd information to 27002 6.6 {\n  text """See also {ACME.5.38}."""\n}\n');
  wb = await start(folder, [vsix], { artifacts: shots, env, viewport: { width: 1280, height: 800 } });
  await wb.openFile(PROFILE);
  await wb.waitForExtension('annexa.annexa', { timeout: 180_000 });
});

after(async () => {
  await wb?.stop();
  for (const made of [folder, home]) fs.rmSync(made, { recursive: true, force: true });
});

test('the server runs, and says so in the status bar', async () => {
  await wb.until('the item of the status bar', isRunning);
  assert.equal((await wb.activeEditor()).languageId, 'annexa');
  await shot('01-open');
});

test('verbal forms look different', async () => {
  const look = async (sentence, word) => {
    await wb.goBehind(sentence);
    let found;
    await wb.until(`the colour of ${word}`, async () => {
      const parts = await wb.tokens((await wb.find(sentence))[0]);
      found = parts.find(({ text }) => text.trim() === word);
      return found;
    }, { seen: () => found });
    assert.equal(found.bold, true);
    return found.color;
  };
  const shall = await look('The head of information security shall report', 'shall');
  const should = await look('Contract manufacturers should receive', 'should');
  assert.notEqual(shall, should);
  await shot('02-verbal-forms');
});

test('inlay hints tell titles', async () => {
  await wb.goBehind('interpret 27001 9.3.3');
  const hints = await wb.inlayHints();
  assert.ok(hints.some(({ text }) => /Management review results/i.test(text)), JSON.stringify(hints));
  await shot('03-inlay-hints');
});

test('a diagnostic appears, and goes by its quick fix', async () => {
  await wb.goBehind('modify control 27002 7.10');
  await wb.press('Backspace Backspace');
  await wb.type('99');
  const problem = await wb.waitForProblem(/ISO\/IEC 27002:2022 has no provision 7\.99/);
  assert.equal(problem.severity, 'error');
  assert.equal(problem.code, 'R102');
  await wb._openQuickFix();
  await shot('04-quick-fix');
  await wb._closeQuickFix();
  await wb.quickFix('Write `27002 7.14`');
  await wb.waitForNoProblem(/7\.99/);
  await wb.goBehind('modify control 27002 7.14');
  await wb.press('Backspace Backspace');
  await wb.type('10');
  await wb.run('workbench.action.closePanel');
  await wb.save();
});

test('`cloud` completes to 27002 5.23; the base opens read-only, and one comes back', async () => {
  await wb.focusEditor();
  await wb.press('Control+End');
  await wb.type('\nadd guidance to cloud');
  const label = await wb.until('the suggestion', async () => (await wb._suggestions()).map((row) => row.label).find((it) => it.includes('27002 5.23')));
  await shot('05-completion');
  await wb.acceptCompletion(label);
  await wb.typeOpening(' {', '}');
  await wb.press('Enter');
  await wb.typeOpening('text """', '"""');
  await wb.type('The purchaser should ask first.');
  assert.match(await wb.editorText(), /add guidance to 27002 5\.23 \{\n  text """The purchaser should ask first\."""\n\}\n?$/);
  await wb.save();

  await wb.goBehind('add guidance to 27002 5.2');
  const base = await wb.goToDefinition();
  assert.equal(base.title, 'iso-iec-27002-2022.annexa');
  assert.match(base.lineText, /^control 5\.23 /);
  // The lock comes after the text.
  await wb.until('the base to be read-only', async () => (await wb.activeEditor()).readonly);
  await shot('06-base-clause');
  const back = await wb.goBack();
  assert.equal(back.title, 'profile.annexa');
});

test('a label is renamed in both files', async () => {
  await wb.goBehind('add control ACME.5');
  await wb.rename('ACME.5.40');
  await wb.run('workbench.action.files.saveAll');
  await wb.until('both files to be saved', () => read(PROFILE).includes('add control ACME.5.40 ') && read(PEOPLE).includes('{ACME.5.40}'));
  assert.doesNotMatch(read(PROFILE), /ACME\.5\.38(?!")/);
  await wb.openFile(PEOPLE);
  await wb.goBehind('{ACME.5.40');
  await shot('07-renamed');
});

test('formatting lays a text out, and loses no comment', async () => {
  await wb.openFile(PEOPLE);
  const before = await wb.editorText();
  await wb.goBehind('retain 27002 6.4 {');
  await wb.type(' // settled');
  await wb.goBehind('reason """Settled');
  await wb.press('Home');
  await wb.type('      ');
  assert.equal(await wb.format(), true);
  const text = await wb.editorText();
  assert.match(text, /\n  reason """Settled/);
  assert.match(text, /\/\/ settled/);
  await shot('08-formatted');
  await wb.run('workbench.action.files.revert');
  assert.equal(await wb.editorText(), before);
});

test('a list goes on by itself, until an item ends with a full stop', async () => {
  await wb.openFile(PROFILE);
  await wb.goBehind('c) enter the transfer in the register.');
  await wb.press('Backspace');
  await wb.type('; and\ntell the owner.\nx');
  assert.match(await wb.editorText(), /register; and\n {4}d\) tell the owner\.\n {4}x\n/);
  await wb.run('workbench.action.files.revert');
});

test('quotes and brackets close, and what is in them is indented', async () => {
  await wb.openFile(PEOPLE);
  await wb.press('Control+End');
  await wb.press('Enter');
  await wb.typeOpening('add note to 27002 6.7 {', '}');
  await wb.press('Enter');
  await wb.typeOpening('text """', '"""');
  await wb.type('\nWork from home.');
  assert.match(await wb.editorText(), /add note to 27002 6\.7 \{\n  text """\n    Work from home\.\n  """\n\}\n?$/);
  await wb.run('workbench.action.files.revert');
});

test('a code lens leads to the only place that it counts', async () => {
  await wb.openFile(PROFILE);
  await wb.goBehind('modify control 27002 7');
  await wb.goToDefinition();
  const lens = wb.page.locator('.codelens-decoration a', { hasText: /^changed by/ }).first();
  await lens.click();
  await wb.until('the place', async () => (await wb.activeEditor()).lineText === 'modify control 27002 7.10 {');
  await shot('09-code-lens');
});

test('the coverage: a click opens the base, a second the change', async () => {
  await wb.openFile(PROFILE);
  const top = await wb.treeItems('Coverage', { min: 10 });
  assert.deepEqual(top.filter(({ level }) => level === 1).map(({ label }) => label), ['ISO/IEC 27001:2022', 'ISO/IEC 27002:2022']);
  assert.match(top[0].description, /^\d+ of 30$/);
  await wb.clickTreeItem('Coverage', '7 Physical controls');
  await wb.until('the clause in its base', async () => (await wb.activeEditor()).lineText?.startsWith('clause 7 '));
  const expand = wb.page.locator('[data-drive-pane="1"] .monaco-list-row.selected .monaco-tl-twistie');
  if ((await wb.treeItems('Coverage')).every(({ label }) => label !== '7.10 Storage media')) await expand.click();
  const row = (await wb.until('the control', async () => (await wb.treeItems('Coverage')).find(({ label }) => label === '7.10 Storage media')));
  assert.equal(row.description, 'modified');
  await wb.clickTreeItem('Coverage', '7.10 Storage media');
  await wb.until('the control in its base', async () => (await wb.activeEditor()).lineText?.startsWith('control 7.10 '));
  await shot('10-coverage-base');
  await wb.clickTreeItem('Coverage', '7.10 Storage media');
  await wb.until('the change', async () => (await wb.activeEditor()).lineText === 'modify control 27002 7.10 {');
  await shot('11-coverage-change');
});

test('a base opens by the words of a title', async () => {
  await wb.command('Annexa: Open Base Document...');
  await wb.until('the choice', async () => (await wb._texts('.quick-input-widget')).some((shown) => shown.includes('ISO/IEC 27002:2022')));
  await wb.page.locator('.quick-input-widget input.input').last().fill('storage media');
  await wb.until('the control', async () => (await wb._texts('.quick-input-list .label-name')).includes('7.10 Storage media'));
  await shot('12-open-base');
  await wb.press('Enter');
  await wb.until('the base', async () => (await wb.activeEditor()).lineText?.startsWith('control 7.10 '));
});

test('a project is compiled', async () => {
  await wb.openFile(PROFILE);
  await wb.command('Annexa: Compile This Project');
  await waitForNote(/compiled to build\/acme\.json/);
  assert.equal(JSON.parse(read('company/build/acme.json')).standard.prefix, 'ACME');
  await shot('13-compiled');
  await wb.run('notifications.clearAll');
});

test('the status, a migration and the log are shown, and the server starts anew', async () => {
  const output = () => wb.page.locator('.part.panel .output-view .view-lines');
  await wb.command('Annexa: Show Status');
  await wb.until('what comes next', async () => (await wb._texts('.quick-input-widget .quick-input-list-separator')).includes('what comes next'));
  assert.match((await wb._texts('.quick-input-widget .quick-input-title'))[0], /^ACME: \d+ of \d+ done$/);
  await shot('14-status');
  await wb.press('Escape');
  await wb.command('Annexa: Migrate to Another Edition...');
  await answer('The edition of the bases', undefined);
  await wb.until('the ways', async () => (await wb._texts('.quick-input-list .label-name')).includes('List what has to be decided'));
  await wb.press('Enter');
  await output().filter({ hasText: /annexa\smigrate\s--to\s2022/ }).waitFor();
  await wb.command('Annexa: Show Log');
  await wb.until('the log', async () => (await wb._texts('.part.panel .monaco-select-box, .part.panel select')).some((text) => text.includes('Annexa Language Server')));
  await wb.command('Annexa: Restart the Language Server');
  await wb.until('the server', isRunning);
  await wb.run('workbench.action.closePanel');
  await wb.goBehind('interpret 27001 9.3.3');
  assert.ok((await wb.inlayHints()).length > 0);
});

test('a task of the folder says what is wrong, by the problem matcher', async () => {
  const good = read(PEOPLE);
  fs.writeFileSync(path.join(folder, PEOPLE), `${good}\nretain 27002 6.99 {\n  reason """x"""\n}\n`);
  fs.mkdirSync(path.join(folder, '.vscode'));
  const task = { type: 'annexa', command: 'check', arguments: ['company'], label: 'look', problemMatcher: '$annexa' };
  fs.writeFileSync(path.join(folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task] }));
  await wb.until('the task', async () => {
    await wb.run('workbench.action.tasks.runTask', 'look');
    return wb.page.locator('.terminal-wrapper').first().isVisible();
  }, { poll: 1000 });
  const alike = async () => (await wb.problems()).filter(({ message, file }) => file === 'people.annexa' && /no provision 6\.99/.test(message));
  // That of the server, and that of the task.
  await wb.until('both findings', async () => (await alike()).length === 2, { seen: () => wb.serverLog.slice(-200) });
  assert.deepEqual((await alike()).map(({ line, code, severity }) => [line, code, severity]), Array(2).fill([(good.split('\n').length + 1), 'R102', 'error']));
  await shot('15-task');
  fs.writeFileSync(path.join(folder, PEOPLE), good);
  await wb.run('workbench.action.closePanel');
});

test('a standard is begun, and has no errors', async () => {
  await wb.command('Annexa: New Standard...');
  await answer('capital letters and digits', 'smx');
  await wb.until('what is wrong with it', async () => (await wb._texts('.quick-input-widget')).some((shown) => shown.includes('a letter first, such as SMX')));
  await answer('a letter first, such as SMX', 'SMX');
  await answer('The sector', 'Smart meters');
  await answer('The title', undefined);
  await answer('The edition', '2027');
  // Back to the sector, and on again: answers stay.
  for (const question of ['The bases', 'The edition', 'The title']) {
    await wb.until(question, async () => (await wb._texts('.quick-input-widget')).some((shown) => shown.includes(question)) || (await wb.page.locator(`.quick-input-widget input[placeholder*="${question}"]`).count()) > 0);
    await wb.page.locator('.quick-input-widget .codicon-quick-input-back').click();
  }
  await answer('The sector', 'Smart metering');
  await wb.until('the title that was given', async () => (await wb.page.locator('.quick-input-widget input.input').last().inputValue()).endsWith('Smart meters'));
  await answer('The title', 'Information security controls: Smart metering');
  await answer('The edition', undefined);
  await wb.until('the bases', async () => (await wb._texts('.quick-input-list .label-name')).includes('ISO/IEC 27001:2022 + Amd 1:2024'));
  assert.match((await wb._texts('.quick-input-widget .quick-input-title'))[0], /New Standard \(5\/7\)/);
  await shot('16-new-standard');
  await wb.press('Enter');
  await wb.until('the numbering', async () => (await wb._texts('.quick-input-list .label-name')).includes('In an annex of their own'));
  await wb.press('Enter');
  await wb.until('the folder', async () => (await wb._texts('.quick-input-list .label-name')).some((label) => label.endsWith('/smx')));
  await wb.press('Enter');
  await wb.until('the file', async () => (await wb.activeEditor()).title === 'smx.annexa');
  assert.match(await wb.editorText(), /standard SMX "Information security controls: Smart metering"/);
  assert.match(read('smx/smx.annexa'), /edition 2027\n[^]*base ISO\/IEC 27001:2022 \+ Amd 1:2024\n {2}base ISO\/IEC 27002:2022/);
  await shot('17-begun');
});

test('an example opens in a copy, with the walkthrough beside it', async () => {
  await wb.command('Annexa: Open an Example...');
  await wb.until('the examples', async () => (await wb._texts('.quick-input-list .label-name')).includes('Energy'));
  await wb.press('Enter');
  await wb.until('the example', async () => (await wb.activeEditor()).title === 'energy.annexa');
  assert.equal((await wb.activeEditor()).readonly, false);
  await wb.until('its coverage', async () => (await wb.treeItems('Coverage')).some(({ description }) => /^25 of 93$/.test(description)));
  await wb.clickTreeItem('Coverage', '5 Organizational controls');
  await wb.press('ArrowRight');
  await wb.until('what is added', async () => (await wb.treeItems('Coverage')).some(({ description }) => description === 'new control'));
  await shot('18-example');
  await wb.run('workbench.action.openWalkthrough', 'annexa.annexa#begin');
  await wb.until('the walkthrough', async () => (await wb._texts('.gettingStartedContainer')).some((shown) => shown.includes('Begin a standard of your own')));
  await shot('19-walkthrough');
});

test('a server that is not there is said, with the way out; the right one starts without a reload', async () => {
  await wb.run('notifications.clearAll');
  await wb.configure('annexa.server.path', '/nowhere/annexa');
  await waitForNote(/`\/nowhere\/annexa`, which the setting annexa\.server\.path names, is not there/);
  const buttons = await wb._texts('.notifications-toasts .monaco-button');
  assert.deepEqual(buttons, ['Open Setting', 'Try Again']);
  await shot('20-no-server');
  await wb.configure('annexa.server.path', undefined);
  await wb.until('the server', isRunning);
  await wb.openFile(PROFILE);
  await wb.goBehind('interpret 27001 9.3.3');
  assert.ok((await wb.inlayHints()).length > 0);
});

// What an author meets in the editor, one test for each thing that was once in the way. Each leaves a screenshot.
// Environment: as for workbench.test.mjs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { choose, copyExample, entry, note, waitForLine, workbench } from './driver/steps.mjs';

const ENERGY = 'energy.annexa';
let wb;
let folder;
let shot;
let stop;

before(async () => {
  ({ wb, folder, shot, stop } = await workbench((made) => {
    copyExample('energy', made);
    copyExample('cloud', path.join(made, 'cloud'));
    for (const project of ['.', 'cloud']) fs.writeFileSync(path.join(made, project, 'annexa.toml'), '');
    const git = (...args) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: made, stdio: 'ignore' });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
  }));
  await wb.openFile(ENERGY);
  await wb.waitForExtension('annexa.annexa', { timeout: 180_000 });
});
after(() => stop?.());
beforeEach(async () => {
  await wb.run('notifications.clearAll');
  await wb.run('workbench.action.focusFirstEditorGroup');
});

/** The file as it was, with the cursor behind some words. */
async function at(words) {
  await wb.openFile(ENERGY);
  if ((await wb.activeEditor()).dirty) await wb.run('workbench.action.files.revert');
  await wb.goBehind(words);
}

test('the key for comments takes a text of several lines out as a whole, and puts it back', async () => {
  await at('Screens behind glass');
  const text = await wb.editorText();
  const { line } = await wb.activeEditor();
  const lines = text.split('\n');
  const first = lines.slice(0, line).findLastIndex((it) => it.startsWith('  guidance """'));
  const last = lines.findIndex((it, index) => index > first && it === '  """');
  await wb.press('Control+/');
  await wb.until('the comments', async () => (await wb.editorText()) !== text);
  const out = (await wb.editorText()).split('\n');
  const isOut = (it) => it.trim() === '' || it.trimStart().startsWith('// ');
  assert.deepEqual(out.map((it, index) => it !== lines[index] && isOut(it)).flatMap((it, index) => (it ? [index] : [])),
    lines.flatMap((it, index) => (index >= first && index <= last && it.trim() !== '' ? [index] : [])));
  await shot('60-comment');
  await wb.press('Control+/');
  await wb.until('the text as it was', async () => (await wb.editorText()) === text);
  // The editor's own command, from its menu, leaves a text alone.
  await wb.run('editor.action.commentLine');
  assert.equal(await wb.editorText(), text);
  // Where there is no text it does what it does elsewhere.
  await wb.goBehind('numbering inline');
  await wb.press('Control+/');
  await wb.until('the comment', async () => (await wb.activeEditor()).lineText === '  // numbering inline');
  await wb.press('Control+/');
  await wb.until('the field', async () => (await wb.editorText()) === text);
});

test('prose opens no list, a brace in it does, and no words of the file are offered', async () => {
  await at('Screens behind glass');
  const list = wb.page.locator('.editor-instance .suggest-widget.visible');
  await wb.type(' and no non', { delay: 60 });
  await wb.type(' {sub');
  await wb.type('stat', { delay: 60 });
  assert.match((await wb.activeEditor()).lineText, /glass and no non \{substat\}? can be read/);
  await at('Screens behind glass');
  await wb.type(' {');
  await wb.type('peri', { delay: 80 });
  await list.waitFor();
  const offered = (await wb.page.evaluate(() => [...document.querySelectorAll('.suggest-widget.visible .monaco-list-row .label-name')].map((it) => it.textContent)));
  assert.ok(offered.some((label) => /peripheral site/.test(label)), JSON.stringify(offered));
  await shot('61-brace');
  await wb.press('Escape');
  await at('numbering inline');
  await wb.type('\nnob');
  const rows = await wb._suggestions();
  assert.ok(rows.every(({ label }) => !/^(nobody|none|nonconformity)$/.test(label)), JSON.stringify(rows.map(({ label }) => label)));
  await wb.press('Escape');
  await wb.run('workbench.action.files.revert');
});

/** What the list of completions offers. It opens by itself. */
async function offered() {
  let seen;
  await wb.page.locator('.editor-instance .suggest-widget.visible').waitFor();
  await wb.until('the completions', async () => (seen = (await wb._suggestions()).map(({ label }) => label)).length > 0);
  return seen;
}

test('the stops of a snippet are empty, and each opens its list', async () => {
  await at('reason """Adds unattended sites to the premises that are monitored."""');
  await wb.press('ArrowDown');
  await wb.press('End');
  await wb.type('\n\nadd control');
  // The list is asked for: it need not open by itself behind two words that are typed fast.
  const heads = await wb._suggestions();
  await wb.acceptCompletion(heads.map(({ label }) => label).find((label) => /^add control/.test(label)), { opens: true });
  const { line } = await wb.activeEditor();
  assert.match((await wb.editorText()).split('\n')[line - 1], /^add control {1,2}"" to/);
  // Nothing is typed: the next free labels are offered.
  let label;
  await wb.until('the labels', async () => /^ENR\.5\.\d+/.test([label] = await offered()));
  await shot('61-stop');
  await wb.acceptCompletion(label, { opens: true });
  assert.match((await wb.editorText()).split('\n')[line - 1], /^add control ENR\.5\.\d+ "" to/);
  await wb.press('Escape');
  await wb.run('workbench.action.files.revert');
});

test('in braces, a reference that is edited opens a list, and its own term comes first', async () => {
  for (const expected of ['emergency communication', 'peripheral site']) {
    await at(`{term ${expected}`);
    const { line, lineText } = await wb.activeEditor();
    for (let letter = 0; letter < 3; letter++) await wb.press('Backspace');
    await wb.type(expected.at(-3), { delay: 60 });
    const [first] = await offered();
    assert.equal(first, expected);
    await wb.acceptCompletion(first);
    const after = (await wb.editorText()).split('\n')[line - 1];
    // The rest of the old reference is replaced, so that nothing stands twice.
    assert.equal(after, lineText);
    await wb.run('workbench.action.files.revert');
  }
  await at('Screens behind glass');
  await wb.type(' {', { delay: 60 });
  await wb.type('eme', { delay: 60 });
  assert.equal((await offered())[0], 'term emergency communication');
  await wb.press('Escape');
  await wb.run('workbench.action.files.revert');
});

test('hover shows a text as a reader sees it', async () => {
  await at('in accordance with {ENR.8.4');
  await wb.run('editor.action.showHover');
  // The hint of the link is there before the answer of the server.
  let text;
  await wb.until('the hover of the control', async () => {
    text = (await wb.page.locator('.monaco-hover:visible').allInnerTexts()).join('\n');
    return /8\.40 ENR|ENR\.8\.40/.test(text);
  }, { seen: () => text });
  assert.doesNotMatch(text, /[{}]/);
  await shot('61-hover');
  await wb.press('Escape');
});

test('Fix All does what is safe, and guesses nothing', async () => {
  await at('modify control 27002 7.4');
  // A number that is not there: which one is meant is the author's choice. An invisible character can go.
  await wb.press('Backspace');
  await wb.type('99');
  await wb.goBehind('Alarms of each');
  await wb.type('\u00ad');
  await wb.waitForProblem(/no provision 7\.99/);
  await wb.waitForProblem(/invisible|soft hyphen/i);
  await wb.run('editor.action.fixAll');
  await wb.until('the safe fix', async () => !(await wb.editorText()).includes('\u00ad'));
  const text = await wb.editorText();
  assert.ok(text.includes('modify control 27002 7.99'), 'the reference is as it was typed');
  await wb.waitForProblem(/no provision 7\.99/);
  await wb.run('workbench.action.closePanel');
  await at('modify control 27002 7.4');
});

test('Enter on an empty list item ends the list', async () => {
  await at('e) the consequences of a sudden end of the cooperation.');
  const { line } = await wb.activeEditor();
  await wb.press('Backspace');
  await wb.type(';\n');
  assert.equal((await wb.activeEditor()).lineText, '    f) ');
  await wb.press('Enter');
  await wb.until('the end of the list', async () => (await wb.editorText()).split('\n')[line].trim() === '');
  assert.equal((await wb.activeEditor()).lineText.trim(), '');
  await wb.run('workbench.action.files.revert');
});

test('a finding leads to the page of its rule', async () => {
  await at('modify control 27002 7.4');
  await wb.press('Backspace');
  await wb.type('99');
  await wb.waitForProblem(/no provision 7\.99/);
  await wb.page.locator('.markers-panel .marker-code', { hasText: 'R102' }).first().waitFor();
  assert.match(await wb.page.locator('.markers-panel a.monaco-link, .markers-panel .marker-code a').first().getAttribute('href').catch(() => '') ?? '', /R102/);
  await shot('61-code');
  await wb.run('workbench.action.closePanel');
  await wb.focusEditor();
  await wb.quickFix('Explain R102', { edits: false });
  await wb.webview('vscode.markdown').locator('h1', { hasText: 'R102' }).waitFor();
  await shot('61-explain');
  await wb.run('workbench.action.closeActiveEditor');
  await at('modify control 27002 7.4');
});

test('prose looks like prose in light, dark and high contrast', async () => {
  for (const [index, theme] of ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'].entries()) {
    await wb.configure('workbench.colorTheme', theme);
    await at('Screens behind glass');
    const { line } = await wb.activeEditor();
    const editor = wb.page.locator('.editor-instance .monaco-editor').first();
    let seen;
    await wb.until(`the colours of ${theme}`, async () => {
      const [text, background] = await editor.evaluate((it) => [getComputedStyle(it).color, getComputedStyle(it.querySelector('.monaco-editor-background')).backgroundColor]);
      const prose = (await wb.tokens(line)).find((part) => part.text.includes('behind'));
      seen = { text, background, prose: prose?.color, contrast: contrast(prose?.color, background) };
      // The colour of plain text, and not that of strings.
      return seen.prose === text && seen.contrast >= 7;
    }, { seen: () => seen });
    await shot(`62-prose-${index}`);
  }
  await wb.configure('workbench.colorTheme', 'Default Dark Modern');
});

/** The contrast of two colours (WCAG 2.2). */
function contrast(one, other) {
  const light = (color) => {
    const [r, g, b] = (color ?? '').match(/[\d.]+/g)?.map((it) => Number(it) / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)) ?? [0, 0, 0];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

test('a block that is closed is not pinned to the top', async () => {
  await at('Signals of a room should reach');
  const pinned = () => wb._texts('.sticky-widget .sticky-line-content');
  await wb.run('editorScroll', { to: 'down', by: 'line', value: 12 });
  await wb.until('the head of the control', async () => (await pinned()).some((line) => line.includes('ENR.7.16')), { seen: () => wb.serverLog.slice(-100) });
  assert.deepEqual((await pinned()).filter((line) => line.includes('standard')), []);
  await shot('63-sticky');
});

test('the coverage says its states, has a legend, and shows what is open or changed', async () => {
  await at('modify control 27002 7.4');
  const labels = async () => (await wb.treeItems('Coverage')).map(({ label }) => label);
  await wb.until('the row of the cursor', async () => (await labels()).includes('7.4 Physical security monitoring'));
  const row = (label) => wb.page.locator('[data-drive-pane="1"] .monaco-list-row', { hasText: label });
  assert.match(await row('7 Physical controls').getAttribute('aria-label'), /^7 Physical controls, (added to, )?\d+ of 14/);
  assert.match(await row('7.4 Physical security monitoring').getAttribute('aria-label'), /, modified/);
  assert.match(await row('7.1 Physical security perimeters').getAttribute('aria-label'), /^7\.1 Physical security perimeters, open/);
  await wb.command('Annexa: What the Signs of the Coverage Mean');
  await entry(wb, 'guidance added');
  await shot('64-legend');
  await wb.press('Escape');
  for (const [choice, has, lacks] of [['Open provisions', '7.1 Physical', '7.4 Physical'], ['Changed provisions', '7.4 Physical', '7.1 Physical']]) {
    await wb.run('workbench.action.focusFirstEditorGroup');
    await wb.command('Annexa: Filter Coverage...');
    await choose(wb, choice);
    await wb.goBehind('modify control 27002 7.4 {');
    const seven = row('7 Physical controls');
    await seven.waitFor();
    if ((await seven.getAttribute('aria-expanded')) === 'false') await seven.locator('.monaco-tl-twistie').click();
    let seen;
    await wb.until(choice, async () => (seen = await labels()).some((it) => it.startsWith(has)) && !seen.some((it) => it.startsWith(lacks)), { seen: () => seen });
    await shot(`65-${choice.split(' ')[0].toLowerCase()}`);
  }
  await wb.command('Annexa: Filter Coverage...');
  await choose(wb, 'All provisions');
});

test('the lens of the status leads to the next item', async () => {
  await at('standard ENR');
  const head = (await wb.activeEditor()).line;
  await wb.page.locator('.codelens-decoration a', { hasText: /done; next/ }).first().click();
  await wb.until('the next item', async () => (await wb.activeEditor()).line !== head);
  assert.equal(await wb.page.locator('.peekview-widget').count(), 0);
  await shot('66-next');
});

test('the preview can be searched, and its contents are at hand in a narrow split', async () => {
  await at('Screens behind glass');
  await wb.run('annexa.preview');
  const page = wb.webview('annexa.annexa');
  await waitForLine(wb, 'Screens behind glass');
  // The key belongs to the preview as soon as that is the active editor.
  await wb.run('workbench.action.focusSecondEditorGroup');
  await wb.until('the search', async () => {
    await wb.press('Control+f');
    return wb.page.locator('.simple-find-part.visible').isVisible();
  }, { poll: 500 });
  await shot('67-find');
  await wb.press('Escape');
  assert.equal(await page.locator('nav').isVisible(), false);
  await page.locator('#toggle').click();
  assert.equal(await page.locator('nav').isVisible(), true);
  await shot('67-contents');
  await page.locator('nav .contents a', { hasText: 'Scope' }).first().click();
  await wb.until('the scope', () => page.locator('h2', { hasText: 'Scope' }).first().evaluate((it) => Math.abs(it.getBoundingClientRect().top) < 200));
  assert.equal(await page.locator('nav').isVisible(), false);
});

test('tables fit the preview', async () => {
  const page = wb.webview('annexa.annexa');
  const wide = await page.locator('table').evaluateAll((all) => all.filter((it) => it.getBoundingClientRect().right > document.documentElement.clientWidth).length);
  assert.equal(wide, 0);
  const beyond = await page.locator('main *').evaluateAll((all) => all.filter((it) => it.getBoundingClientRect().right > document.documentElement.clientWidth).map((it) => `${it.outerHTML.slice(0, 80)}`).slice(0, 5));
  assert.deepEqual(beyond, []);
  assert.ok((await page.locator('table.attributes').count()) > 5);
  await page.locator('table.attributes').first().scrollIntoViewIfNeeded();
  await shot('68-tables');
});

test('the preview scrolls with the editor, unless the settings say otherwise', async () => {
  await at('term "control centre"');
  const page = wb.webview('annexa.annexa');
  const top = () => page.locator('html').evaluate(() => scrollY);
  await wb.until('the preview to be still', async () => { const y = await top(); await new Promise((wait) => setTimeout(wait, 600)); return (await top()) === y; });
  const before = await top();
  await wb.run('editorScroll', { to: 'down', by: 'page', value: 5 });
  let seen;
  await wb.until('the preview to scroll', async () => (seen = await top()) > before + 300, { seen: () => `${before} to ${seen}` });
  await shot('69-scroll');
  await wb.configure('annexa.preview.scrollWithEditor', false);
  const still = await top();
  await wb.run('editorScroll', { to: 'down', by: 'page', value: 5 });
  await new Promise((wait) => setTimeout(wait, 1000));
  assert.equal(await top(), still);
  await wb.configure('annexa.preview.scrollWithEditor', undefined);
});

test('what cannot be shown is said where it is missing', async () => {
  await at('add control ENR.7.16');
  await wb.gotoLine((await wb.activeEditor()).line + 6);
  assert.equal((await wb.activeEditor()).lineText, '  control """');
  await wb.press('Control+Shift+k');
  const page = wb.webview('annexa.annexa');
  await page.locator('section .notice', { hasText: /Not all of this can be shown\. energy\.annexa, line \d+: / }).first().waitFor();
  assert.match(await page.locator('#says').textContent(), /^There (is an error|are \d+ errors): the page may lack/);
  await page.locator('.notice').first().scrollIntoViewIfNeeded();
  await shot('70-notice');
  await wb.run('workbench.action.files.revert');
  await page.locator('.notice').first().waitFor({ state: 'detached' });
  assert.equal(await page.locator('#says').textContent(), '');
});

test('a migration shows its changes in the comparison of the editor', async () => {
  await wb.openFile('cloud/cloud.annexa');
  const before = await wb.editorText();
  await wb.command('Annexa: Migrate to Another Edition...');
  await wb.until('the edition', async () => (await wb._texts('.quick-input-widget')).some((shown) => shown.includes('The edition of the bases')));
  await wb.press('Enter');
  await choose(wb, 'Show the changes');
  await wb.until('the comparison', async () => (await wb._texts('.tab.active .label-name')).some((it) => it.startsWith('cloud.annexa: Migration to 2022')));
  await wb.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  await shot('71-migration');
  await wb.run('workbench.action.closeActiveEditor');
  assert.equal(fs.readFileSync(path.join(folder, 'cloud/cloud.annexa'), 'utf8'), before);
});

test('an earlier version is compared in the editor, and in a report', async () => {
  await at('Screens behind glass');
  await wb.type(' and in the open');
  await wb.save();
  await wb.command('Annexa: Compare with an Earlier Version...');
  await choose(wb, 'The last commit');
  await choose(wb, 'Show the changes in the files');
  await wb.page.locator('.monaco-diff-editor .line-insert', { hasText: '' }).first().waitFor();
  await shot('72-compare');
  await wb.run('workbench.action.closeActiveEditor');
  await wb.openFile(ENERGY);
  await wb.command('Annexa: Compare with an Earlier Version...');
  await choose(wb, 'The last commit');
  await choose(wb, 'Report what has changed');
  await wb.until('the report', async () => (await wb._texts('.tab.active .label-name')).some((it) => it.includes('Compare with an Earlier Version')));
  await wb.webview('vscode.markdown').locator('body', { hasText: /ENR\.7\.15/ }).waitFor();
  await shot('73-report');
  await wb.run('workbench.action.closeActiveEditor');
});

test('a rule is explained on a page', async () => {
  await at('Screens behind glass');
  await wb.run('annexa.explain', 'R102');
  await wb.webview('vscode.markdown').locator('h1', { hasText: 'R102' }).waitFor();
  await shot('74-rule');
  await wb.run('workbench.action.closeActiveEditor');
  // Without a code it asks, with the rules of the line first.
  await at('modify control 27002 7.4');
  await wb.press('Backspace');
  await wb.type('99');
  await wb.waitForProblem(/no provision 7\.99/);
  await wb.run('workbench.action.closePanel');
  await wb.focusEditor();
  await wb.command('Annexa: Explain a Rule...');
  await entry(wb, /^R102 /);
  assert.match((await wb._texts('.quick-input-list .label-name'))[0], /^R102 /);
  await wb.press('Escape');
  await wb.run('workbench.action.files.revert');
});

test('the page for readers is saved, and opened in a browser', async () => {
  await at('Screens behind glass');
  await wb.command('Annexa: Save the Page for Readers...');
  const input = wb.page.locator('.quick-input-widget input.input').last();
  await wb.until('the question for the file', async () => (await input.inputValue().catch(() => '')).endsWith('enr.html'));
  await wb.press('Enter');
  await note(wb, /the page is in .*enr\.html/);
  assert.match(fs.readFileSync(path.join(folder, 'enr.html'), 'utf8'), /<h1>Information security controls for the energy utility industry<\/h1>/);
  await shot('75-saved');
  await wb.run('notifications.clearAll');
  // The browser of this window runs on another machine, as far as the window knows.
  await wb.command('Annexa: Open the Page for Readers in a Browser');
  await note(wb, /the page is on the machine that this window works on: .*enr\.html/);
});

test('standards are combined', async () => {
  await at('Screens behind glass');
  await wb.command('Annexa: Combine Standards...');
  await entry(wb, 'CLD');
  await shot('76-combine');
  await wb.press('Enter');
  await wb.until('the list of controls', async () => (await wb.activeEditor()).languageId === 'json');
  assert.deepEqual(JSON.parse(await wb.editorText()).standards.map(({ prefix }) => prefix).sort(), ['CLD', 'ENR']);
  await shot('77-combined');
});

test('the sample of the walkthrough is whole, and coloured', async () => {
  await wb.run('workbench.action.closeAllEditors');
  await wb.run('workbench.action.openWalkthrough', 'annexa.annexa#begin');
  const code = wb.webview().locator('pre code');
  await code.waitFor();
  assert.equal(await code.evaluate((it) => it.scrollWidth <= it.clientWidth && it.parentElement.scrollWidth <= it.parentElement.clientWidth), true);
  const colors = await code.evaluate((it) => new Set([...it.querySelectorAll('span')].map((part) => getComputedStyle(part).color)).size);
  assert.ok(colors > 1, `${colors} colours`);
  await shot('78-walkthrough');
});

// The preview in a real workbench: it shows what is typed, and follows the cursor both ways. Each step leaves a screenshot.
// Environment: as for workbench.test.mjs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { start } from './driver/workbench.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-'));
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-home-'));
const PROFILE = 'company/profile.annexa';
const PEOPLE = 'company/people.annexa';
let wb;

const shot = (name) => wb.screenshot(path.join(process.env.SHOTS, `${name}.png`));

before(async () => {
  fs.cpSync(path.join(import.meta.dirname, '../../../examples/company'), path.join(folder, 'company'), { recursive: true, filter: (file) => path.basename(file) !== 'build' });
  const env = { XDG_CACHE_HOME: path.join(home, 'cache'), XDG_DATA_HOME: path.join(home, 'data') };
  wb = await start(folder, [process.env.ANNEXA_VSIX], { artifacts: process.env.SHOTS, env, viewport: { width: 1280, height: 800 } });
  await wb.openFile(PROFILE);
  await wb.waitForExtension('annexa.annexa', { timeout: 180_000 });
});

after(async () => {
  await wb?.stop();
  for (const made of [folder, home]) fs.rmSync(made, { recursive: true, force: true });
});

/** What the preview has marked as that in which the cursor is: whether it is in sight, and where it is written. */
const marked = () => wb.webview().locator('.here').evaluateAll((all) => all.map((it) => {
  const { top } = it.getBoundingClientRect();
  return { source: it.dataset.source, text: it.textContent, isInSight: top >= 0 && top < innerHeight };
}));

async function waitForMark(words) {
  const [line] = await wb.find(words);
  const { path: file } = await wb.activeEditor();
  let seen;
  await wb.until(`the mark on ${words}`, async () => {
    seen = await marked();
    return seen.length === 1 && seen[0].source === `${path.basename(file)}:${line}` && seen[0].isInSight;
  }, { seen: () => seen });
  return seen[0];
}

test('the preview stands beside the text, and shows what is typed', async () => {
  await wb.run('workbench.action.closeSidebar');
  await wb.page.locator('.editor-actions a[aria-label^="Open Preview to the Side"]').click();
  const page = wb.webview();
  await page.locator('h1', { hasText: /\S/ }).waitFor();
  assert.equal((await wb.activeEditor()).title, 'profile.annexa');
  await wb.goBehind('modify control 27002 7.10');
  assert.match((await waitForMark('modify control 27002 7.10')).text, /Modification of the control/i);
  await shot('30-preview');

  // Neither loaded anew nor scrolled while it changes.
  await page.locator('h1').evaluate((it) => { it.isTheSame = true; });
  const scrolled = () => page.locator('html').evaluate(() => scrollY);
  const before = await scrolled();
  assert.ok(before > 0);
  await wb.goBehind('modify control 27002 7.10 {');
  await wb.type('\n// A line more.');
  await wb.goBehind('Test benches still');
  await wb.type(' often');
  await page.locator('.here', { hasText: 'Test benches still often exchange' }).waitFor();
  assert.equal(await scrolled(), before);
  assert.equal(await page.locator('h1').evaluate((it) => it.isTheSame), true);
  assert.equal((await wb.activeEditor()).dirty, true);
  await shot('31-preview-typed');

  // What is wrong is shown too.
  await wb.press('Control+End');
  await wb.press('Enter');
  await wb.typeOpening('retain 27002 5.99 {', '}');
  await wb.press('Enter');
  await wb.typeOpening('reason """', '"""');
  await wb.type('It says enough.');
  await page.locator('#strays .change.here', { hasText: 'It says enough.' }).waitFor();
  await shot('32-preview-wrong');
  await wb.run('workbench.action.files.revert');
  await page.locator('#strays').waitFor({ state: 'detached' });
});

test('the preview follows the cursor, and the text a click in the preview', async () => {
  const page = wb.webview();
  await wb.goBehind('interpret 27001 9.3.3');
  await waitForMark('interpret 27001 9.3.3');
  await wb.goBehind('standard ACME');
  await waitForMark('standard ACME');
  await shot('33-preview-follows');

  const [line] = await wb.find('modify control 27002 7.10');
  await page.locator(`.change[data-source="profile.annexa:${line}"] p`).last().click();
  await wb.run('workbench.action.focusFirstEditorGroup');
  await wb.until('the text to follow', async () => (await wb.activeEditor()).line > line);
  // To the paragraph, and not to the head of its declaration.
  assert.match((await wb.activeEditor()).lineText, /^ +reason /);
  // A file that is not open, and two clicks to write in it.
  const retained = fs.readFileSync(path.join(folder, PEOPLE), 'utf8').split('\n').findIndex((text) => text.startsWith('retain 27002 6.4')) + 1;
  await page.locator(`.change[data-source="people.annexa:${retained}"] p`).last().dblclick();
  await wb.until('the other file', async () => {
    const editor = await wb.activeEditor();
    return editor.title === 'people.annexa' && editor.line === retained + 1;
  });
  await wb.focusEditor();
  await waitForMark('retain 27002 6.4');
  await shot('34-preview-click');
});

test('the preview goes by the theme of the editor, and breaks no policy', async () => {
  const page = wb.webview();
  const look = () => page.locator('body').evaluate((it) => [document.documentElement.dataset.theme, getComputedStyle(it).backgroundColor]);
  const [dark, paper] = await look();
  assert.equal(dark, 'dark');
  await wb.configure('workbench.colorTheme', 'Default Light Modern');
  await wb.until('the light page', async () => (await look())[0] === 'light');
  assert.notEqual((await look())[1], paper);
  await shot('35-preview-light');
  await wb.configure('workbench.colorTheme', 'Default Dark Modern');
  await wb.until('the dark page', async () => (await look())[0] === 'dark');
  assert.deepEqual(wb.consoleErrors.filter((message) => /Content Security Policy/i.test(message)), []);
  assert.equal(await page.locator('nav').isVisible(), false);

  // Out of sight and back, it is as it was.
  const title = await page.locator('h1').textContent();
  await wb.run('workbench.action.focusSecondEditorGroup');
  await wb.run('workbench.action.files.newUntitledFile');
  await wb.until('the preview to be out of sight', async () => !(await wb.page.locator('iframe.webview.ready:visible').count()));
  await wb.run('workbench.action.closeActiveEditor');
  await wb.webview().locator('h1', { hasText: title }).waitFor();
});

test('the preview is there again when the window is loaded anew', async () => {
  const title = await wb.webview().locator('h1').textContent();
  await wb.page.reload({ waitUntil: 'commit' });
  await wb.ready();
  await wb.webview().locator('h1', { hasText: title }).waitFor();
});

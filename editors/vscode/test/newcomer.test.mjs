// The way of a new user: from an empty folder through the walkthrough to a page for readers.
// Environment: as for workbench.test.mjs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { choose, note, workbench } from './driver/steps.mjs';

let wb;
let folder;
let shot;
let stop;

before(async () => { ({ wb, folder, shot, stop } = await workbench(() => undefined)); });
after(() => stop?.());

/** Opens a step of the walkthrough and presses its button. */
async function step(id, button) {
  await wb.run('workbench.action.openWalkthrough', 'annexa.annexa#begin');
  const heading = wb.page.locator(`.gettingStartedContainer [data-step-id="annexa.annexa#begin#${id}"]`);
  await heading.waitFor();
  if (!(await heading.evaluate((it) => it.classList.contains('expanded')))) await heading.click();
  const link = wb.page.locator('.gettingStartedContainer .expanded .monaco-button', { hasText: button });
  await link.waitFor();
  await shot(`90-step-${id}`);
  await link.click();
}

/** Answers a question of the wizard, and waits for the next. */
async function answer(number, prompt, text) {
  await wb.until(prompt, async () => (await wb._texts('.quick-input-widget .quick-input-title')).some((it) => it.includes(`(${number}/7)`)));
  if (text !== undefined) await wb.page.locator('.quick-input-widget input.input').last().fill(text);
  await shot(`91-question-${number}`);
  await wb.press('Enter');
}

test('an example is looked at, with its coverage', async () => {
  await step('example', 'Open an Example');
  await choose(wb, 'Energy');
  await wb.until('the example', async () => (await wb.activeEditor()).title === 'energy.annexa');
  await step('look', 'Show the Coverage');
  assert.ok((await wb.treeItems('Coverage', { min: 10 })).some(({ label }) => label === 'ISO/IEC 27002:2022'));
});

test('a standard begins in the empty folder, and the preview shows it', async () => {
  await step('new', 'New Standard');
  await answer(1, 'the prefix', 'SMX');
  await answer(2, 'the sector', 'Smart metering');
  await answer(3, 'the title');
  await answer(4, 'the edition');
  await answer(5, 'the bases');
  await answer(6, 'the numbering');
  await answer(7, 'the folder');
  await wb.until('its head', async () => (await wb.activeEditor()).title === 'smx.annexa');
  assert.deepEqual(fs.readdirSync(folder).sort(), ['annexa.toml', 'controls.annexa', 'requirements.annexa', 'smx.annexa', 'terms.annexa']);
  await shot('92-begun');
  await step('preview', 'Open the Preview');
  await wb.webview('annexa.annexa').locator('h1', { hasText: 'Information security controls: Smart metering' }).waitFor();
  await shot('93-preview');
});

test('what comes next is written, and the page is saved', async () => {
  await wb.run('workbench.action.focusFirstEditorGroup');
  await wb.openFile('smx.annexa');
  await wb.page.locator('.codelens-decoration a', { hasText: /done; next: Foreword/ }).first().click();
  await wb.until('the place of the foreword', async () => (await wb.activeEditor()).lineText !== '' && (await wb.activeEditor()).line > 4);
  await wb.type('\nforeword """This is the first edition.');
  await wb.until('the foreword in the page', () => wb.webview('annexa.annexa').locator('p', { hasText: 'This is the first edition.' }).count());
  await shot('94-written');
  await wb.save();
  await step('compile', 'Save the Page for Readers');
  await wb.until('the question for the file', async () => (await wb.page.locator('.quick-input-widget input.input').last().inputValue().catch(() => '')).endsWith('smx.html'));
  await wb.press('Enter');
  await note(wb, /the page is in .*smx\.html/);
  assert.match(fs.readFileSync(path.join(folder, 'smx.html'), 'utf8'), /This is the first edition\./);
  await shot('95-page');
});

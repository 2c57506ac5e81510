// The extension in the layouts that folders have: preview, cursor, clicks, coverage and commands are about the standard that
// is edited in each of them. Environment: as for workbench.test.mjs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { copyExample, entry, note, waitForLine, workbench } from './driver/steps.mjs';

const TITLES = { ENR: 'Information security controls for the energy utility industry', CLD: 'Information security controls for cloud services' };

const LAYOUTS = [
  {
    name: 'a root with annexa.toml',
    fill(folder) {
      copyExample('energy', path.join(folder, 'standard'));
      fs.writeFileSync(path.join(folder, 'annexa.toml'), '');
    },
    energy: 'standard/energy.annexa', compiled: 'build/enr.json',
  },
  {
    name: 'a file in a subfolder, without annexa.toml',
    fill: (folder) => copyExample('energy', path.join(folder, 'standard')),
    energy: 'standard/energy.annexa', compiled: 'build/enr.json',
  },
  {
    name: 'two standards in two subfolders',
    fill(folder) {
      copyExample('energy', path.join(folder, 'energy'));
      copyExample('cloud', path.join(folder, 'cloud'));
    },
    energy: 'energy/energy.annexa', cloud: 'cloud/cloud.annexa', compiled: 'build/enr.json',
  },
  {
    name: 'two roots in the workspace',
    fill(folder) {
      copyExample('energy', path.join(folder, 'one/standard'));
      copyExample('cloud', path.join(folder, 'two'));
      fs.writeFileSync(path.join(folder, 'two/annexa.toml'), '');
      fs.writeFileSync(path.join(folder, 'both.code-workspace'), JSON.stringify({ folders: [{ path: 'one' }, { path: 'two' }] }));
    },
    open: (folder) => path.join(folder, 'both.code-workspace'),
    energy: 'one/standard/energy.annexa', cloud: 'two/cloud.annexa', compiled: 'one/build/enr.json',
  },
];

LAYOUTS.forEach(({ name, fill, open, energy, cloud, compiled }, index) => describe(name, () => {
  let wb;
  let shot;
  let stop;
  let folder;

  before(async () => {
    ({ wb, folder, shot, stop } = await workbench(fill, { open }));
    await wb.openFile(path.join(folder, energy));
    await wb.waitForExtension('annexa.annexa', { timeout: 180_000 });
  });
  after(() => stop?.());

  /** Waits for the text in the group beside the preview, which keeps the focus until then. */
  const front = (what, test) => wb.until(what, async () => {
    await wb.run('workbench.action.focusFirstEditorGroup');
    const { editor } = await wb._ask('state');
    return editor !== undefined && test(editor) && editor;
  });
  const picture = (step) => shot(`5${index}-layout-${step}`);
  const title = (prefix) => wb.webview().locator('h1', { hasText: TITLES[prefix] }).waitFor();

  test('the preview is about the standard that is edited, and follows the cursor', async () => {
    await wb.goBehind('Screens behind glass');
    await wb.run('annexa.preview');
    await title('ENR');
    const { here, line } = await waitForLine(wb, 'Screens behind glass can be read');
    assert.match(here.source, /energy\.annexa:267$/);
    assert.match(line.text, /^NOTE Screens/);
    await picture('preview');
  });

  test('a click in the preview leads to the paragraph', async () => {
    await wb.webview().locator('tr', { hasText: 'raised floor' }).click();
    const editor = await front('the line of the table', (it) => it.lineText.includes('raised floor'));
    assert.equal(editor.path, path.join(folder, energy));
  });

  test('with a base in front the preview stays, and the coverage leads to base and change', async () => {
    await wb.run('workbench.action.focusFirstEditorGroup');
    await wb.goBehind('modify control 27002 7.4');
    await wb.goToDefinition();
    assert.equal((await wb.activeEditor()).title, 'iso-iec-27002-2022.annexa');
    await title('ENR');
    await wb.run('workbench.action.closeActiveEditor');
    await wb.goBehind('modify control 27002 7.4 {');
    // The row of the cursor is selected by itself.
    const label = '7.4 Physical security monitoring';
    await wb.treeItems('Coverage', { min: 5 });
    const row = wb.page.locator('[data-drive-pane="1"] .monaco-list-row.selected', { hasText: label });
    await row.waitFor();
    assert.match(await row.getAttribute('aria-label'), /^7\.4 Physical security monitoring, modified/);
    // The click comes from the group of the preview: texts are shown beside it, and never over it.
    await wb.webview().locator('h1').click();
    await row.click();
    await front('the control in its base', (it) => it.lineText.startsWith('control 7.4 '));
    await title('ENR');
    await picture('base');
    await row.click();
    const change = await front('the change', (it) => it.lineText === 'modify control 27002 7.4 {');
    assert.equal(change.path, path.join(folder, energy));
    await picture('coverage');
  });

  if (cloud !== undefined) test('the other standard in front is the one that is shown', async () => {
    await wb.run('workbench.action.focusFirstEditorGroup');
    await wb.openFile(path.join(folder, cloud));
    await title('CLD');
    await wb.goBehind('This document gives guidance on information security for those');
    await waitForLine(wb, 'This document gives guidance on information security for those');
    await picture('other');
    await wb.openFile(path.join(folder, energy));
    await title('ENR');
  });

  test('status and compiling are about it', async () => {
    await wb.run('workbench.action.focusFirstEditorGroup');
    await wb.openFile(path.join(folder, energy));
    await wb.command('Annexa: Show Status');
    await entry(wb, 'Foreword');
    assert.match((await wb._texts('.quick-input-widget .quick-input-title'))[0], /^ENR: /);
    await picture('status');
    await wb.press('Escape');
    await wb.command('Annexa: Compile This Project');
    await note(wb, /compiled to .*enr\.json/);
    assert.equal(JSON.parse(fs.readFileSync(path.join(folder, compiled), 'utf8')).standard.prefix, 'ENR');
  });
}));

// What several tests of the workbench do.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { start } from './workbench.mjs';

const examples = path.join(import.meta.dirname, '../../../../examples');

/** Copies an example, without what was compiled of it. */
export function copyExample(name, folder) {
  fs.cpSync(path.join(examples, name), folder, { recursive: true, filter: (file) => !['build', 'annexa.toml'].includes(path.basename(file)) });
}

/** A workbench on a folder that `fill` fills, with a cache of its own; `open` returns the path to open instead of the folder. */
export async function workbench(fill, { open = (folder) => folder, ...options } = {}) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-')));
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'annexa-home-'));
  fill(folder);
  const env = { XDG_CACHE_HOME: path.join(home, 'cache'), XDG_DATA_HOME: path.join(home, 'data'), GIT_CONFIG_GLOBAL: '/dev/null' };
  const wb = await start(open(folder), [process.env.ANNEXA_VSIX], { artifacts: process.env.SHOTS, env, viewport: { width: 1400, height: 900 }, timeout: Number(process.env.WAIT ?? 60_000), ...options });
  const stop = async () => {
    await wb.stop();
    for (const made of [folder, home]) fs.rmSync(made, { recursive: true, force: true });
  };
  const shot = (name) => wb.screenshot(path.join(process.env.SHOTS, `${name}.png`));
  return { wb, folder, home, stop, shot };
}

/** Waits for an entry of the palette by its label. */
export function entry(wb, label) {
  let seen;
  return wb.until(`the entry ${label}`, async () => (seen = await wb._texts('.quick-input-list .label-name')).some((it) => (label instanceof RegExp ? label.test(it) : it === label)), { seen: () => seen });
}

/** Chooses an entry of the palette by its label. */
export async function choose(wb, label) {
  await entry(wb, label);
  await wb.page.locator('.quick-input-list .monaco-list-row', { has: wb.page.locator('.label-name', { hasText: label }) }).first().click();
}

export function note(wb, text) {
  let seen;
  return wb.until(`the message ${text}`, async () => (seen = await wb.notifications()).some((it) => text.test(it)), { seen: () => seen });
}

/** What the preview has marked: the declaration in which the cursor is, and the paragraph. */
export function marked(wb) {
  // While the page is loaded there is none.
  const read = (selector) => wb.webview('annexa.annexa').locator(selector).evaluateAll((all) => all.map((it) => {
    const { top, bottom } = it.getBoundingClientRect();
    return { source: it.dataset.source, text: it.textContent, isInSight: bottom > 0 && top < innerHeight };
  })).catch(() => []);
  return Promise.all([read('.here'), read('.line')]).then(([[here], [line]]) => ({ here, line }));
}

/** Waits until the preview marks a paragraph and has it in sight. */
export function waitForLine(wb, text) {
  let seen;
  return wb.until(`the mark on ${text}`, async () => (seen = await marked(wb)).line?.text.includes(text) && seen.line.isInSight && seen, { seen: () => seen });
}

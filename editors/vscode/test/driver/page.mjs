// What is read in the page of the workbench: each function runs there, and knows nothing of this file.

export function readQuickRows() {
  return [...document.querySelectorAll('.quick-input-widget .quick-input-list .monaco-list-row')].map((row) => ({
    label: row.querySelector('.quick-input-list-label .label-name')?.textContent ?? row.querySelector('.label-name')?.textContent ?? '',
    description: row.querySelector('.label-description')?.textContent ?? '',
    focused: row.classList.contains('focused'),
  }));
}

export function readActiveTab() {
  const tab = document.querySelector('.part.editor .editor-group-container.active .tab.active') ?? document.querySelector('.part.editor .tab.active');
  return tab?.querySelector('.label-name')?.textContent ?? tab?.dataset.resourceName;
}

export function readSuggestions() {
  const widget = document.querySelector('.editor-instance .suggest-widget.visible');
  if (!widget) return { rows: [], message: '' };
  const rows = [...widget.querySelectorAll('.monaco-list-row')].map((row) => ({
    index: Number(row.dataset.index),
    label: row.querySelector('.label-name')?.textContent ?? '',
    focused: row.classList.contains('focused'),
  }));
  return { rows: rows.sort((a, b) => a.index - b.index), message: widget.querySelector(':scope > .message')?.textContent ?? '' };
}

export function readDrawnLines() {
  const editor = document.querySelector('.editor-group-container.active .editor-instance .monaco-editor') ?? document.querySelector('.editor-instance .monaco-editor');
  if (!editor) return [];
  // The gutter gives the number; both have the same "top".
  const numbers = new Map([...editor.querySelectorAll('.margin-view-overlays > div')].map((row) => [row.style.top, Number(row.querySelector('.line-numbers')?.textContent)]));
  return [...editor.querySelectorAll('.view-lines > .view-line')].map((row) => ({
    line: numbers.get(row.style.top),
    parts: [...row.querySelectorAll(':scope > span > span')].map((part) => {
      const style = getComputedStyle(part);
      return {
        text: part.textContent.replaceAll('\u00a0', ' ').replaceAll('\u200b', ''),
        hint: /\bdyn-rule-/.test(part.className) && !/color-decoration/.test(part.className),
        color: style.color, bold: Number(style.fontWeight) >= 600, italic: style.fontStyle === 'italic',
      };
    }),
  })).sort((a, b) => a.line - b.line);
}

export function readProblemRow(row) {
  const file = row.querySelector('.resource-label-container .label-name, .resource-label .label-name');
  if (file) return { file: file.textContent };
  const messages = [...row.querySelectorAll('.marker-message')];
  // Related information has rows of its own.
  if (!messages.length) return {};
  const place = /(\d+)\D+(\d+)/.exec(row.querySelector('.marker-line')?.textContent ?? '');
  return {
    severity: /\b(error|warning|info)\b/.exec(row.querySelector('.marker-icon')?.className ?? '')?.[1],
    message: messages.map((element) => element.textContent).join('\n'),
    source: row.querySelector('.marker-source')?.textContent ?? '',
    code: row.querySelector('.marker-code')?.textContent ?? '',
    line: Number(place?.[1]), col: Number(place?.[2]),
  };
}

export function readTreeRow(row) {
  const expanded = row.getAttribute('aria-expanded');
  return {
    label: row.querySelector('.label-name')?.textContent ?? '',
    description: row.querySelector('.label-description')?.textContent ?? '',
    level: Number(row.getAttribute('aria-level')),
    expanded: expanded === null ? undefined : expanded === 'true',
    icon: /codicon-([\w-]+)/.exec(row.querySelector('.outline-element-icon, .custom-view-tree-node-item-icon')?.className ?? '')?.[1],
  };
}

/** All rows, or undefined when scrolling did not get to the end. In one go, so that no step sees a list half changed. */
export async function readRows(selector, readRow) {
  const list = document.querySelector(`${selector} .monaco-list`) ?? document.querySelector(selector);
  const area = list?.querySelector('.monaco-scrollable-element');
  if (!area || !list.getClientRects().length) return [];
  const { top, bottom, height } = list.getBoundingClientRect();
  const found = new Map();
  // Rows of a sticky header have another parent; a row that is drawn but out of sight counts as not reached.
  const look = () => {
    const rows = [...list.querySelectorAll('.monaco-list-rows > .monaco-list-row')].sort((a, b) => a.dataset.index - b.dataset.index);
    for (const row of rows) found.set(Number(row.dataset.index), readRow(row));
    const shown = (row) => { const box = row.getBoundingClientRect(); return box.top >= top - 1 && box.bottom <= bottom + 1; };
    return {
      first: rows[0]?.dataset.index,
      atTop: !rows.length || (rows[0].dataset.index === '0' && shown(rows[0])),
      atEnd: !rows.length || (rows.at(-1).dataset.lastElement === 'true' && shown(rows.at(-1))),
    };
  };
  const scroll = async (by, there) => {
    for (let still = 0; still < 20;) {
      const before = look();
      if (there(before)) return true;
      // One notch is 120, upwards is positive, and moves by 50 pixels. A wheel event of Playwright is always one notch.
      area.dispatchEvent(new WheelEvent('wheel', { deltaY: by, wheelDeltaY: (-by * 120) / 50, bubbles: true, cancelable: true }));
      if (look().first !== before.first) still = 0;
      else if (++still) await new Promise(requestAnimationFrame);
    }
    return false;
  };
  const start = look();
  if (!(start.atTop && start.atEnd)) {
    if (!(await scroll(-1e6, ({ atTop }) => atTop))) return undefined;
    found.clear();
    const down = await scroll(Math.max(22, height - 44), ({ atEnd }) => atEnd);
    if (!(await scroll(-1e6, ({ atTop }) => atTop)) || !down) return undefined;
  }
  return [...found].sort(([a], [b]) => a - b).map(([, data]) => data);
}

export function markPane(title) {
  document.querySelectorAll('[data-drive-pane]').forEach((element) => element.removeAttribute('data-drive-pane'));
  const same = (text) => text?.trim().toLowerCase() === title.toLowerCase();
  for (const pane of document.querySelectorAll('.part.sidebar .pane, .part.panel .pane, .part.auxiliarybar .pane')) {
    const header = pane.querySelector('.pane-header');
    const body = pane.querySelector('.pane-body');
    if (!body?.getClientRects().length) continue;
    if (same(header?.querySelector('.title')?.textContent) || (header?.getAttribute('aria-label') ?? '').toLowerCase().startsWith(`${title.toLowerCase()} section`)) {
      pane.setAttribute('data-drive-pane', '1');
      return true;
    }
  }
  return false;
}
// Runs in the preview: puts in the page that the language server makes, and follows the cursor both ways.
import type { FromPage, Passage, Place, ToPage } from './preview';
import { paragraphOf } from './words';

interface Host {
  postMessage(message: FromPage): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
}
/** What stays while the preview is out of sight. */
interface Kept { standard: string; top: number }
declare function acquireVsCodeApi(): Host;

// What the editor has already, or what has no room beside a text.
const STYLE = `
  body { padding: 0; }
  #theme { display: none; }
  #says { position: sticky; top: 0; z-index: 1; grid-column: 1 / -1; margin: 0; padding: .5rem 1rem;
    background: var(--side); border-bottom: 2px solid var(--line); }
  #says:empty { display: none; }
  #says button { font: inherit; color: var(--link); background: none; border: 0; padding: 0; text-decoration: underline; cursor: pointer; }
  .notice { border: 2px solid light-dark(#a3213b, #f59aac); padding: .3rem .6rem; font-size: .9rem; }
  .line { background: light-dark(#0b57a41f, #7cb8f533); }
  #toggle { display: none; }
  @media (max-width: 50rem) {
    #toggle { display: block; position: fixed; right: .8rem; bottom: .8rem; z-index: 3; font: inherit; padding: .3rem .8rem;
      color: var(--ink); background: var(--side); border: 1px solid var(--quiet); border-radius: 4px; cursor: pointer; }
    nav { display: none; }
    nav.open { display: block; position: fixed; inset: 0 0 auto; z-index: 2; max-height: 75vh; border-bottom: 2px solid var(--line); }
  }
`;

const host = acquireVsCodeApi();
const nonce = (document.currentScript as HTMLScriptElement).nonce;
const says = document.createElement('p');
says.id = 'says';
says.setAttribute('role', 'status');
/** What the cursor is in. */
let here: HTMLElement | undefined;
/** The paragraph of it in which the cursor is. */
let hereLine: Element | undefined;
let standard: string | undefined;

/** What is marked by itself in a declaration. */
const PARAGRAPHS = 'p, li, tr, figcaption, h1, h2, h3, h4, h5, h6';

const main = () => document.getElementById('content');

function inline(kind: 'style' | 'script', text: string): HTMLElement {
  const element = document.createElement(kind);
  element.nonce = nonce;
  element.textContent = text;
  return element;
}

/** The first page: all of it. */
function begin(page: Document, style: string): void {
  document.head.append(inline('style', style), inline('style', STYLE));
  const parts = [...page.body.children].filter((it) => it.localName !== 'script');
  document.body.replaceChildren(says, contentsButton(), ...parts, inline('script', page.querySelector('script')?.textContent ?? ''));
}

/** Where there is no room for the contents beside the text, a button shows them. */
function contentsButton(): HTMLElement {
  const button = document.createElement('button');
  button.id = 'toggle';
  button.type = 'button';
  button.textContent = 'Contents';
  const show = (isOpen: boolean) => {
    document.querySelector('nav')?.classList.toggle('open', isOpen);
    button.setAttribute('aria-expanded', String(isOpen));
  };
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => show(button.getAttribute('aria-expanded') !== 'true'));
  document.addEventListener('click', ({ target }) => { if (target instanceof Element && target.closest('.contents a, main') !== null) show(false); });
  document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') show(false); });
  return button;
}

/** A newer one: what is another now, with the reader where he was. */
function renew(page: Document): void {
  const anchor = [...(main()?.querySelectorAll('[id]') ?? [])].find((it) => it.getBoundingClientRect().bottom > 0);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  for (const below of ['.contents', '#content']) {
    const [old, now] = [document.querySelector(below), page.querySelector(below)];
    if (old === null || now === null) continue;
    const theirs = [...old.children];
    const ours = [...now.children];
    ours.forEach((child, index) => {
      const its = theirs[index];
      if (its === undefined) old.append(child);
      else if (!its.isEqualNode(child)) its.replaceWith(child);
    });
    for (const child of theirs.slice(ours.length)) child.remove();
  }
  document.dispatchEvent(new Event('replaced'));
  const after = anchor && document.getElementById(anchor.id);
  if (after) scrollBy(0, after.getBoundingClientRect().top - before);
}

/** Says beside each declaration with an error that the page may lack something of it, and at the top how many there are. */
function notice(errors: Extract<ToPage, { page: string }>['errors']): void {
  const [first] = errors;
  if (first === undefined) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Show the first';
  button.addEventListener('click', () => host.postMessage({ open: { ...first, words: '' }, focus: true, mustMatch: false }));
  const count = errors.length === 1 ? 'There is an error' : `There are ${errors.length} errors`;
  says.replaceChildren(`${count}: the page may lack what is written there. `, button);
  const places = new Map<HTMLElement | undefined, typeof errors>();
  for (const error of errors) {
    const at = find(error);
    places.set(at, [...(places.get(at) ?? []), error]);
  }
  for (const [at, [error, ...others]] of places) {
    if (at === undefined || error === undefined) continue;
    const note = document.createElement('p');
    note.className = 'notice';
    const more = others.length === 0 ? '' : ` And ${others.length} more.`;
    note.textContent = `Not all of this can be shown. ${error.file}, line ${error.line}: ${error.message}${more}`;
    // Behind the heading of a section; a change has none.
    const heading = at.querySelector(':scope > h1, :scope > h2, :scope > h3, :scope > h4, :scope > h5, :scope > h6, :scope > .label');
    if (heading) heading.after(note);
    else at.prepend(note);
  }
}

function put({ page: text, standard: of, images, errors, passage }: Extract<ToPage, { page: string }>): void {
  // The policy would refuse the style where it stands, for it has no nonce there.
  let style = '';
  const rest = text.replace(/<style>(.*?)<\/style>/s, (_, its: string) => { style = its; return ''; });
  const page = new DOMParser().parseFromString(rest, 'text/html');
  for (const image of page.images) image.src = new URL(image.getAttribute('src') ?? '', images).href;
  document.documentElement.lang = page.documentElement.lang;
  says.textContent = '';
  const was = here?.id;
  const wasLine = hereLine?.textContent;
  mark(undefined);
  document.querySelectorAll('.notice').forEach((it) => it.remove());
  if (main() === null) begin(page, style);
  else renew(page);
  notice(errors);
  if (of !== standard) {
    standard = of;
    const kept = host.getState();
    scrollTo(0, kept?.standard === of ? kept.top : 0);
  }
  if (passage !== undefined) follow(passage, was, wasLine);
}

function mark(element: HTMLElement | undefined, line?: Element): void {
  for (const [marked, name] of [[here, 'here'], [hereLine, 'line']] as const) {
    marked?.classList.remove(name);
    if (marked?.className === '') marked.removeAttribute('class');
  }
  [here, hereLine] = [element, line];
  here?.classList.add('here');
  hereLine?.classList.add('line');
}

/** Where a part of the page is written. */
function source(element: HTMLElement): Place {
  const [, file = '', line = ''] = /^(.*):(\d+)$/.exec(element.dataset.source ?? '') ?? [];
  return { file, line: Number(line) };
}

/** What the line of a file has become: of that which begins at or before it, the last and innermost. */
function find({ file, line }: Place): HTMLElement | undefined {
  let found: HTMLElement | undefined;
  let last = 0;
  for (const element of document.querySelectorAll<HTMLElement>('[data-source]')) {
    const its = source(element);
    if (its.file !== file || its.line > line || its.line < last) continue;
    if (its.line === last && !found?.contains(element)) continue;
    [found, last] = [element, its.line];
  }
  return found;
}

/** The head of the standard, of which sections are that name no source. */
const head = () => document.querySelector<HTMLElement>('main > header');

/** The paragraphs of a declaration, without those of declarations in it; several sections can be of one. */
function paragraphs({ dataset }: HTMLElement): Element[] {
  const all = main()?.querySelectorAll(`:is(${PARAGRAPHS}):not(.notice)`) ?? [];
  return [...all].filter((it) => (it.closest<HTMLElement>('[data-source]') ?? head())?.dataset.source === dataset.source);
}

/** The words of a paragraph; cells of a table are words apart. */
function wordsIn(element: Element): string {
  return element instanceof HTMLTableRowElement ? [...element.cells].map((it) => it.textContent).join(' ') : element.textContent;
}

/** Marks what the cursor is in, and brings it into sight if it is another than before. */
function follow(passage: Passage, before = here?.id, beforeLine = hereLine?.textContent): void {
  const found = find(passage);
  const lines = found === undefined ? [] : paragraphs(found);
  const index = paragraphOf(lines.map(wordsIn), passage.words);
  const line = index === undefined ? undefined : lines[index];
  mark(found, line);
  if (found === undefined || (found.id === before && (line === undefined || line.textContent === beforeLine))) return;
  // With the heading above it, if there is room for both.
  const wanted = line ?? found;
  const { top, bottom } = wanted.getBoundingClientRect();
  const around = wanted.closest('section') ?? found;
  const first = bottom - around.getBoundingClientRect().top < innerHeight * 0.9 ? around : wanted;
  if (first.getBoundingClientRect().top < 0 || top > innerHeight * 0.7) first.scrollIntoView({ block: 'start' });
}

/** Goes with an editor that is scrolled: what the cursor is in stays in sight as long as it is in sight there. */
function scrolled(top: Place, isCursorInSight: boolean): void {
  showAtTop(top);
  if (isCursorInSight) (hereLine ?? here)?.scrollIntoView({ block: 'nearest' });
}

/** Brings what a line has become to the top; between two declarations it goes with the share of the lines. */
function showAtTop({ file, line }: Place): void {
  let before: { line: number; top: number } | undefined;
  let after: { line: number; top: number } | undefined;
  for (const element of document.querySelectorAll<HTMLElement>('[data-source]')) {
    const its = source(element);
    if (its.file !== file) continue;
    const place = { line: its.line, top: element.getBoundingClientRect().top };
    if (place.line <= line && place.line > (before?.line ?? 0)) before = place;
    if (place.line > line && place.line < (after?.line ?? Infinity)) after = place;
  }
  if (before === undefined) return;
  // The page has another order than the file where the next declaration stands above.
  const height = after === undefined ? 0 : Math.max(0, after.top - before.top);
  const share = after === undefined ? 0 : (line - before.line) / (after.line - before.line);
  scrollBy(0, before.top + share * height - says.offsetHeight);
}

addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if ('page' in data) put(data);
  else if ('passage' in data) follow(data.passage);
  else if ('top' in data) scrolled(data.top, data.isCursorInSight);
  else {
    says.textContent = data.says;
    if (!says.isConnected) document.body.append(says);
  }
});

document.addEventListener('click', ({ target, detail }) => {
  if (!(target instanceof Element) || target.closest('a, button, input, label') !== null) return;
  const selected = getSelection();
  // Words are marked to be copied; a double click marks one as well.
  if (detail < 2 && selected !== null && !selected.isCollapsed) return;
  const line = target.closest(PARAGRAPHS);
  const named = target.closest<HTMLElement>('[data-source]');
  const clicked = named ?? (line === null ? null : head());
  if (clicked === null) return;
  const isBelow = line !== null && (named === null || named.contains(line));
  mark(clicked, isBelow ? line : undefined);
  // What names no source may be of the head, or the page's own words.
  host.postMessage({ open: { ...source(clicked), words: isBelow ? wordsIn(line) : '' }, focus: detail > 1, mustMatch: named === null });
});

addEventListener('scroll', () => {
  if (standard !== undefined) host.setState({ standard, top: scrollY });
});

// The editor's theme counts, and not that of the system.
function theme(): void {
  const { classList } = document.body;
  const isLight = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
  document.documentElement.dataset.theme = isLight ? 'light' : 'dark';
}
new MutationObserver(theme).observe(document.body, { attributes: true, attributeFilter: ['class'] });
theme();

host.postMessage({ ready: true });

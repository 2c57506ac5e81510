// Which line of a source a paragraph of the page comes from, and the other way round. The page says of a declaration where it
// stands and not of its paragraphs, so their words decide.

/** As many words as tell a paragraph from others. */
const ENOUGH = 12;

/** The words of a text, in small letters. References in braces are left out: the page prints them in another form. */
export function wordsOf(text: string): string[] {
  return text.replace(/\{[^}]*\}/g, ' ').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** How many of some words are among others; each counts as often as it is there. */
function shared(words: string[], among: string[]): number {
  const left = new Map<string, number>();
  for (const word of among) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  }).length;
}

/** The index of the source line with which a paragraph begins; `undefined` where no line has half of its first words. */
export function lineOf(lines: string[], paragraph: string): number | undefined {
  const first = wordsOf(paragraph).slice(0, ENOUGH);
  let best: number | undefined;
  let most = 0;
  lines.forEach((line, index) => {
    const words = wordsOf(line);
    // A line can be shorter than what is looked for: then all of it counts.
    const count = shared(first.slice(0, Math.max(words.length, 1)), words);
    if (count > most && count * 2 >= Math.min(first.length, words.length)) [best, most] = [index, count];
  });
  return best;
}

/** The index of the paragraph that a source line belongs to, the shortest of several; `undefined` where none has half of its words. */
export function paragraphOf(paragraphs: string[], line: string): number | undefined {
  const wanted = wordsOf(line);
  let best: number | undefined;
  let most = 0;
  let length = 0;
  paragraphs.forEach((paragraph, index) => {
    const words = wordsOf(paragraph);
    const count = shared(wanted, words);
    if (count * 2 < wanted.length || count < most || (count === most && words.length >= length)) return;
    [best, most, length] = [index, count, words.length];
  });
  return most === 0 ? undefined : best;
}

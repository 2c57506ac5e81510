// What comes by itself on Enter. Lists in texts go on: after `a) …;` stands `b) `; an item that ends with a full stop is
// the last one. Between the quotes of a text there is room for it.
import * as vscode from 'vscode';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const GOES_ON = '\\s+\\S.*[;,](?:\\s+(?:and|or))?\\s*$';

const { None, IndentOutdent } = vscode.IndentAction;

/**
 * What Enter does in the common lists of a text. The server continues all lists and ends empty items (on-type formatting);
 * these rules wait for no answer, so that the mark is there for an author who types fast.
 */
function lists(): vscode.OnEnterRule[] {
  const letters = LETTERS.split('').slice(0, -1).map((letter, index) => [letter, LETTERS[index + 1]]);
  const numbers = Array.from({ length: 20 }, (_, index) => [`${index + 1}`, `${index + 2}`]);
  const marks = [...letters, ...numbers].map(([mark, next]) => [`${mark}\\)`, `${next}) `] as const);
  return [...marks, ['-', '- '] as const].map(([mark, appendText]) => ({
    beforeText: new RegExp(`^\\s*${mark}${GOES_ON}`),
    action: { indentAction: None, appendText },
  }));
}

/** Rules of a file. Those of lists count here too: the first line of a text begins outside of it. */
export function inFiles(): vscode.LanguageConfiguration {
  const comment = { beforeText: /^\s*\/\/.*$/, afterText: /\S/, action: { indentAction: None, appendText: '// ' } };
  const text = { beforeText: /^\s*[a-z][^"]*"""$/, afterText: /^"""/, action: { indentAction: IndentOutdent } };
  return { onEnterRules: [...lists(), comment, text] };
}

/** Rules of texts, which have no comments. */
export function inTexts(): vscode.LanguageConfiguration {
  return { onEnterRules: lists() };
}

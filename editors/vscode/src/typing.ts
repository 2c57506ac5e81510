// What comes by itself on Enter. Lists in texts go on: after `a) …;` stands `b) `; an item that ends with a full stop is
// the last one. Between the quotes of a text there is room for it.
import * as vscode from 'vscode';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const GOES_ON = '\\s+\\S.*[;,](?:\\s+(?:and|or))?\\s*$';

export function typing(): vscode.LanguageConfiguration {
  const letters = [...LETTERS].slice(0, -1).map((letter, index) => [letter, LETTERS[index + 1]]);
  const numbers = Array.from({ length: 20 }, (_, index) => [`${index + 1}`, `${index + 2}`]);
  const marks = [...letters, ...numbers].map(([mark, next]) => [`${mark}\\)`, `${next}) `] as const);
  const rules = [...marks, ['-', '- '] as const].map(([mark, appendText]) => ({
    beforeText: new RegExp(`^\\s*${mark}${GOES_ON}`),
    action: { indentAction: vscode.IndentAction.None, appendText },
  }));
  const comment = { beforeText: /^\s*\/\/.*$/, afterText: /\S/, action: { indentAction: vscode.IndentAction.None, appendText: '// ' } };
  const text = { beforeText: /^\s*[a-z][^"]*"""$/, afterText: /^"""/, action: { indentAction: vscode.IndentAction.IndentOutdent } };
  return { onEnterRules: [...rules, comment, text] };
}

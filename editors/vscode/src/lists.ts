// Lists in texts go on by themselves: after `a) …;` and Enter stands `b) `. An item that ends with a full stop is the
// last one.
import * as vscode from 'vscode';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const GOES_ON = '\\s+\\S.*[;,](?:\\s+(?:and|or))?\\s*$';

export function listConfiguration(): vscode.LanguageConfiguration {
  const letters = [...LETTERS].slice(0, -1).map((letter, index) => [letter, LETTERS[index + 1]]);
  const numbers = Array.from({ length: 20 }, (_, index) => [`${index + 1}`, `${index + 2}`]);
  const marks = [...letters, ...numbers].map(([mark, next]) => [`${mark}\\)`, `${next}) `] as const);
  const rules = [...marks, ['-', '- '] as const].map(([mark, appendText]) => ({
    beforeText: new RegExp(`^\\s*${mark}${GOES_ON}`),
    action: { indentAction: vscode.IndentAction.None, appendText },
  }));
  const comment = { beforeText: /^\s*\/\/.*$/, afterText: /\S/, action: { indentAction: vscode.IndentAction.None, appendText: '// ' } };
  return { onEnterRules: [...rules, comment] };
}

// Comments: a text is published as it stands, so no line of it may become a comment by itself. The key takes the whole field
// out, or puts it back.
import * as vscode from 'vscode';

const COMMENT = /^\s*\/\/ ?/;

/**
 * The lines that become comments together with those from `first` to `last`: where these touch a text of several lines, all
 * lines of its field; where they touch a field that has been taken out, all lines of that.
 */
export function withWholeFields(lines: readonly string[], first: number, last: number): [first: number, last: number] {
  // The editor puts no mark into an empty line.
  const commented = (line: string) => (COMMENT.test(line) ? line.replace(COMMENT, '') : line.trim() === '' ? '' : undefined);
  let start = first;
  let end = last;
  for (const [from, to] of [...fields(lines, (line) => line), ...fields(lines, commented)]) {
    if (from > end || to < start) continue;
    start = Math.min(start, from);
    end = Math.max(end, to);
  }
  return [start, end];
}

/** The first and last lines of texts that go over several lines. Lines for which `read` gives nothing hold no text and end one. */
function fields(lines: readonly string[], read: (line: string) => string | undefined): [number, number][] {
  const found: [number, number][] = [];
  let begin: number | undefined;
  lines.forEach((line, index) => {
    const text = read(line);
    if (text === undefined) begin = undefined;
    // Outside of a text a comment goes to the end of its line.
    const marks = text === undefined || (begin === undefined && COMMENT.test(text)) ? 0 : (text.match(/"{3,}/g) ?? []).length;
    for (let mark = 0; mark < marks; mark++) {
      if (begin === undefined) begin = index;
      else {
        if (index > begin) found.push([begin, index]);
        begin = undefined;
      }
    }
  });
  return found;
}

/** The command behind Ctrl+/. */
export async function toggleComment(editor: vscode.TextEditor): Promise<void> {
  const lines = Array.from({ length: editor.document.lineCount }, (_, line) => editor.document.lineAt(line).text);
  const before = editor.selections;
  editor.selections = before.map(({ start, end }) => {
    // A selection that ends at the beginning of a line leaves that line out.
    const isWhole = end.line > start.line && end.character === 0;
    const [first, last] = withWholeFields(lines, start.line, isWhole ? end.line - 1 : end.line);
    return new vscode.Selection(first, 0, last, lines[last]?.length ?? 0);
  });
  await vscode.commands.executeCommand('editor.action.commentLine');
  editor.selections = before.map(({ anchor, active }) => new vscode.Selection(shifted(editor, lines, anchor), shifted(editor, lines, active)));
}

/** A position of the lines as they were, in the text as it is: what was put before or taken away shifts it. */
function shifted(editor: vscode.TextEditor, lines: readonly string[], { line, character }: vscode.Position): vscode.Position {
  const now = editor.document.lineAt(line).text;
  return new vscode.Position(line, Math.max(0, character + now.length - (lines[line]?.length ?? 0)));
}

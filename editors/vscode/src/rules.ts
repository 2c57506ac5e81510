// The pages of the rules: what a rule wants and why, with examples.
import * as vscode from 'vscode';
import type { Server } from './server';
import type { Texts } from './texts';

/** Opens the page of a rule by its code; without one it asks, with the rules of the findings at the cursor first. */
export async function explain(server: Server, texts: Texts, code?: unknown): Promise<void> {
  const rules = await server.rules();
  const found = typeof code === 'string' ? rules.find((it) => it.code === code || it.name === code) : undefined;
  const rule = found ?? await choose(rules);
  if (rule !== undefined) await texts.showPage(`${rule.code} ${rule.name}`, rule.page);
}

async function choose<T extends { code: string; name: string; level: string; summary: string }>(rules: T[]): Promise<T | undefined> {
  const here = codesHere();
  const entry = (rule: T) => ({ label: `${rule.code} ${rule.name}`, description: rule.level, detail: rule.summary.replaceAll('`', ''), rule });
  const line = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, rule: undefined });
  const near = rules.filter(({ code }) => here.has(code));
  const entries = [...(near.length === 0 ? [] : [line('in this line'), ...near.map(entry)]), line('all rules'), ...rules.filter((it) => !near.includes(it)).map(entry)];
  return (await vscode.window.showQuickPick(entries, { title: 'Explain a Rule', matchOnDetail: true, placeHolder: 'Its code, or words of what it is about' }))?.rule;
}

/** The codes of the findings in the line of the cursor. */
function codesHere(): Set<string> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return new Set();
  const { active } = editor.selection;
  const near = vscode.languages.getDiagnostics(editor.document.uri).filter(({ range }) => range.start.line <= active.line && active.line <= range.end.line);
  return new Set(near.map(({ code }) => String(typeof code === 'object' ? code.value : code)));
}

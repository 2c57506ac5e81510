// The extension: it puts the parts together. Nothing is sent anywhere, and nothing is kept of what a person does.
import * as vscode from 'vscode';
import { Commands } from './commands';
import { Coverage } from './coverage';
import { Preview } from './preview';
import { Program } from './program';
import { CurrentFile } from './project';
import { Runner } from './runner';
import { Server } from './server';
import { watchColumn } from './show';
import { Tasks } from './tasks';
import { Texts } from './texts';
import { inFiles, inTexts } from './typing';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const program = new Program(context);
  const started = new Server(program);
  const current = new CurrentFile(started);
  const coverage = new Coverage(started, current);
  const preview = new Preview(context, started, current);
  const runner = new Runner(program, started, current);
  const texts = new Texts();
  server = started;
  const restart = async () => {
    await started.restart();
    coverage.refresh();
    preview.refresh();
  };
  context.subscriptions.push(
    started, current, coverage, preview, runner, texts, watchColumn(), new Commands(context, started, current, runner, texts),
    vscode.commands.registerCommand('annexa.restart', restart),
    vscode.commands.registerCommand('annexa.showLog', () => started.showLog()),
    vscode.tasks.registerTaskProvider('annexa', new Tasks(program, started)),
    vscode.languages.setLanguageConfiguration('annexa', inFiles()),
    vscode.languages.setLanguageConfiguration('annexa-text', inTexts()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('annexa.server.path')) void restart();
      else if (event.affectsConfiguration('annexa')) started.tellSettings();
    }),
  );
  await restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

// Runs the program for commands, with what it says in the output.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { CannotRun, sayCannotRun, type Program, type Ran } from './program';
import { target, type CurrentFile } from './project';
import type { Server } from './server';

/** Exit codes: 0 nothing is wrong, 1 there are findings; anything else means that the work was not done. */
export const FINDINGS = 1;

/** The project of the file in sight. */
export interface InSight {
  file: vscode.Uri;
  /** Its folder, in which the program runs. */
  root: vscode.Uri;
  /** What the program is to be run on. */
  target: string;
  /** The prefix of the standard of the file; `null` for a file of catalogues. */
  standard: string | null;
}

export class Runner implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel('Annexa');

  constructor(private readonly program: Program, private readonly server: Server, private readonly current: CurrentFile) {}

  /** The project in sight, with all that is written in it saved; `undefined` where there is none, which is said. */
  async inSight(): Promise<InSight | undefined> {
    const file = await this.current.find();
    if (file === undefined) {
      void vscode.window.showInformationMessage('Annexa: open a file of the standard first.');
      return undefined;
    }
    await vscode.workspace.saveAll(false);
    try {
      const { root, standard } = await this.server.status(file);
      return { file, root, standard, target: target(file, root) };
    } catch (error) {
      void vscode.window.showErrorMessage(`Annexa: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Runs the program; `undefined` where it could not do its work, which is said as well. */
  async run(args: string[], folder?: vscode.Uri | string): Promise<Ran | undefined> {
    try {
      const ran = await this.program.run(args, folder instanceof vscode.Uri ? folder.fsPath : folder);
      this.output.appendLine(`> annexa ${args.join(' ')}`);
      this.output.append(ran.said);
      if (ran.code === 0 || ran.code === FINDINGS) return ran;
      this.output.show(true);
      void vscode.window.showErrorMessage(`Annexa: \`annexa ${args[0] ?? ''}\` could not do its work; the output says why.`);
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      void sayCannotRun(error);
    }
    return undefined;
  }

  /** Compiles standards into a folder, or where their project says; the files that were written, `undefined` where there are errors. */
  async compile(project: Pick<InSight, 'root' | 'target'>, ...args: string[]): Promise<vscode.Uri[] | undefined> {
    const ran = await this.run(['compile', '--message-format', 'json', ...args, project.target], project.root);
    if (ran === undefined) return undefined;
    const messages = ran.out.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Message);
    if (ran.code === FINDINGS) {
      const problems = 'Show the Problems';
      void vscode.window.showErrorMessage('Annexa: not compiled, as there are errors.', problems).then((chosen) => {
        if (chosen === problems) void vscode.commands.executeCommand('workbench.actions.view.problems');
      });
      return undefined;
    }
    return messages.flatMap((it) => (it.reason === 'written' ? vscode.Uri.file(path.resolve(project.root.fsPath, it.path)) : []));
  }

  /** Shows what the program said. */
  show(): void {
    this.output.show(true);
  }

  append(text: string): void {
    this.output.append(text);
  }

  dispose(): void {
    this.output.dispose();
  }
}

/** A line of `annexa compile --message-format json`. */
type Message = { reason: 'written'; path: string } | { reason: 'finding' | 'failure' | 'finished' };

// The program `annexa`: which one is run, how, and what is said when it cannot be.
import { spawn } from 'node:child_process';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { programFile, withHome } from './paths';

/** What a run of the program gave. */
export interface Ran {
  /** 0: nothing is wrong; 1: there are findings; else it could not do its work. */
  code: number | null;
  out: string;
  said: string;
}

/** The program cannot be run; the message says why, to a person. */
export class CannotRun extends Error {}

export class Program {
  private readonly bundled: string;

  constructor(context: vscode.ExtensionContext) {
    this.bundled = context.asAbsolutePath(path.join('bin', programFile(process.platform)));
  }

  /** The program that the settings name, or the one that comes with the extension. */
  get path(): string {
    const chosen = this.chosen;
    if (chosen === '') return this.bundled;
    return withHome(chosen, os.homedir());
  }

  // In a folder that is not trusted VS Code gives the value without what the folder says.
  private get chosen(): string {
    return vscode.workspace.getConfiguration('annexa').get<string>('server.path', '').trim();
  }

  /** Runs it, and waits for its end. */
  run(args: string[], cwd?: string): Promise<Ran> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.path, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd });
      const out: Buffer[] = [];
      const said: Buffer[] = [];
      child.stdout.on('data', (data: Buffer) => out.push(data));
      child.stderr.on('data', (data: Buffer) => said.push(data));
      child.on('error', (error: NodeJS.ErrnoException) => reject(new CannotRun(this.reason(error))));
      child.on('close', (code) => resolve({ code, out: Buffer.concat(out).toString(), said: Buffer.concat(said).toString() }));
    });
  }

  /** Its version; `CannotRun` where it is no program of ours. */
  async version(): Promise<string> {
    const { out } = await this.run(['--version']);
    const version = /^annexa (\S+)/.exec(out)?.[1];
    if (version === undefined) throw new CannotRun(`\`${this.path}\` is not the program annexa.`);
    return version;
  }

  private reason(error: NodeJS.ErrnoException): string {
    if (this.chosen !== '') {
      const why = error.code === 'ENOENT' ? 'is not there' : `cannot be run (${error.code ?? error.message})`;
      return `The program \`${this.path}\`, which the setting annexa.server.path names, ${why}.`;
    }
    if (error.code === 'ENOENT') {
      return `This package of the extension brings no program for ${process.platform} ${process.arch}. Install annexa, and name it in the setting annexa.server.path.`;
    }
    return `The program of the extension cannot be run (${error.code ?? error.message}). Another one can be named in the setting annexa.server.path.`;
  }
}

/** Says that the program cannot be run, and offers the ways out. */
export async function sayCannotRun(error: CannotRun): Promise<void> {
  const setting = 'Open Setting';
  const again = 'Try Again';
  const chosen = await vscode.window.showErrorMessage(`Annexa: ${error.message}`, setting, again);
  if (chosen === setting) await vscode.commands.executeCommand('workbench.action.openSettings', 'annexa.server.path');
  if (chosen === again) await vscode.commands.executeCommand('annexa.restart');
}

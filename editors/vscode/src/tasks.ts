// Tasks: the program in the terminal, as `annexa: check` and `annexa: compile`, or as tasks.json has it.
import * as vscode from 'vscode';
import type { Program } from './program';
import type { Server } from './server';

interface Definition extends vscode.TaskDefinition { command: string; arguments?: string[] }

export class Tasks implements vscode.TaskProvider {
  constructor(private readonly program: Program, private readonly server: Server) {}

  provideTasks(): vscode.Task[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => ['check', 'compile'].map((command) => {
      const task = this.task({ type: 'annexa', command }, folder);
      task.group = command === 'check' ? vscode.TaskGroup.Test : vscode.TaskGroup.Build;
      return task;
    }));
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = task.definition as Definition;
    const scope = task.scope ?? vscode.TaskScope.Workspace;
    return typeof definition.command === 'string' ? this.task(definition, scope) : undefined;
  }

  private task(definition: Definition, scope: vscode.WorkspaceFolder | vscode.TaskScope): vscode.Task {
    const run = new vscode.ProcessExecution(this.program.path, [definition.command, ...(definition.arguments ?? [])]);
    // The server shows the findings of the whole project already; those of a task would stand beside them once more.
    const matchers = this.server.isRunning ? [] : ['$annexa'];
    return new vscode.Task(definition, scope, definition.command, 'annexa', run, matchers);
  }
}

// The settings of the extension, each read where it is used, so that a change counts at once.
import * as vscode from 'vscode';

interface Settings {
  'codeLens': boolean;
  'compile.onSave': boolean;
  'coverage.followCursor': boolean;
  'inlayHints': 'all' | 'titles' | 'numbers' | 'off';
  'preview.clickShowsSource': boolean;
  'preview.followCursor': boolean;
  'preview.scrollWithEditor': boolean;
  'server.path': string;
}

/** The value of a setting; its default stands in package.json. */
export function setting<K extends keyof Settings>(name: K, scope?: vscode.ConfigurationScope): Settings[K] {
  const value = vscode.workspace.getConfiguration('annexa', scope).get<Settings[K]>(name);
  if (value === undefined) throw new Error(`package.json has no setting annexa.${name}`);
  return value;
}

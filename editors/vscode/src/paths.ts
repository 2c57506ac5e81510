// Paths, as each system writes them. Tests hand in the rules of another system than the one that they run on.
import * as here from 'node:path';

/** A file as compiled standards name it: from the folder of its project, with `/`. `undefined` where it lies elsewhere. */
export function nameIn(root: string, file: string, paths: here.PlatformPath = here): string | undefined {
  const name = paths.relative(root, file);
  if (name === '..' || name.startsWith(`..${paths.sep}`) || paths.isAbsolute(name)) return undefined;
  return name.split(paths.sep).join('/');
}

/** A path that a person wrote into the settings: `~` at its beginning is the home folder. */
export function withHome(written: string, home: string, paths: here.PlatformPath = here): string {
  const isBelowHome = written.startsWith('~/') || written.startsWith(`~${paths.sep}`);
  return isBelowHome ? paths.join(home, written.slice(2)) : written;
}

/** The file of the program in the package. */
export function programFile(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'annexa.exe' : 'annexa';
}

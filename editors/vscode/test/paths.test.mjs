// Paths of Windows and of Unix, on whatever system this runs.
import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { test } from 'node:test';
import { load } from './driver/source.mjs';

const { nameIn, programFile, withHome } = await load('paths');

test('a file is named from the folder of its project, with slashes', () => {
  for (const [paths, root, file, expected] of [
    [posix, '/std', '/std/parts/a b.annexa', 'parts/a b.annexa'],
    [posix, '/std', '/std/..parts/a.annexa', '..parts/a.annexa'],
    [posix, '/std', '/stdx/a.annexa', undefined],
    [posix, '/std', '/a.annexa', undefined],
    [win32, 'c:\\std', 'c:\\std\\parts\\zähler.annexa', 'parts/zähler.annexa'],
    // VS Code writes drives small; the dialogue for folders does not.
    [win32, 'C:\\Std', 'c:\\std\\parts\\a.annexa', 'parts/a.annexa'],
    [win32, 'c:\\std', 'd:\\std\\a.annexa', undefined],
    [win32, 'c:\\std', 'c:\\a.annexa', undefined],
    [win32, '\\\\server\\share\\std', '\\\\server\\share\\std\\parts\\a.annexa', 'parts/a.annexa'],
    [win32, '\\\\server\\share\\std', '\\\\server\\other\\a.annexa', undefined],
    [win32, '\\\\wsl.localhost\\Ubuntu\\std', '\\\\wsl.localhost\\Ubuntu\\std\\a.annexa', 'a.annexa'],
  ]) assert.equal(nameIn(root, file, paths), expected, file);
});

test('the home folder may be written as ~', () => {
  for (const [paths, written, expected] of [
    [posix, '~/bin/annexa', '/home/me/bin/annexa'],
    [posix, '~\\bin', '~\\bin'],
    [posix, '/opt/annexa', '/opt/annexa'],
    [win32, '~/bin/annexa.exe', 'C:\\Users\\me\\bin\\annexa.exe'],
    [win32, '~\\bin\\annexa.exe', 'C:\\Users\\me\\bin\\annexa.exe'],
    [win32, '~other\\annexa.exe', '~other\\annexa.exe'],
    [win32, 'D:\\annexa.exe', 'D:\\annexa.exe'],
  ]) assert.equal(withHome(written, paths === posix ? '/home/me' : 'C:\\Users\\me', paths), expected);
});

test('the program of a package is found on its system', () => {
  assert.deepEqual(['win32', 'linux', 'darwin'].map(programFile), ['annexa.exe', 'annexa', 'annexa']);
});

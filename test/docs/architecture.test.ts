import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, repository } from './markdown.ts';

const text = readText('ARCHITECTURE.md');
const folders = ['src', 'data', 'scripts', 'bench', 'examples'];

/** The files that the list names, and what it says of each. */
function listed(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let folder = '';
  for (const line of text.split('\n')) {
    const heading = /^#+ (?:`(.*)`)?/.exec(line);
    if (heading !== null) folder = heading[1] ?? '';
    const item = /^- `([^`]+)`: (.+)$/.exec(line);
    if (item !== null) files.set(`${folder}${item[1]}`, item[2] ?? '');
  }
  return files;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:tmp|log|pyc)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(repository.length).replaceAll('\\', '/'));
}

const inFolders = (path: string) => folders.some((folder) => path.startsWith(`${folder}/`));

describe('ARCHITECTURE.md', () => {
  it('lists every file, and none that is not there', () => {
    const present = new Set(folders.flatMap(filesBelow));
    const named = [...listed().keys()].filter(inFolders);
    const missing = [...present].filter((path) => !named.includes(path));
    const gone = named.filter((path) => !present.has(path));
    expect({ missing, gone }).toEqual({ missing: [], gone: [] });
  });

  it('lists every folder and file at the top of test/', () => {
    const present = readdirSync(join(repository, 'test'), { withFileTypes: true }).map(
      (entry) => `test/${entry.name}${entry.isDirectory() ? '/' : ''}`,
    );
    expect([...listed().keys()].filter((path) => path.startsWith('test/')).sort()).toEqual(present.sort());
  });

  it('lists the files of each folder of src/ in order', () => {
    const folders = new Set(filesBelow('src').map((path) => path.slice(0, path.lastIndexOf('/'))));
    for (const folder of folders) {
      const own = [...listed().keys()].filter((path) => path.slice(0, path.lastIndexOf('/')) === folder);
      expect(own).toEqual([...own].sort());
    }
  });

  it('says something of each in a line', () => {
    for (const [path, line] of listed()) expect(`${path}: ${line}`.length).toBeLessThan(160);
  });
});

// The project of a user who has pith installed, with our examples in it.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const examples = join(repository, 'examples');

/** The examples by their file names. */
export const programs = readdirSync(examples).filter((name) => name.endsWith('.ts'));

/** Makes one in a temporary folder, where `pith` is the built package; `remove` it after use. */
export function exampleProject() {
  const folder = mkdtempSync(join(tmpdir(), 'pith-example-'));
  cpSync(examples, folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(repository, join(folder, 'node_modules/pith'));
  symlinkSync(join(repository, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

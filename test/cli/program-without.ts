import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main, temporaryFolder } from './run-pith.ts';

/** The program with all that is installed beside it but one package. */
export function programWithout(absent: string): string {
  const folder = temporaryFolder();
  const root = join(dirname(main), '../..');
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['data', 'package.json']) symlinkSync(join(root, name), join(folder, name));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== absent) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return join(folder, 'dist/cli/main.js');
}

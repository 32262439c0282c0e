// Runs one of the examples: `npm run example -- budget`. Node 20 runs no TypeScript, so they are put into a temporary
// project as JavaScript, where `pith` is the built package.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const repository = fileURLToPath(new URL('..', import.meta.url));
const examples = join(repository, 'examples');
const names = readdirSync(examples)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'));
const wanted = basename(process.argv[2] ?? '', '.ts');

if (names.includes(wanted)) {
  process.exitCode = run(wanted, process.argv.slice(3));
} else {
  console.error(`usage: npm run example -- NAME, where NAME is one of ${names.join(', ')}`);
  process.exitCode = 2;
}

function run(name, words) {
  const project = mkdtempSync(join(tmpdir(), 'pith-example-'));
  try {
    cpSync(examples, project, { recursive: true });
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(repository, join(project, 'node_modules/pith'));
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n');
    for (const each of names)
      writeFileSync(join(project, `${each}.js`), compiled(join(project, `${each}.ts`)));
    return (
      spawnSync(process.execPath, [join(project, `${name}.js`), ...words], { stdio: 'inherit' }).status ?? 1
    );
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function compiled(path) {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText;
}

// Runs one of the examples: `npm run example -- budget`. Node 20 runs no TypeScript, so they are put into a temporary
// project as JavaScript, where `pith` is the built package.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import { exampleProject, programs } from './example-project.mjs';

const names = programs.map((file) => basename(file, '.ts'));
const wanted = basename(process.argv[2] ?? '', '.ts');

if (names.includes(wanted)) {
  process.exitCode = run(wanted, process.argv.slice(3));
} else {
  console.error(`usage: npm run example -- NAME, where NAME is one of ${names.join(', ')}`);
  process.exitCode = 2;
}

function run(name, words) {
  const project = exampleProject();
  try {
    for (const each of names) {
      const path = join(project.folder, each);
      writeFileSync(`${path}.js`, compiled(`${path}.ts`));
    }
    const script = join(project.folder, `${name}.js`);
    return spawnSync(process.execPath, [script, ...words], { stdio: 'inherit' }).status ?? 1;
  } finally {
    project.remove();
  }
}

function compiled(path) {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText;
}

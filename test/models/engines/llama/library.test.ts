import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { skipsLlama } from './node-llama-cpp.ts';

const root = join(import.meta.dirname, '../../../..');

describe.skipIf(skipsLlama)('LlamaLibrary (scripts/test-parts/node-llama-cpp.sh)', () => {
  it('is what node-llama-cpp is, by its own types', () => {
    const path = join(import.meta.dirname, 'library-types.tmp.ts');
    const source = `import * as installed from 'node-llama-cpp';
      import type { LlamaLibrary } from '../../../../src/models/engines/llama/library.ts';
      export const library: LlamaLibrary = installed;
      export const wrong: LlamaLibrary = { ...installed, getLlama: 5 };`;
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
    const host = ts.createCompilerHost(options);
    const { fileExists, readFile, getSourceFile } = host;
    host.fileExists = (name) => name === path || fileExists(name);
    host.readFile = (name) => (name === path ? source : readFile(name));
    host.getSourceFile = (name, ...others) =>
      name === path
        ? ts.createSourceFile(name, source, ts.ScriptTarget.Latest)
        : getSourceFile(name, ...others);
    const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([path], options, host));
    // The one that is meant to be wrong.
    const complaints = diagnostics.map(({ file, start = 0 }) => file?.text.slice(start, start + 5));
    expect(complaints).toEqual(['getLl']);
  }, 60_000);
});

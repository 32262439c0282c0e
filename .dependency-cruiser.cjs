/** Which folders of src/, and files in it, each folder may import from, besides itself. Downwards only. */
const mayImport = {
  pipeline: [],
  models: ['pipeline'],
  store: ['pipeline'],
  stages: ['models', 'pipeline'],
  evaluation: ['explain', 'compress', 'infer', 'infer-records', 'stages', 'models', 'store', 'pipeline'],
};

const layers = Object.entries(mayImport).map(([folder, below]) => ({
  name: `${folder}-imports-downwards`,
  comment: `${folder}/ may import ${below.length === 0 ? 'nothing of ours' : below.join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(?:${[folder, ...below].join('|')})(?:/|\\.ts$)` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'api-does-not-import-cli',
      comment: 'src/index.ts and its neighbours are the public API: the command line stands on it.',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/(?:cli|evaluation)/' },
    },
    {
      name: 'batch-does-not-import-cli',
      comment: 'src/batch knows corpora, and the command line stands on it; nothing else does.',
      severity: 'error',
      from: { path: '^src/batch/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'only-cli-imports-batch',
      comment: 'A compression knows of no corpus.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:batch|cli)/' },
      to: { path: '^src/batch/' },
    },
    {
      name: 'src-stands-alone',
      comment: 'Tests, benches and scripts use src/, never the other way round.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:test|bench|scripts|examples)/' },
    },
    {
      name: 'no-process-below-cli',
      comment: 'Only src/cli touches the process.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^(?:node:)?process$' },
    },
    {
      name: 'no-development-packages',
      comment:
        'What is published may only use dependencies, and optional peers, which the tests have as well.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer'],
      },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is dead, or not wired yet.',
      severity: 'error',
      from: { orphan: true, path: '^src/' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

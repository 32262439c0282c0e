import { describe, expect, it } from 'vitest';
import type { GraphDescription, StageDescription } from '../../src/pipeline/describe.ts';
import { chatServer } from './chat-server.ts';
import { runPith } from './run-pith.ts';

interface Pass {
  readonly name: string;
  readonly graph: GraphDescription;
}

async function passes(...words: readonly string[]): Promise<readonly Pass[]> {
  const { code, stdout, stderr } = await runPith(['graph', ...words, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Pass[];
}

function stagesOf(graph: GraphDescription): readonly StageDescription[] {
  switch (graph.type) {
    case 'stage':
      return [graph];
    case 'chain':
      return graph.nodes.flatMap(stagesOf);
    case 'tee':
      return graph.branches.flatMap(stagesOf);
  }
}

async function inferStages(...words: readonly string[]) {
  const [pass, ...others] = await passes('infer', ...words);
  expect([pass?.name, others]).toEqual(['infer', []]);
  return pass === undefined ? [] : stagesOf(pass.graph).map(({ name, options }) => ({ name, options }));
}

describe('pith graph', () => {
  it('draws compress unless told otherwise', async () => {
    const [without, named] = await Promise.all([passes('-1'), passes('compress', '-1')]);
    expect(without).toEqual(named);
    expect(named.map(({ name }) => name)).toEqual(['survey', 'score', 'write', 'fill']);
  });

  it.each([
    [[], ['survey', 'score', 'write', 'fill']],
    [
      ['-q', 'Who closed the gate?'],
      ['survey', 'rank', 'score', 'write', 'fill'],
    ],
    [
      ['-1', '-q', 'Who closed the gate?', '--tokenizer', 'cl100k_base'],
      ['survey', 'score', 'write', 'fill'],
    ],
  ])('draws every pass that can run with %j, and says in which case one does', async (words, names) => {
    expect((await passes(...words)).map(({ name }) => name)).toEqual(names);
    const { stdout } = await runPith(['graph', ...words]);
    expect(stdout).toContain(
      `pass ${names.length}: fill (if a small budget has tokens left; then write again)\n`,
    );
    expect(stdout.match(/ \(if /g)).toHaveLength(1);
  });

  it('refuses a tokenizer that there is not', async () => {
    expect(await runPith(['graph', '--tokenizer', 'none'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('shows the options of the reader', async () => {
    expect(await inferStages('--answers', '3')).toEqual([
      { name: 'windows', options: {} },
      { name: 'answer', options: { engine: 'reader', answers: 3, concurrency: 4 } },
      { name: 'merge', options: { by: 'score' } },
    ]);
  });

  it('shows the options of a server without asking it', async () => {
    const server = await chatServer('never');
    const words = ['--engine', 'openai', '--base-url', server.baseUrl];
    expect(await inferStages(...words, '--model', 'scout', '--context-limit', '8000')).toEqual([
      { name: 'windows', options: { contextLimit: 8000, overlap: 0.125 } },
      { name: 'answer', options: { engine: 'openai:scout', concurrency: 4 } },
      { name: 'merge', options: { by: 'notes' } },
    ]);
    expect(await inferStages(...words)).toMatchObject([{ options: {} }, {}, {}]);
    expect(server.requests).toEqual([]);
  });

  it('refuses other commands', async () => {
    const { code, stderr } = await runPith(['graph', 'models']);
    expect(code).toBe(2);
    expect(stderr).toContain('compress or infer');
  });
});

describe('pith graph with a flag of the other command', () => {
  it.each([
    [['--engine', 'openai'], '--engine does not go with graph compress'],
    [['compress', '--answers', '3'], '--answers does not go with graph compress'],
    [['infer', '-r', '4'], '--ratio does not go with graph infer'],
    [['infer', '--stats', 'run.json'], '--stats does not go with graph infer'],
    [['infer', '-1'], 'infer has no --level 1'],
  ])('refuses %j', async (words, message) => {
    const { code, stdout, stderr } = await runPith(['graph', ...words]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });

  it('minds no setting of the environment, which is for all commands', async () => {
    const environment = { PITH_ENGINE: 'openai', PITH_RATIO: '4', PITH_LEVEL: '1' };
    expect((await runPith(['graph'], { environment })).code).toBe(0);
    expect(
      (await runPith(['graph', 'infer'], { environment: { PITH_RATIO: '4', PITH_LEVEL: '1' } })).code,
    ).toBe(0);
  });
});

describe('pith infer --verbose', () => {
  it('shows the graph with what each stage did', async () => {
    const words = ['infer', '-q', 'Who closed the gate?', '--verbose', '--quiet'];
    const { code, stderr } = await runPith(words, { input: 'The lock keeper closed the gate.' });
    expect(code).toBe(0);
    expect(stderr.match(/─ (?:windows|answer|merge) ─/g)).toEqual(['─ windows ─', '─ answer ─', '─ merge ─']);
    expect(stderr.match(/in 1 {3}out 1\b/g)).toHaveLength(3);
  });
});

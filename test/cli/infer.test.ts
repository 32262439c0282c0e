import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { chatServer } from './chat-server.ts';
import { runPith, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

const fact = 'The strongroom at Marlow opens with the code 7714-KESTREL-09.';
const haystack = `${sampleText(20_000)}\n\n${fact}\n\n${sampleText(20_000, 5)}`;

interface Result {
  readonly question: string;
  readonly engine: string;
  readonly answers: readonly {
    readonly text: string;
    readonly document: string;
    readonly source: readonly [number, number][];
  }[];
}

interface Line {
  readonly document: string;
  readonly text: string;
  readonly spans: readonly (readonly [number, number])[];
  readonly gaps?: readonly (readonly [number, number])[];
}

function withoutGaps({ text, gaps = [] }: Line): string {
  return gaps.reduceRight((rest, [at, length]) => rest.slice(0, at) + rest.slice(at + length), text);
}

describe('pith compress | pith infer', () => {
  it('answers without options, and cites the original file', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'a.txt'), haystack);
    writeFileSync(join(directory, 'b.txt'), sampleText(9000, 9));
    const script = `set -o pipefail
      pith compress *.txt -q "Which code opens the strongroom at Marlow?" -t 300 --format jsonl --quiet |
      pith infer --format json --quiet`;
    const { code, stdout, stderr } = await runShell(script, { directory });
    expect([code, stderr]).toEqual([0, '']);
    const { question, engine, answers } = JSON.parse(stdout) as Result;
    expect([question, engine]).toEqual(['Which code opens the strongroom at Marlow?', 'reader']);
    const [best] = answers;
    expect(best?.document).toBe('a.txt');
    expect(best?.text).toContain('7714-KESTREL');
    expect(best?.source.map(([start, end]) => haystack.slice(start, end)).join('')).toBe(best?.text);
  });

  it('works over three parts', async () => {
    const script = `set -o pipefail
      question="Which code opens the strongroom at Marlow?"
      pith compress -q "$question" -r 10 --quiet | pith compress -q "$question" -r 2 --quiet |
      pith infer -q "$question" --quiet`;
    const { code, stdout } = await runShell(script, { input: haystack });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[^\t]*7714-KESTREL[^\t]*\tstandard input:\d+-\d+\S*\t[01]\.\d\d\n$/);
  });

  it('cites the original through two compressions, gap markers and all', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'a.txt'), haystack);
    writeFileSync(join(directory, 'b.txt'), sampleText(9000, 9));
    const script = `set -o pipefail
      pith compress -1 a.txt b.txt -q "Which code opens the strongroom at Marlow?" -r 20 --gap ' [..] ' --format jsonl --quiet |
      pith compress -r 4 --gap ' [...] ' --format jsonl --provenance spans --quiet | tee twice | pith infer --format json --quiet`;
    const { code, stdout, stderr } = await runShell(script, { directory });
    expect([code, stderr]).toEqual([0, '']);
    const [best] = (JSON.parse(stdout) as Result).answers;
    expect([best?.document, best?.text]).toEqual(['a.txt', expect.stringContaining('7714-KESTREL')]);
    expect(best?.source.map(([start, end]) => haystack.slice(start, end)).join('')).toBe(best?.text);

    const lines = (name: string) =>
      readFileSync(join(directory, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
    const [first, second] = lines('twice');
    expect(first).toMatchObject({
      document: 'a.txt',
      question: 'Which code opens the strongroom at Marlow?',
      mediaType: 'text/plain',
      inputTokens: expect.any(Number),
      outputTokens: countTokens(first?.text ?? ''),
    });
    expect(second?.document).toBe('b.txt');
    expect(withoutGaps(first as Line)).toBe(
      first?.spans.map(([start, end]) => haystack.slice(start, end)).join(''),
    );
    expect(first?.gaps?.length).toBeGreaterThan(0);
    expect(lines('spans').map(({ spans }) => spans)).toEqual([first?.spans, second?.spans]);
  });

  it('says where it is when a line is cut', async () => {
    const script =
      'set -o pipefail; pith compress -1 --format jsonl --quiet | head -c 500 | pith infer -q "Who?"';
    const { code, stderr } = await runShell(script, { input: haystack });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^pith: line 1 .*\(standard input, line 1\)\nhint: /),
    ]);
  });
});

describe('pith infer', () => {
  it('gives as many answers as asked for, best first', async () => {
    const { stdout } = await runPith(
      ['infer', '-6', '-q', 'Which code opens the strongroom?', '--answers', '3'],
      {
        input: `${fact} The boathouse opens with a key. The shed opens with a hammer.`,
      },
    );
    const confidence = stdout
      .trim()
      .split('\n')
      .map((line) => Number(line.split('\t')[2]));
    expect(confidence).toHaveLength(3);
    expect(stdout.split('\n')[0]).toContain('7714-KESTREL');
  });

  it('answers several questions, those of the text or its own', async () => {
    const input = `${haystack}\nThe boathouse at Marlow opens with a brass key.\n`;
    const asked = ['Which code opens the strongroom at Marlow?', 'What opens the boathouse?'];
    const script = `set -o pipefail
      pith compress -q '${asked[0]}' -q '${asked[1]}' -t 90 --format jsonl --quiet | tee cut | pith infer --quiet`;
    const directory = temporaryFolder();
    const { code, stdout } = await runShell(script, { directory, input });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Which code .*\n.*7714-KESTREL.*\n# What opens .*\n.*key.*\n$/);
    const cut = readFileSync(join(directory, 'cut'), 'utf8');
    expect(JSON.parse(cut)).toMatchObject({ question: asked });

    const again = await runPith(['compress', '-1', '-r', '1.2', '--format', 'jsonl'], { input: cut });
    expect(JSON.parse(again.stdout)).toMatchObject({ question: asked });
    const lines = await runPith(['infer', '-6', '--format', 'jsonl'], { input: cut });
    expect(
      lines.stdout
        .trim()
        .split('\n')
        .map((one) => (JSON.parse(one) as Result).question),
    ).toEqual(asked);
    const list = await runPith(['infer', '-6', '--format', 'json', '-q', 'Why?', '-q', 'Who?'], {
      input: cut,
    });
    expect((JSON.parse(list.stdout) as Result[]).map(({ question }) => question)).toEqual(['Why?', 'Who?']);
  });

  it('needs a question', async () => {
    const { code, stderr } = await runPith(['infer'], { input: 'text' });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('pith: there is no question\nhint: give one with -q'),
    ]);
  });

  it.each(['', ' \n'])('says that %j is empty', async (input) => {
    const { code, stdout, stderr } = await runPith(['infer'], { input });
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      expect.stringMatching(/^pith: the input is empty\nhint: /),
    ]);
  });

  it.each([
    ['--base-url http://127.0.0.1:1/v1', 'openai'],
    ['--context-limit 100', 'openai or llama'],
    ['--max-tokens 9', 'openai or llama'],
    ['--kv-type q8_0', 'llama'],
  ])(
    'says that %s is for another engine, unless that is asked or it comes from the environment',
    async (flag, engines) => {
      const { stdout, stderr } = await runShell(
        `echo 'Ann keeps the key.' | pith infer -q 'Who keeps the key?' ${flag}; echo $?`,
      );
      expect([stdout, stderr]).toEqual([
        '2\n',
        expect.stringContaining(`pith: ${flag.split(' ')[0]} goes with --engine ${engines}\n`),
      ]);
      const environment = { PITH_BASE_URL: 'http://127.0.0.1:1/v1', PITH_CONTEXT_LIMIT: '100' };
      const quiet = await runPith(['infer', '-q', 'Who keeps the key?'], {
        input: 'Ann keeps the key.',
        environment,
      });
      expect(quiet.code).toBe(0);
    },
  );

  it('answers records, and goes on after a bad one', async () => {
    const quiet = 'It is quiet there. '.repeat(80);
    const input = [
      { question: 'Which code opens the strongroom?', text: fact },
      { text: fact },
      { question: 'Who?', text: 'Ada.' },
      { question: 'When was the mill built?', text: `The mill by the river was built in 1862. ${quiet}` },
    ]
      .map((record) => JSON.stringify(record))
      .join('\n');
    const { code, stdout, stderr } = await runPith(['infer', '--records', '--early-exit'], { input });
    expect([code, stderr]).toEqual([3, expect.stringContaining('pith: answered 3 records, 1 failed in')]);
    const [first, second, , long] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { answer?: { text: string; windows: unknown } });
    expect(first?.answer?.text).toContain('KESTREL');
    expect(long?.answer?.windows).toEqual({ read: 1, total: 3 });
    expect(second).toMatchObject({ text: fact, pith: { error: { code: 'input' } } });
  });
});

describe('pith infer --engine openai', () => {
  const flags = ['infer', '-q', 'Who?', '--engine', 'openai'];

  it('takes the server from the environment, the key too, and shows neither', async () => {
    const { baseUrl, requests } = await chatServer('Ada.');
    const environment = { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: 'secret-key' };
    const { code, stdout, stderr } = await runPith(flags, { input: 'Ada did it.', environment });
    expect([code, stdout]).toEqual([0, 'Ada.\n']);
    expect(stderr).toMatch(
      /^pith: “Ada” stands at standard input:0-3\npith: openai:parrot read 1 window · 40 tokens in, 2 out in [\d.]+ s\n$/,
    );
    expect(requests.map(({ authorization }) => authorization)).toEqual(
      requests.map(() => 'Bearer secret-key'),
    );
    expect(requests.at(-1)?.body).toContain('Ada did it.');
  });

  it('writes the answer into a pipe as it comes', async () => {
    const { baseUrl, finish } = await chatServer(['Ada', ' did it.'], { holds: true });
    const seen: string[] = [];
    const { code, stdout } = await runPith([...flags, '--base-url', baseUrl], {
      input: 'Ada did it.',
      started: (child) => {
        child.stdout?.on('data', (text: string) => {
          seen.push(text);
          finish();
        });
      },
    });
    expect([code, stdout, seen[0]]).toEqual([0, 'Ada did it.\n', 'Ada']);
  });

  it('goes on with the servers that answer, and says which does not', async () => {
    const { baseUrl, requests } = await chatServer('Ada.');
    const servers = ['--base-url', 'http://127.0.0.1:1/v1', '--base-url', baseUrl];
    const words = ['infer', '-q', 'Who?', '--engine', 'openai', ...servers];
    const { code, stdout, stderr } = await runPith(words, { input: 'Ada did it.' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Ada.\n' });
    expect(stderr).toContain('goes on without a server: ');
    expect(requests.filter(({ path }) => path.endsWith('/completions'))).toHaveLength(1);
  });

  it('shows nothing where the model says that there is no answer', async () => {
    const { baseUrl } = await chatServer(['NOT', ' FOUND', '.']);
    const { code, stdout, stderr } = await runPith([...flags, '--base-url', baseUrl], { input: 'text' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('pith: the text holds no answer\n');
  });

  it('reads in windows what is over --context-limit', async () => {
    const { baseUrl, requests } = await chatServer('Ada.');
    const limit = ['--context-limit', '2000', '--max-tokens', '100'];
    const { code, stdout, stderr } = await runPith([...flags, '--base-url', baseUrl, ...limit], {
      input: sampleText(30_000),
    });
    expect([code, stdout]).toEqual([0, 'Ada.\n']);
    const bodies = requests.filter(({ path }) => path.endsWith('/completions')).map(({ body }) => body);
    expect(bodies.length).toBeGreaterThan(4);
    for (const body of bodies) {
      const { messages } = JSON.parse(body) as { messages: { content: string }[] };
      expect(countTokens(messages.map(({ content }) => content).join('\n'))).toBeLessThan(1900);
    }
    expect(stderr).toContain(`read ${bodies.length - 1} windows`);
  });

  it('stops at the first window whose answer stands there, if it is told to, and asks one thing at a time', async () => {
    const { baseUrl, requests } = await chatServer('the harbour keeper');
    const text = `So says the harbour keeper, twice: the harbour keeper. ${sampleText(30_000)}`;
    const options = '--context-limit 2000 --max-tokens 100 --early-exit --concurrency 1 --format json'.split(
      ' ',
    );
    const { code, stdout, stderr } = await runPith([...flags, '--base-url', baseUrl, ...options], {
      input: text,
    });
    expect(code).toBe(0);
    const { answers, windows } = JSON.parse(stdout) as Result & { windows: { read: number; total: number } };
    expect(answers[0]).toMatchObject({
      text: 'the harbour keeper',
      citations: [{ text: 'the harbour keeper', document: '-', source: [[8, 26]], places: 2 }],
    });
    expect([windows.read, windows.total > 4]).toEqual([1, true]);
    expect(stderr).toContain(`read 1 of ${windows.total} windows`);
    // The first window, perhaps the one after it, and the answer.
    expect(requests.filter(({ path }) => path.endsWith('/completions')).length).toBeLessThan(4);
  });

  it('shows what had come of an answer that broke off', async () => {
    const { baseUrl } = await chatServer(['Ada', ' did', ' it.'], { breaks: true });
    const words = [...flags, '--base-url', baseUrl, '--format', 'json'];
    const { code, stdout, stderr } = await runPith(words, { input: 'Ada did it.' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^pith: what had come until then:\nAda did\npith: .*broke off/);
  });

  it('refuses a pattern for a server that is not known to take one', async () => {
    const { baseUrl, requests } = await chatServer('Ada.');
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'form.regex'), '[A-Z][a-z]+\n');
    const words = [...flags, '--base-url', baseUrl, '--grammar', 'form.regex'];
    const { code, stderr } = await runPith(words, { directory, input: 'Ada did it.' });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('not known to hold answers to a regular expression'),
    ]);
    expect(requests.map(({ path }) => path)).toEqual(['/v1/models']);
  });

  it('says that the context is too long, and what to do', async () => {
    const message = "This model's maximum context length is 300 tokens. However, you requested 900 tokens.";
    const { baseUrl } = await chatServer('', { status: 400, message });
    const { code, stdout, stderr } = await runPith([...flags, '--base-url', baseUrl, '--model', 'parrot'], {
      input: sampleText(3000),
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^pith: .*\nhint: .*\n$/);
    expect(stderr).toContain('300 tokens');
  });

  it.each([
    [429, 'over its rate limit'],
    [500, 'The server failed (500): not this time'],
  ])('says what HTTP %i means', async (status, message) => {
    const { baseUrl } = await chatServer('', { status, retryAfter: '0' });
    const { code, stdout, stderr } = await runPith([...flags, '--base-url', baseUrl], { input: 'text' });
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(message)]);
  });

  it.each([
    [401, /^pith: .*\n(hint: .*\n)?$/],
    [404, /^pith: .*\n(hint: .*\n)?$/],
  ])('fails with a message on HTTP %i, without the key', async (status, message) => {
    const { baseUrl } = await chatServer('', { status });
    const directory = temporaryFolder();
    const { code, stdout, stderr } = await runPith([...flags, '--base-url', baseUrl, '-o', 'out'], {
      directory,
      input: 'text',
      environment: { OPENAI_API_KEY: 'secret-key' },
    });
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(message)]);
    expect(stderr).not.toContain('secret-key');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says that nothing listens there', async () => {
    const { code, stderr } = await runPith([...flags, '--base-url', 'http://127.0.0.1:9/v1'], {
      input: 'text',
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('127.0.0.1:9')]);
  });

  it('needs a URL', async () => {
    const { code, stderr } = await runPith(flags, { input: 'text' });
    expect([code, stderr]).toEqual([2, expect.stringContaining('hint: give --base-url')]);
  });
});

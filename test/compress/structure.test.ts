import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: the types of the module lie beside it
import * as judge from '../../bench/structure-checks.mjs';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import { textDocument } from '../../src/stages/document.ts';
import type { MediaType } from '../../src/stages/media-type.ts';
import { chunkedDocument, collect, countTokens } from './collect.ts';

let compressor: Compressor;
beforeAll(async () => {
  compressor = await openCompressor({ level: 1 });
});
afterAll(() => compressor[Symbol.asyncDispose]());

interface Case {
  readonly id: string;
  readonly mediaType: MediaType;
  readonly text: string;
  readonly ratio: number;
  readonly question?: string;
}

/** What is left, and which characters of the source that is. */
async function compressed({ id, mediaType, text, ratio, question }: Case, cuts: readonly number[] = []) {
  const document = chunkedDocument(textDocument(text, { id, mediaType }), text, cuts);
  const options = { budget: { type: 'ratio', ratio }, question, explain: true } as const;
  await using result = await compressor.compress([document], options);
  const [part] = await collect(result);
  if (part === undefined) throw new Error('the document is missing');
  expect(countTokens(part.text)).toBeLessThanOrEqual(result.stats.budget);
  const kept = judge.keptCharacters(text, part.spans);
  // Single lines and beginnings of lines fill what nothing whole does: all that is kept besides keeps the rules.
  const whole = kept.slice();
  for await (const { units } of result.explanation())
    for (const { start, end, reason } of units)
      if (reason === 'loose' || reason === 'beginning') whole.fill(0, start, end);
  return { output: part.text, kept, whole };
}

const word = fc.constantFrom(
  'harbour', 'Astrid', '12', 'gates', 'the', 'of', 'pays', 'never', 'Saltmere', 'barrels', '(really)', '`f(x)`',
  '[the docs](https://example.org/a "b c")', '**not**', '"so', 'they', 'say"', '(an', 'aside)',
); // biome-ignore format: one line of words
const words = (most: number) => fc.array(word, { minLength: 1, maxLength: most }).map((all) => all.join(' '));
const ratio = fc.constantFrom(1.2, 2, 4, 10);
const question = fc.constantFrom(undefined, 'What does Astrid pay at the gates?');
const cuts = fc.array(fc.nat(), { maxLength: 4 });

const heading = fc
  .tuple(fc.integer({ min: 1, max: 4 }), words(4))
  .map(([level, text]) => `${'#'.repeat(level)} ${text}`);
const list = fc
  .array(words(12), { minLength: 1, maxLength: 6 })
  .map((items) => items.map((one) => `- ${one}`).join('\n'));
const table = fc
  .array(fc.tuple(words(3), words(6)), { minLength: 2, maxLength: 30 })
  .map(([head, ...rows]) =>
    [head, ['---', ':--'], ...rows].map((cells) => `| ${cells?.join(' | ')} |`).join('\n'),
  );

/** Code of braces, with brackets in strings and comments. */
const statement = fc.constantFrom(
  "const open = '({[';", 'call(first, [second]);', '// a ) that closes nothing', 'const text = `{$' + '{open}`;', 'x = /[(]/.test(y);',
); // biome-ignore format: one line of statements
const { block } = fc.letrec<{ block: string; line: string }>((tie) => ({
  line: fc.oneof({ depthSize: 'small' }, statement, statement, tie('block')),
  block: fc
    .tuple(
      fc.constantFrom('function gate() {', 'if (open) {', 'call(() => {', 'while (open) {'),
      fc.array(tie('line'), { maxLength: 5 }),
    )
    .map(([head, body]) => `${head}\n${indented(body.join('\n'))}\n${head.startsWith('call') ? '});' : '}'}`),
}));
const code = fc.array(block, { minLength: 1, maxLength: 6 }).map((blocks) => blocks.join('\n\n'));
const fence = fc
  .tuple(fc.constantFrom('```', '~~~~'), fc.constantFrom('', 'js', 'ts'), code)
  .map(([mark, name, body]) => `${mark}${name}\n${body}\n${mark}`);

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

describe('markdown', () => {
  it('keeps headings with what stands under them, and rows, items, links and fences whole', async () => {
    const blocks = fc.array(fc.oneof(heading, words(80), list, table, fence), {
      minLength: 3,
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(blocks, ratio, question, cuts, async (all, by, asked, at) => {
        const text = `${all.join('\n\n')}\n`;
        const given = {
          id: 'a.md',
          mediaType: 'text/markdown',
          text,
          ratio: by,
          question: asked ?? '',
        } as const;
        const { output, whole } = await compressed(given);
        expect(judge.markdownViolations(text, whole)).toEqual([]);
        expect((await compressed(given, at)).output).toBe(output);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('keeps the header of a table also where single rows fill the budget', async () => {
    const rows = Array.from(
      { length: 18 },
      (_, at) =>
        `| crane-${at % 6} | ${(at * 7919) % 9000} | ${(at * 104_729) % 9000} | ${at % 5}.${at % 7}% |\n`,
    );
    for (const before of [7, 9, 11]) {
      const text = `# Cranes

${'The harbour weighs what each of its cranes lifts in a year. '.repeat(before)}

| crane | spring | autumn | change |
|---|---|---|---|
${rows.join('')}
${'Most of the cranes stand still in winter, when the river is closed. '.repeat(4)}
`;
      const { output, kept } = await compressed({ id: 'cranes', mediaType: 'text/markdown', text, ratio: 3 });
      expect(output).toMatch(/^\| crane-/m);
      expect(judge.markdownViolations(text, kept).filter((one: string) => /row/.test(one))).toEqual([]);
    }
  });

  it('keeps properties before the text whole, or none of them', async () => {
    const front = '---\ntitle: Gates\ntags: [harbour, tide]\n---\n';
    const text = `${front}\n# Gates\n\n${'The harbour master opens the gates at noon. '.repeat(30)}\n`;
    for (const by of [1.5, 4, 20]) {
      const { output } = await compressed({ id: 'a.md', mediaType: 'text/markdown', text, ratio: by });
      expect(output.startsWith(front) || !output.includes('title')).toBe(true);
    }
  });
});

describe('code', () => {
  const root = fileURLToPath(new URL('../../src/', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );

  it('of this repository keeps both brackets of a pair or none, and can still be parsed', async () => {
    const results: number[] = [];
    for (const [at, id] of files.sort().entries()) {
      const text = readFileSync(join(root, id), 'utf8');
      const { output, kept } = await compressed({
        id,
        mediaType: 'text/x-source',
        text,
        ratio: [1.5, 2, 4, 10][at % 4] ?? 2,
      });
      expect([id, judge.typescriptViolations(text, kept)]).toEqual([id, []]);
      results.push(judge.parseErrors(output));
    }
    expect(results.filter((errors) => errors > 0).length).toBeLessThan(0.03 * results.length);
  });

  it('keeps both brackets of a pair or none, whatever strings and comments hold', async () => {
    await fc.assert(
      fc.asyncProperty(code, ratio, cuts, async (text, by, at) => {
        fc.pre(countTokens(text) >= 30 * by);
        const given = { id: 'a.ts', mediaType: 'text/x-source', text, ratio: by } as const;
        const { output, kept } = await compressed(given);
        expect(judge.typescriptViolations(text, kept)).toEqual([]);
        expect(judge.parseErrors(output)).toBeLessThanOrEqual(judge.parseErrors(text));
        expect((await compressed(given, at)).output).toBe(output);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('keeps the lines that indented ones stand under', async () => {
    const { body } = fc.letrec<{ body: string; line: string }>((tie) => ({
      line: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('x = ")("', 'call(1)', '# a ( comment'),
        tie('body'),
      ),
      body: fc
        .tuple(
          fc.constantFrom('def gate(a,\n         b):', 'class Gate:', 'if open:', 'for x in y:'),
          fc.array(tie('line'), { minLength: 1, maxLength: 4 }),
        )
        .map(([head, lines]) => `${head}\n${indented(lines.join('\n'))}`),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 2, maxLength: 8 }), ratio, async (parts, by) => {
        const text = `${parts.join('\n\n')}\n`;
        const { whole } = await compressed({ id: 'a.py', mediaType: 'text/x-source', text, ratio: by });
        const lines = [...text.matchAll(/.+/g)]
          .filter(({ index, 0: line }) => whole[index + line.length - 1] === 1)
          .map(([line]) => line);
        // What is deeper by a step stands under a line of the depth before.
        for (const [at, line] of lines.entries()) {
          const depth = line.search(/\S/);
          const above = lines.slice(0, at).findLast((other) => other.search(/\S/) < depth);
          if (depth > 0)
            expect(above?.search(/\S/)).toBeGreaterThanOrEqual(depth - (line.endsWith('b):') ? 9 : 2));
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('gives signatures before the lines between them, and what the question names before those', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `gate${at}`);
    const text = names
      .map(
        (name) =>
          `function ${name}(tide) {\n  const level = tide.level + 3;\n  return level > tide.limit;\n}\n`,
      )
      .join('\n');
    const { output } = await compressed({ id: 'a.js', mediaType: 'text/x-source', text, ratio: 3 });
    expect(names.filter((name) => output.includes(`function ${name}(`)).length).toBeGreaterThan(30);
    const odd = text.replace(
      'const level = tide.level + 3;\n  return level > tide.limit;\n}\n\nfunction gate21',
      'openSluice(tide, 1907);\n}\n\nfunction gate21',
    );
    const asked = await compressed({
      id: 'a.js',
      mediaType: 'text/x-source',
      text: odd,
      ratio: 20,
      question: 'Where is openSluice called?',
    });
    expect(asked.output).toContain('function gate20(tide) {\n  openSluice(tide, 1907);\n}');
  });
});

describe('prose', () => {
  it('keeps both brackets of a pair or none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(words(60), { minLength: 1, maxLength: 8 }), ratio, async (paragraphs, by) => {
        const text = paragraphs.map((one) => `${one}.`).join('\n\n');
        const { kept } = await compressed({ id: 'a.txt', mediaType: 'text/plain', text, ratio: by });
        expect(judge.bracketViolations(text, kept)).toEqual([]);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

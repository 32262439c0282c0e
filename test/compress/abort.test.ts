import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Compressor, openCompressor } from '../../src/compress/compressor.ts';
import type { CompressEvent } from '../../src/compress/passes.ts';
import { type TextDocument, textDocument } from '../../src/stages/document.ts';
import { outputOf } from './collect.ts';
import { temporaryFiles } from './open-spools.ts';

// A folder of our own, so that no other test's files are seen.
const folder = mkdtempSync(join(tmpdir(), 'pith-abort-'));
let compressor: Compressor;
beforeAll(async () => {
  vi.stubEnv('TMPDIR', folder);
  compressor = await openCompressor({ level: 1 });
});
afterAll(async () => {
  await compressor[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Large enough for scores, spans, rows and drafts to go to disk. */
const line = (at: number) =>
  `Line ${at} of the harbour book says that ship number ${at * 7} came in on day ${at % 365}.\n`;
const text = Array.from({ length: 30_000 }, (_, at) => line(at)).join('');
const long = textDocument(text, { id: 'long' });
const options = {
  question: 'Which ship came in?',
  protect: ['number 77\\b'],
  budget: { type: 'ratio', ratio: 1.3 },
} as const;

describe('temporary files', () => {
  it('are there while a long output is, and gone after it', async () => {
    expect(temporaryFiles()).toEqual([]);
    const result = await compressor.compress([long], options);
    if (process.platform === 'linux') expect(temporaryFiles()).not.toEqual([]);
    expect((await outputOf(result)).length).toBeGreaterThan(1_000_000);
    await result[Symbol.asyncDispose]();
    expect(temporaryFiles()).toEqual([]);
  });

  it('are gone after an error in any pass, and there is no second error behind it', async () => {
    for (const failing of [1, 2, 3]) {
      let opened = 0;
      const document: TextDocument = {
        ...long,
        async *open() {
          opened += 1;
          for (let at = 0; at < text.length; at += 65_536) {
            if (opened === failing && at > 1_500_000) throw new Error('the disk is gone');
            yield text.slice(at, at + 65_536);
          }
        },
      };
      await expect(
        compressor.compress([textDocument('First.', { id: 'first' }), document], options),
      ).rejects.toMatchObject({
        name: 'PithError',
        code: 'input',
        message: expect.stringMatching(/long.*the disk is gone/),
        at: { document: 'long' },
      });
      expect(temporaryFiles()).toEqual([]);
    }
  });
});

describe('an abort', () => {
  it('at any moment rejects with the code aborted and leaves nothing', async () => {
    const passes = new Set<string>();
    for (let moment = 0; moment < 14; moment += 1) {
      const controller = new AbortController();
      let pass = 'before';
      let events = 0;
      const onEvent = (event: CompressEvent) => {
        pass = event.pass;
        events += 1;
        if (events === 1 + moment * 53) controller.abort();
      };
      const run = compressor.compress([long], { ...options, signal: controller.signal, onEvent });
      await expect(run).rejects.toMatchObject({ name: 'PithError', code: 'aborted' });
      passes.add(pass);
      expect(temporaryFiles()).toEqual([]);
    }
    expect([...passes]).toEqual(expect.arrayContaining(['survey', 'score', 'write']));
  });

  it('by a timer does so, too', async () => {
    for (const delay of [0, 3, 20, 60]) {
      const controller = new AbortController();
      const run = compressor.compress([long], { ...options, signal: controller.signal });
      void setTimeout(delay).then(() => controller.abort(new Error('enough')));
      await expect(run).rejects.toMatchObject({ code: 'aborted' });
      await setImmediate();
      expect(temporaryFiles()).toEqual([]);
    }
  });

  it('that came before does nothing at all', async () => {
    let opened = 0;
    const document: TextDocument = {
      ...long,
      open() {
        opened += 1;
        return long.open();
      },
    };
    await expect(compressor.compress([document], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(opened).toBe(0);
  });
});

describe('a document', () => {
  it('whose text changes between two readings is refused by name', async () => {
    let opened = 0;
    const growing: TextDocument = {
      ...long,
      id: 'growing',
      async *open() {
        opened += 1;
        yield text.slice(0, 90_000 + opened);
      },
    };
    await expect(compressor.compress([growing])).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('growing changed'),
      at: { document: 'growing' },
    });
  });

  it('that throws at once is named', async () => {
    const broken: TextDocument = {
      ...long,
      id: 'broken',
      open() {
        throw new TypeError('no such thing');
      },
    };
    await expect(compressor.compress([broken])).rejects.toMatchObject({
      code: 'input',
      at: { document: 'broken' },
    });
  });
});

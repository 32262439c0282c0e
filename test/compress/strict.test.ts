import { describe, expect, it } from 'vitest';
import { checkGuards } from '../../src/compress/strict.ts';
import { tokenCounter } from '../../src/models/tokens/token-counters.ts';
import { Draft } from '../../src/stages/assemble/draft.ts';
import { textDocument } from '../../src/stages/document.ts';
import { ALL_GUARDS, NO_GUARDS } from '../../src/stages/guard/guards.ts';

const first = textDocument('Nothing of note. It rained.', { id: 'first' });
const second = textDocument('In the end they did not agree.', { id: 'second' });

/** A draft of both documents that keeps some spans of the second. */
async function draftOf(spans: readonly (readonly [number, number])[]): Promise<Draft> {
  const draft = new Draft(await tokenCounter('o200k_base'), { isSingle: false });
  draft.source('It', 17);
  draft.endDocument();
  for (const [start, end] of spans) draft.source('In the end they did not agree.'.slice(start, end), start);
  draft.endDocument();
  draft.end();
  return draft;
}

describe('the check of a strict compression', () => {
  it('fails with the guard, the document and the offset', async () => {
    await using draft = await draftOf([[11, 19]]);
    await expect(checkGuards([first, second], draft, ALL_GUARDS)).rejects.toMatchObject({
      code: 'guard',
      message: "the guard for negations did not hold: 'did not agree' was cut inside",
      at: { document: 'second', offset: 16 },
    });
    await expect(checkGuards([first, second], draft, NO_GUARDS)).resolves.toBeUndefined();
  });

  it('is content with a draft that keeps spans whole', async () => {
    await using draft = await draftOf([
      [7, 10],
      [15, 29],
    ]);
    await expect(checkGuards([first, second], draft, ALL_GUARDS)).resolves.toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charOffset } from '../../../src/pipeline/spans.ts';
import { PROTECTED_LEVEL } from '../../../src/stages/allocate/histogram.ts';
import { dropCrumbs } from '../../../src/stages/assemble/crumbs.ts';
import { unitsOf } from '../../../src/stages/segment/units.ts';

/** What is left of the words in capitals, and of those that are protected (`!`). */
function left(marked: string): string {
  const text = marked.replaceAll('!', '').toLowerCase();
  const passage = { document: 0, index: 0, start: charOffset(0), text, unitKind: 'word', title: '' } as const;
  const units = unitsOf(passage);
  const source = marked.match(/!?[A-Za-z]+|\./g) ?? [];
  const kept = Uint8Array.from(source, (word) => (/[A-Z.]/.test(word) ? 1 : 0));
  const levels = Uint8Array.from(source, (word) => (word.startsWith('!') ? PROTECTED_LEVEL : 1));
  expect(units.count).toBe(source.length);
  dropCrumbs({ passage, units }, kept, { levels });
  return Array.from(units.cores, (core, at) => (kept[at] === 1 ? text.slice(core, units.ends[at]) : '')).join(
    ' ',
  );
}

describe('small words beside a gap', () => {
  it.each([
    ['all paid WHICH was late', ''],
    ['THE WORK. THE gates opened', 'the work .'],
    ['boats THAT ARE registered IN SALTMERE', 'in saltmere'],
    ['paid !THE keeper', 'the'],
    ['IT IS', 'it is'],
  ])('%s', (marked, expected) => {
    expect(left(marked).replace(/ +/g, ' ').trim()).toBe(expected);
  });

  it('are all that is dropped', () => {
    const word = fc.constantFrom('the', 'THE', 'which', 'WHICH', 'boat', 'BOAT', 'KEEPER', 'paid');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (words) => {
        const kept = words
          .filter((one) => one === one.toUpperCase())
          .join(' ')
          .toLowerCase();
        const long = (text: string) => text.match(/boat|keeper/g);
        expect(long(left(words.join(' ')))).toEqual(long(kept));
      }),
    );
  });
});

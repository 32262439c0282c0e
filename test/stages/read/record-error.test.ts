import { describe, expect, it } from 'vitest';
import { PithError } from '../../../src/pipeline/errors.ts';
import { withError, withoutError } from '../../../src/stages/read/record-error.ts';

const failure = new PithError('input', 'the record has no text', { hint: 'Give one.' });
const error = { code: 'input', message: 'the record has no text' };

describe('the error of a record', () => {
  it.each([
    [
      { id: 1, error: 'mine' },
      { id: 1, error: 'mine', pith: { error } },
    ],
    [{ pith: { spans: [[0, 3]], error: 'old' } }, { pith: { spans: [[0, 3]], error } }],
    [{ pith: 'odd' }, { pith: { error } }],
    [null, { pith: { error } }],
    [['a'], { pith: { error } }],
  ])('stands in the note of %j', (record, failed) => {
    expect(withError(record, failure)).toEqual(failed);
  });

  it.each([
    [{ id: 1, pith: { error } }, { id: 1 }],
    [{ pith: { spans: [], error } }, { pith: { spans: [] } }],
    [
      { error: 'mine', pith: 'odd' },
      { error: 'mine', pith: 'odd' },
    ],
    [{ pith: { spans: [] } }, { pith: { spans: [] } }],
  ])('is gone from %j after a success', (record, answered) => {
    expect(withoutError(record)).toEqual(answered);
  });
});

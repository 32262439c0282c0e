import { describe, expect, it } from 'vitest';
import { PithError } from '../../src/pipeline/errors.ts';

describe('PithError', () => {
  it('carries code, hint, place and cause, and is known without instanceof', () => {
    const cause = new Error('inner');
    const error = new PithError('input', 'bad', { hint: 'mend it', at: { document: 'd', line: 3 }, cause });
    expect(error).toMatchObject({
      name: 'PithError',
      code: 'input',
      hint: 'mend it',
      at: { document: 'd', line: 3 },
      cause,
    });
    expect(PithError.isInstance(error)).toBe(true);
    expect(PithError.isInstance(Object.assign(new Error('copy'), { [Symbol.for('pith.error')]: true }))).toBe(
      true,
    );
    for (const other of [cause, null, undefined, 'text', {}]) expect(PithError.isInstance(other)).toBe(false);
    expect('cause' in new PithError('usage', 'no cause')).toBe(false);
  });
});

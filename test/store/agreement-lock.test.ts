import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agreementLock } from '../../src/store/agreement-lock.ts';
import { temporaryFolder } from '../cli/run-pith.ts';

describe('agreementLock', () => {
  it('is held by all that name one number, until the last of them is gone', () => {
    const path = join(temporaryFolder(), 'lock');
    const [first, second] = [agreementLock(path, 3, 'out'), agreementLock(path, 3, 'out')];
    first[Symbol.dispose]();
    expect(() => agreementLock(path, 2, 'out')).toThrow(
      expect.objectContaining({ code: 'store', message: expect.stringMatching(/another number of parts/) }),
    );
    second[Symbol.dispose]();
    agreementLock(path, 2, 'out')[Symbol.dispose]();
  });
});

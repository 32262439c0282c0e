import { describe, expect, it } from 'vitest';
import type { BatchOptions } from '../../src/batch/batch-options.ts';
import { makeOutput } from '../../src/batch/make-output.ts';
import { OutputFolder } from '../../src/batch/output-folder.ts';
import type { Work } from '../../src/batch/work.ts';
import { type ErrorCode, PithError } from '../../src/pipeline/errors.ts';
import { temporaryFolder } from '../cli/run-pith.ts';

async function madeOf(code: ErrorCode, cause: Error, retries = 0) {
  await using folder = await OutputFolder.open(temporaryFolder(), { force: false });
  await folder.prepare('all');
  const error = new PithError(code, 'it went wrong', { cause });
  const make = () => Promise.reject(error);
  const work: Work = { input: 'a', name: 'a', content: 'c', bytes: 1, records: null, make };
  const options: Pick<BatchOptions, 'folder' | 'writing' | 'retries'> = { folder, writing: 'all', retries };
  const cut = { folder: '', options: {}, recipe: 'r' };
  return await makeOutput({ work, cut, output: 'a' }, options as BatchOptions, new AbortController().signal);
}

const badDisk = Object.assign(new Error('i/o error'), { code: 'EIO' });

describe('makeOutput', () => {
  it('says how often it was tried, also where that was in vain', async () => {
    const once = await madeOf('input', new Error(), 1);
    expect(once).toMatchObject({ type: 'failed', item: { attempts: 1 } });
    const twice = await madeOf('engine', new Error(), 1);
    expect(twice).toMatchObject({ type: 'failed', item: { state: 'failed', attempts: 2 } });
  });

  it('fails alone where an input cannot be read, and ends the run where outputs cannot be written', async () => {
    expect(await madeOf('input', badDisk)).toMatchObject({ type: 'failed', error: { code: 'input' } });
    await expect(madeOf('output', badDisk)).rejects.toMatchObject({ code: 'output' });
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { AbortGate, abortedError } from '../../src/pipeline/abort.ts';
import { PithError } from '../../src/pipeline/errors.ts';
import { turns } from './probes.ts';

describe('abortedError', () => {
  it('is the reason if that is a PithError, and has it as cause otherwise', () => {
    const reason = new PithError('budget', 'too much');
    expect(abortedError(AbortSignal.abort(reason))).toBe(reason);
    expect(abortedError(AbortSignal.abort('why'))).toMatchObject({ code: 'aborted', cause: 'why' });
  });
});

describe('AbortGate', () => {
  it('settles as the work does until the signal aborts, then rejects, then lets go', async () => {
    const controller = new AbortController();
    const gate = new AbortGate(controller.signal);
    await expect(gate.race(Promise.resolve(4))).resolves.toBe(4);
    await expect(gate.race(Promise.reject(new Error('own')))).rejects.toThrow('own');
    const waits = [1, 2].map(() => gate.race(new Promise(() => {})));
    controller.abort('stop');
    for (const wait of waits) await expect(wait).rejects.toMatchObject({ code: 'aborted', cause: 'stop' });
    await expect(gate.race(Promise.resolve(5))).rejects.toMatchObject({ code: 'aborted' });
    await expect(gate.race(Promise.reject(new Error('late')))).rejects.toMatchObject({ code: 'aborted' });
  });
  it('lets go of work that is done', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const gate = new AbortGate(new AbortController().signal);
    const results: WeakRef<object>[] = [];
    for (let count = 0; count < 100; count++)
      results.push(new WeakRef(await gate.race(Promise.resolve({ count }))));
    await turns(2);
    collectGarbage();
    expect(results.filter((result) => result.deref() !== undefined).length).toBeLessThan(5);
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const built = new URL('../../../dist/models/', import.meta.url);

/** A real process, because the native runtime aborts it if a thread is torn down while it computes. */
function run(ending: string): Promise<{ stdout: string; stderr: string }> {
  const program = `
    import { loadEncoder } from '${built}encoder/encoder.js';
    import { loadModelCard } from '${built}encoder/model-card.js';
    import { modelForLevel } from '${built}model-files.js';
    const encoder = await loadEncoder(await loadModelCard(modelForLevel(9)), { threads: 2 });
    const window = { ids: new Int32Array(250).fill(2000), types: new Uint8Array(250) };
    await encoder.run(window);
    for (let i = 0; i < 50; i++) encoder.run(window).catch(() => {});
    ${ending}
  `;
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
}

it('leaves the exit code to a process that exits while windows run', async () => {
  await expect(run('setTimeout(() => process.exit(7), 40);')).rejects.toMatchObject({ code: 7, stderr: '' });
});

it('leaves an uncaught error to be told', async () => {
  await expect(run('throw new Error("mine");')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/mine(?!.*terminate called)/s),
  });
});

it('lets a process end that has not closed the encoder, when all windows have run', async () => {
  await expect(run('')).resolves.toMatchObject({ stderr: '' });
});

it('waits for the windows that run when it closes', async () => {
  const ending = 'await encoder.close(); console.log("closed");';
  await expect(run(ending)).resolves.toEqual({ stdout: 'closed\n', stderr: '' });
});

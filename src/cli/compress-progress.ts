import { stat } from 'node:fs/promises';
import type { CompressEvent } from '../compress/passes.ts';
import type { TextDocument } from '../stages/document.ts';
import type { CommandContext } from './command.ts';
import { progress } from './progress.ts';

export interface CompressProgress {
  /** Bytes of standard input so far. */
  received(bytes: number): void;
  /** Says what will be read, for the share that is done. */
  expect(documents: readonly TextDocument[]): Promise<void>;
  event(event: CompressEvent): void;
  clear(): void;
}

/** Turns the events of a run into a bar: each pass over the source is a phase. */
export function compressProgress({ settings, terminal }: CommandContext): CompressProgress {
  const bar = progress(terminal, { quiet: settings.quiet === true, now: () => performance.now() });
  let received = 0;
  /** Bytes at first, and characters once a pass has counted them. */
  let total: number | undefined;
  let pass = '';
  let documents = 0;
  let characters = 0;
  return {
    received(bytes) {
      received = bytes;
      bar.update({ phase: 'receive', done: bytes, characters: bytes });
    },
    async expect(expected) {
      documents = expected.length;
      const sizes = await Promise.all(expected.map(({ id }) => (id === '-' ? received : fileSize(id))));
      total = sizes.reduce((sum, size) => sum + size, 0);
    },
    event({ pass: name, event, ordinal }) {
      if (event.type !== 'chunk-end' || event.stage !== 'read') return;
      if (ordinal !== undefined) {
        bar.update({
          phase: 'document',
          done: ordinal,
          total: documents,
          characters: event.counters.characters,
        });
        return;
      }
      if (name !== pass && pass !== '') total = Math.max(characters, 1);
      pass = name;
      characters = event.counters.characters;
      bar.update({ phase: name, done: characters, characters, ...(total === undefined ? {} : { total }) });
    },
    clear: () => bar.clear(),
  };
}

/** Zero for what has no size, such as a pipe. */
async function fileSize(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

import type { TextWriter } from '../pipeline/text-writer.ts';

export interface AnswerStream {
  /** True once a piece was written. */
  readonly isOpen: boolean;
  write(text: string): void;
  /** Ends the line, if there is one, and throws what went wrong with any piece. */
  end(): Promise<void>;
}

/** Writes pieces of an answer one after the other as they come, each at once. */
export function answerStream(writer: TextWriter): AnswerStream {
  let written = Promise.resolve();
  let isOpen = false;
  const append = (text: string) => {
    written = written.then(() => writer.write(text)).then(() => writer.flush());
    // `end` reports it; until then it must not count as unhandled.
    written.catch(() => {});
  };
  return {
    get isOpen() {
      return isOpen;
    },
    write(text) {
      isOpen = true;
      append(text);
    },
    end() {
      if (isOpen) append('\n');
      return written;
    },
  };
}

import type { Passage } from '../segment/passage.ts';
import { DroppedRun } from './dropped-run.ts';
import { HeldPassage } from './held-passage.ts';

/** The passages of one document in their order: those that are needed, and between them what the others leave. */
export class SceneDocument {
  readonly ordinal: number;
  /** Whether the white space behind the last unit must survive. */
  holdsTail = false;
  #parts: (HeldPassage | DroppedRun)[] = [];

  constructor(ordinal: number) {
    this.ordinal = ordinal;
  }

  get parts(): readonly (HeldPassage | DroppedRun)[] {
    return this.#parts;
  }

  /** Whether nothing of it is written, whatever the changes. */
  get isEmpty(): boolean {
    return !this.holdsTail && !this.#parts.some((part) => part instanceof HeldPassage);
  }

  hold(passage: HeldPassage): void {
    this.#parts.push(passage);
  }

  drop(passage: Passage): void {
    let last = this.#parts.at(-1);
    if (!(last instanceof DroppedRun)) {
      last = new DroppedRun();
      this.#parts.push(last);
    }
    last.add(passage);
  }

  /** Drops what was held and is needed no longer. */
  settle(): void {
    const parts = this.#parts;
    this.#parts = [];
    for (const part of parts) {
      if (part instanceof DroppedRun) for (const passage of part.passages) this.drop(passage);
      else if (part.isNeeded) this.hold(part);
      else this.drop(part.passage);
    }
  }
}

import { PithError } from '../../pipeline/errors.ts';
import { detectMediaType, type MediaType, mediaTypeHead } from '../../stages/media-type.ts';
import { roleOf } from '../../stages/segment/outline.ts';
import type { Passage } from '../../stages/segment/passage.ts';
import { Segmenter } from '../../stages/segment/segmenter.ts';

/** Characters that are chosen from at once. */
const WINDOW_LENGTH = 16_384;

/** Passages that are chosen from at once, and whether they are the last. */
export interface StreamWindow {
  readonly mediaType: MediaType;
  readonly passages: readonly Passage[];
  readonly isLast: boolean;
}

/**
 * Divides a text that may never end into windows of neighbouring passages, about 16 Ki characters each. Where they end depends
 * on the text alone, and not on how it comes. A line of JSON is never divided between two.
 *
 * @param mediaType What the text is. @default what its beginning looks like
 * @throws {PithError} `usage` for a JSON document, which must be seen whole.
 */
export async function* streamWindows(
  source: AsyncIterable<string> | Iterable<string>,
  mediaType: MediaType | undefined,
): AsyncGenerator<StreamWindow, void, undefined> {
  let head = '';
  let cutter: WindowCutter | undefined;
  for await (const chunk of source) {
    if (cutter !== undefined) {
      yield* cutter.push(chunk);
      continue;
    }
    head += chunk;
    if (mediaType === undefined && head.length < mediaTypeHead) continue;
    cutter = new WindowCutter(mediaType ?? detectMediaType(undefined, head));
    yield* cutter.push(head);
  }
  if (cutter === undefined) {
    cutter = new WindowCutter(mediaType ?? detectMediaType(undefined, head));
    yield* cutter.push(head);
  }
  yield* cutter.end();
}

class WindowCutter {
  readonly #mediaType: MediaType;
  readonly #segmenter: Segmenter;
  #passages: Passage[] = [];
  #length = 0;
  /** Containers of an outline that are open. */
  #depth = 0;

  constructor(mediaType: MediaType) {
    if (mediaType === 'application/json') {
      throw new PithError('usage', 'a JSON document must be seen whole: it cannot be cut as a stream', {
        hint: 'Compress it without --stream; lines of JSON can be streamed (--media-type application/x-ndjson).',
      });
    }
    this.#mediaType = mediaType;
    this.#segmenter = new Segmenter({ document: 0, firstIndex: 0, mediaType, findsPadding: true });
  }

  *push(text: string): Generator<StreamWindow, void, undefined> {
    for (const passage of this.#segmenter.push(text)) yield* this.#add(passage);
  }

  *end(): Generator<StreamWindow, void, undefined> {
    for (const passage of this.#segmenter.end()) yield* this.#add(passage);
    yield this.#window(true);
  }

  /** The passage behind a window must be there before it ends, so that the last one is never empty. */
  *#add(passage: Passage): Generator<StreamWindow, void, undefined> {
    const isFull = this.#length + passage.text.length > WINDOW_LENGTH && this.#passages.length > 0;
    if (isFull && this.#isBorder(passage)) yield this.#window(false);
    this.#passages.push(passage);
    this.#length += passage.text.length;
    this.#follow(passage);
  }

  #window(isLast: boolean): StreamWindow {
    const passages = this.#passages;
    this.#passages = [];
    this.#length = 0;
    return { mediaType: this.#mediaType, passages, isLast };
  }

  /** Whether a line of JSON begins with the passage. */
  #isBorder({ units }: Passage): boolean {
    if (this.#mediaType !== 'application/x-ndjson') return true;
    const first = units?.roles?.[0];
    return first === undefined || roleOf(first).ends >= this.#depth;
  }

  #follow({ units }: Passage): void {
    for (const byte of units?.roles ?? []) {
      const { role, ends } = roleOf(byte);
      this.#depth = Math.max(0, this.#depth - ends);
      if (role === 'opening' || role === 'root' || role === 'partOpening') this.#depth += 1;
    }
  }
}

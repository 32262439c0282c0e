import { PithError } from '../pipeline/errors.ts';
import type { Draft } from '../stages/assemble/draft.ts';
import type { TextDocument } from '../stages/document.ts';
import { violations } from '../stages/guard/guard-check.ts';
import type { GuardSet } from '../stages/guard/guards.ts';
import type { MediaType } from '../stages/media-type.ts';

/** Of these, lines may go on with a sentence. */
const PROSE: readonly MediaType[] = ['text/plain', 'text/html'];
const LONGEST_SHOWN = 80;

/**
 * Proves that a draft cuts no guarded span inside: the documents are read once more, and patterns that know nothing of how
 * text is divided find what must be whole.
 *
 * @throws {PithError} `guard` for the first span of which a part is kept, with its document and offset
 */
export async function checkGuards(
  documents: readonly TextDocument[],
  draft: Draft,
  guards: GuardSet,
  signal?: AbortSignal,
): Promise<void> {
  let first = 0;
  for (const [at, { id, mediaType, open }] of documents.entries()) {
    const last = first + (draft.documents[at]?.spans ?? 0);
    const document = {
      text: open(signal),
      kept: draft.spans.read(first, last),
      isLines: !PROSE.includes(mediaType),
    };
    for await (const { guard, offset, text } of violations(document, guards)) {
      const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
      throw new PithError('guard', `the guard for ${guard} did not hold: '${shown}' was cut inside`, {
        at: { document: id, offset },
        hint: 'Protect it with --protect, give more room, or report this: without --strict the output is written as it is.',
      });
    }
    first = last;
  }
}

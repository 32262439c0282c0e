import type { EngineReply } from '../../models/engines/engine.ts';
import { type Stage, type StageContext, stage } from '../../pipeline/stage.ts';
import type { WindowReply } from './answer-stage.ts';

/** A window that was read. */
export interface ReadWindow extends WindowReply {
  readonly reply: EngineReply;
}

/** How the replies to several windows become one. */
export interface MergeStageOptions {
  /** Shown to users: how the replies become one. */
  readonly by: string;
  /** Makes one reply of those to all windows of a context. */
  readonly merge: (
    replies: readonly ReadWindow[],
    context: StageContext,
  ) => EngineReply | Promise<EngineReply>;
  /** Makes one reply of those so far if they are enough; the other windows are then left out. Asked after each window. */
  readonly enough?:
    | ((
        replies: readonly ReadWindow[],
        context: StageContext,
      ) => EngineReply | undefined | Promise<EngineReply | undefined>)
    | undefined;
  /** Receives how many windows of a context are read, where it has more than one. */
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
  /** Receives each window of several as it is read, in order. */
  readonly onWindow?: ((window: ReadWindow) => void) | undefined;
}

/** Merges the replies to the windows of each context; the reply to a context of one window stays as it is. */
export function mergeStage(options: MergeStageOptions): Stage<WindowReply, EngineReply> {
  return stage({
    name: 'merge',
    options: { by: options.by },
    async *run(source, context) {
      for await (const { replies, early } of contexts(source, options, context)) {
        const [only] = replies;
        if (only?.window.total === 1) yield only.reply;
        else yield early ?? (await options.merge(replies, context));
      }
    },
  });
}

/** The windows of one context that were read. */
interface ReadContext {
  readonly replies: readonly ReadWindow[];
  /** The reply to all, if a part was enough. */
  readonly early: EngineReply | undefined;
}

async function* contexts(
  source: AsyncIterable<WindowReply>,
  { enough, onProgress, onWindow }: MergeStageOptions,
  context: StageContext,
): AsyncGenerator<ReadContext> {
  let replies: ReadWindow[] = [];
  let early: EngineReply | undefined;
  let passed = 0;
  for await (const { window, reply, failure } of source) {
    passed += 1;
    if (failure !== undefined && early === undefined) throw failure;
    if (reply !== undefined && early === undefined) {
      const read = { window, reply };
      replies.push(read);
      if (window.total > 1) {
        onWindow?.(read);
        onProgress?.(replies.length, window.total);
        early = await enough?.(replies, context);
        if (early !== undefined) window.enough.abort();
      }
    }
    if (passed < window.total) continue;
    yield { replies, early };
    [replies, early, passed] = [[], undefined, 0];
  }
}

import type { EngineReply } from '../../models/engines/engine.ts';
import { type Stage, type StageContext, stage } from '../../pipeline/stage.ts';
import type { WindowReply } from './answer-stage.ts';

/** How the replies to several windows become one. */
export interface MergeStageOptions {
  /** Shown to users: how the replies become one. */
  readonly by: string;
  /** Makes one reply of those to all windows of a context. */
  readonly merge: (
    replies: readonly WindowReply[],
    context: StageContext,
  ) => EngineReply | Promise<EngineReply>;
  /** Receives how many windows of a context are read, where it has more than one. */
  readonly onProgress?: ((read: number, total: number) => void) | undefined;
}

/** Merges the replies to the windows of each context; the reply to a context of one window stays as it is. */
export function mergeStage({ by, merge, onProgress }: MergeStageOptions): Stage<WindowReply, EngineReply> {
  return stage({
    name: 'merge',
    options: { by },
    async *run(source, context) {
      let replies: WindowReply[] = [];
      for await (const one of source) {
        const { total } = one.window;
        replies.push(one);
        if (total > 1) onProgress?.(replies.length, total);
        if (replies.length < total) continue;
        yield total === 1 ? one.reply : await merge(replies, context);
        replies = [];
      }
    },
  });
}

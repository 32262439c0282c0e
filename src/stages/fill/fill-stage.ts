import type { Stage } from '../../pipeline/stage.ts';
import { type SelectionOptions, selectionStage } from '../assemble/selection-stage.ts';
import type { NumberedDocument, PassageBatch } from '../batch.ts';
import type { Scene } from './scene.ts';

/** What is chosen by, and the scene that it is gathered in. */
export interface FillStageOptions extends SelectionOptions {
  readonly scene: Scene;
}

/** Reads the source again and gathers a draft, with what could be kept besides, in a scene. */
export function fillStage(options: FillStageOptions): Stage<PassageBatch, NumberedDocument> {
  return selectionStage({ ...options, name: 'fill', shown: {}, target: options.scene });
}

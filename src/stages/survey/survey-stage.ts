import { mapStage, type Stage } from '../../pipeline/stage.ts';
import type { PassageBatch } from '../batch.ts';
import type { Survey } from './survey.ts';

/** Adds what passes by to a survey. */
export function surveyStage(survey: Survey): Stage<PassageBatch, PassageBatch> {
  return mapStage({
    name: 'survey',
    map(batch: PassageBatch, context) {
      const before = survey.inputTokens;
      survey.add(batch);
      context.count({
        characters: batch.passages.reduce((sum, passage) => sum + passage.text.length, 0),
        tokens: survey.inputTokens - before,
      });
      return batch;
    },
  });
}

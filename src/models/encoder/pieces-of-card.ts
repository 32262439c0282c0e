import { PithError } from '../../pipeline/errors.ts';
import { readVocabulary } from '../wordpiece/vocabulary.ts';
import { WordPiece } from '../wordpiece/wordpiece.ts';
import { type BaseCard, modelFile } from './model-card.ts';

/** The pieces that stand around what a window reads. */
export interface SpecialIds {
  readonly cls: number;
  readonly sep: number;
}

/**
 * The tokenizer of a model.
 * @throws PithError `model` or `tokenizer` if its vocabulary is missing or lacks a special piece.
 */
export async function loadPieces(
  card: BaseCard,
): Promise<{ readonly tokenizer: WordPiece; readonly special: SpecialIds }> {
  const vocabulary = await readVocabulary(modelFile(card, card.vocabulary));
  const special = { cls: specialId(card, vocabulary, '[CLS]'), sep: specialId(card, vocabulary, '[SEP]') };
  return { tokenizer: new WordPiece(vocabulary), special };
}

function specialId(card: BaseCard, vocabulary: readonly string[], piece: string): number {
  const id = vocabulary.indexOf(piece);
  if (id >= 0) return id;
  throw new PithError('model', `the vocabulary of the model ${card.name} has no ${piece}`);
}

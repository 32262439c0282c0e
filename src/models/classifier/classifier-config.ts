import { PithError } from '../../pipeline/errors.ts';

/** What the config.json of a token classifier says that matters here. */
export interface ClassifierConfig {
  /** How many logits each piece gets: one, or one to drop it and one to keep it. */
  readonly labels: number;
  /** Which of them says that a piece is to be kept. */
  readonly keepLabel: number;
  /** The longest window, special pieces included. */
  readonly maxPieces: number;
}

/** Families of models, and how many positions each leaves unused before the first piece. */
const families: ReadonlyMap<string, number> = new Map([
  ['BertForTokenClassification', 0],
  ['DistilBertForTokenClassification', 0],
  ['RobertaForTokenClassification', 2],
  ['XLMRobertaForTokenClassification', 2],
]);

/** Longer windows were not trained on by any model for this purpose, and cost more for each piece. */
const LONGEST_WINDOW = 512;
/** Shorter ones cannot be divided with context on both sides. */
const SHORTEST_WINDOW = 64;

/**
 * Reads a parsed config.json.
 * @throws PithError `model` if the model is of another family, or its labels do not say what to keep.
 */
export function readClassifierConfig(value: unknown, name: string): ClassifierConfig {
  const { architectures, id2label, num_labels, max_position_embeddings } = (value ?? {}) as RawConfig;
  const architecture = Array.isArray(architectures) ? String(architectures[0]) : 'unknown';
  const unused = families.get(architecture);
  if (unused === undefined) {
    throw new PithError('model', `${name} is of the kind ${architecture}, which pith does not know`, {
      hint: `known kinds: ${[...families.keys()].join(', ')}`,
    });
  }
  const labels = labelsOf(id2label, num_labels);
  if (labels.length !== 1 && labels.length !== 2) {
    throw new PithError('model', `${name} tells ${labels.length} labels apart: ${labels.join(', ')}`, {
      hint: 'a model is needed that says of each piece whether to keep or to drop it',
    });
  }
  const positions = typeof max_position_embeddings === 'number' ? max_position_embeddings : LONGEST_WINDOW;
  const maxPieces = Math.min(LONGEST_WINDOW, positions - unused);
  if (maxPieces < SHORTEST_WINDOW) {
    throw new PithError('model', `${name} reads ${maxPieces} pieces at once, which are too few`, {
      hint: `at least ${SHORTEST_WINDOW} are needed`,
    });
  }
  return { labels: labels.length, keepLabel: keepLabelOf(labels), maxPieces };
}

interface RawConfig {
  readonly architectures?: unknown;
  readonly id2label?: unknown;
  readonly num_labels?: unknown;
  readonly max_position_embeddings?: unknown;
}

/** Two labels without names are the default. */
function labelsOf(id2label: unknown, count: unknown): readonly string[] {
  const labels = typeof id2label === 'object' && id2label !== null ? Object.values(id2label).map(String) : [];
  if (labels.length > 0) return labels;
  return Array.from({ length: typeof count === 'number' ? count : 2 }, (_, at) => `LABEL_${at}`);
}

/** The one whose name says so; LLMLingua-2 has no names, and keeps what has its second label. */
function keepLabelOf(labels: readonly string[]): number {
  const named = labels.findIndex((label) => /keep|kept|preserve|retain|include/i.test(label));
  return named >= 0 ? named : labels.length - 1;
}

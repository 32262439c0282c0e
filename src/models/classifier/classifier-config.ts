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
  const keepLabel = keepLabelOf(labels);
  if (keepLabel === undefined) {
    const shown = labels.length > 4 ? [...labels.slice(0, 4), '…'] : labels;
    throw new PithError(
      'model',
      `the labels of ${name} do not say what to keep: ${shown.join(', ') || 'none'}`,
      {
        hint: 'id2label in its config.json must name the one to keep, such as {"0": "drop", "1": "keep"}',
      },
    );
  }
  const positions = typeof max_position_embeddings === 'number' ? max_position_embeddings : LONGEST_WINDOW;
  return { labels: labels.length, keepLabel, maxPieces: Math.min(LONGEST_WINDOW, positions - unused) };
}

interface RawConfig {
  readonly architectures?: unknown;
  readonly id2label?: unknown;
  readonly num_labels?: unknown;
  readonly max_position_embeddings?: unknown;
}

/** What two labels are called that have no names. */
const unnamed: readonly string[] = ['LABEL_0', 'LABEL_1'];

/** The names in the order of their logits. */
function labelsOf(id2label: unknown, count: unknown): readonly string[] {
  const names = (typeof id2label === 'object' ? id2label : undefined) ?? {};
  const labels = Object.keys(names).map((_, id) => String((names as Readonly<Record<number, unknown>>)[id]));
  if (labels.length > 0) return labels;
  return (count ?? unnamed.length) === unnamed.length ? unnamed : [`${count} without names`];
}

/**
 * The one whose name says so. LLMLingua-2 has no names, and keeps what has its second label; whatever else is not
 * plain is not guessed: read the wrong way round, a model would drop what it should keep.
 */
function keepLabelOf(labels: readonly string[]): number | undefined {
  if (labels.length === 2 && labels.every((label, id) => label === unnamed[id])) return 1;
  const keeping = labels.flatMap((label, id) => (saysKeep(label) ? [id] : []));
  return labels.length <= 2 && keeping.length === 1 ? keeping[0] : undefined;
}

function saysKeep(label: string): boolean {
  const words = label
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return words.some((word) => keepWords.has(word)) && !words.some((word) => otherWords.has(word));
}

const keepWords = new Set(
  'keep keeps kept preserve preserves preserved retain retains retained include includes included'.split(' '),
);
/** Beside one of those they turn it round, or leave open which is meant. */
const otherWords = new Set(
  (
    'no not non none never un without false cannot don dont doesn doesnt isn isnt ' +
    'drop dropped discard discarded remove removed delete deleted exclude excluded'
  ).split(' '),
);

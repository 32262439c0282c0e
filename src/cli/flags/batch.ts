import { PithError } from '../../pipeline/errors.ts';
import { type Flag, file, list, number, numbers, text, toggle } from '../flag.ts';

/** What `pith batch` takes besides, and where scores are kept. */
export const batchFlags = {
  ratios: numbers(
    'LIST',
    { min: 1 },
    'Cut to 1/N of the tokens for each N of a list such as 2,4,8, each in a folder of its own',
    {
      group: 'Budget',
      commands: ['eval', 'batch'],
      family: 'budget',
      per: { eval: { description: 'Compress at each of these ratios', default: [2, 4, 10] } },
    },
  ),
  filesFrom: file('FILE', 'Read the inputs from a file, one a line; - is standard input', {
    group: 'Batch',
    commands: ['batch'],
    perRun: true,
  }),
  include: list('GLOB', 'Take only files that match; repeatable', {
    group: 'Batch',
    commands: ['batch'],
  }),
  exclude: list('GLOB', 'Leave out files that match; repeatable', {
    group: 'Batch',
    commands: ['batch'],
  }),
  since: {
    value: 'WHEN',
    description: 'Take only files changed since a date, or in the last 12h or 7d',
    group: 'Batch',
    commands: ['batch'],
    perRun: true,
    parse: moment,
  } satisfies Flag<number> as Flag<number>,
  partRecords: number('N', { min: 1, whole: true }, 'Records in a file of the output', {
    group: 'Batch',
    commands: ['batch'],
    default: 1000,
  }),
  shard: {
    value: 'I/N',
    description: 'Do only the I-th of N equal parts of the corpus, as on one of N machines',
    group: 'Batch',
    commands: ['batch'],
    parse: shard,
  } satisfies Flag<{ readonly index: number; readonly count: number }> as Flag<{
    readonly index: number;
    readonly count: number;
  }>,
  retries: number('N', { min: 0, max: 100, whole: true }, 'Try again so often what may pass then', {
    group: 'Batch',
    commands: ['batch'],
    default: 2,
  }),
  timeLimit: number('SECONDS', { above: 0 }, 'Give up a document or record that takes longer', {
    group: 'Batch',
    commands: ['batch'],
    defaultText: 'none',
  }),
  maxSize: {
    value: 'BYTES',
    description: 'Refuse documents with more bytes, decompressed, such as 500M',
    group: 'Batch',
    commands: ['batch'],
    default: 2 ** 30,
    defaultText: '1G',
    parse: bytes,
  } satisfies Flag<number> as Flag<number>,
  failedOnly: toggle('Do only what failed before', {
    group: 'Batch',
    commands: ['batch'],
    perRun: true,
  }),
  cache: text('FOLDER', 'Keep scores here between runs; off: nowhere', {
    group: 'Run',
    commands: ['batch', 'cache'],
    suggests: ['off'],
    defaultText: '$XDG_CACHE_HOME/pith',
    per: { cache: { description: 'Where the scores are' } },
  }),
  cacheSize: {
    value: 'BYTES',
    description: 'Scores may take so much of the disk; those not used for longest go first',
    group: 'Run',
    commands: ['batch', 'cache'],
    default: 4 * 2 ** 30,
    defaultText: '4G',
    per: { cache: { description: 'What prune leaves' } },
    parse: bytes,
  } satisfies Flag<number> as Flag<number>,
} as const satisfies Record<string, Flag>;

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** Milliseconds since 1970. */
function moment(given: string): number {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(given) ?? [];
  if (count !== undefined) return Date.now() - Number(count) * SECONDS[unit as keyof typeof SECONDS] * 1000;
  const time = /^\d{4}-\d\d-\d\d/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new PithError('usage', `takes a date such as 2026-01-31, or 12h, 7d, 2w, not '${given}'`);
}

function shard(given: string): { readonly index: number; readonly count: number } {
  const [index = 0, count = 0] = /^\d+\/\d+$/.test(given) ? given.split('/').map(Number) : [];
  if (index >= 1 && index <= count) return { index, count };
  throw new PithError('usage', `takes a part such as 1/8, the first of eight, not '${given}'`);
}

function bytes(given: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)([kmgt]?)b?$/i.exec(given) ?? [];
  const power = ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase());
  const size = Math.floor(Number(digits) * 1024 ** power);
  if (Number.isSafeInteger(size) && size > 0) return size;
  throw new PithError('usage', `takes a number of bytes such as 500M or 2G, not '${given}'`);
}

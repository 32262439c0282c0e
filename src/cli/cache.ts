import { existsSync } from 'node:fs';
import { megabytes } from '../models/megabytes.ts';
import { PithError } from '../pipeline/errors.ts';
import { ScoreCache } from '../store/score-cache.ts';
import { type Command, type CommandContext, type ExitCode, exitCodes } from './command.ts';
import { cachePath } from './open-cache.ts';
import { grouped } from './summary.ts';
import { table } from './table.ts';

type Action = (context: CommandContext, cache: ScoreCache) => Promise<ExitCode>;

const actions: ReadonlyMap<string, Action> = new Map([
  ['size', size],
  ['prune', prune],
  ['verify', verify],
]);

export const cacheCommand: Command = {
  name: 'cache',
  summary: 'show, prune and verify the scores that are kept between runs',
  description:
    'Shows what the kept scores of each model take (size), drops those that were not used for longest until --cache-size is ' +
    'kept (prune), or compares the file with itself and each entry with its checksum, drops those that differ, and ' +
    'fails if there were any (verify). It holds hashes and numbers, no text.',
  operands: {
    usage: '[action]',
    description: `${[...actions.keys()].join(', ')} (size is the default)`,
    words: [...actions.keys()],
  },
  examples: [
    { does: 'what is kept', command: 'pith cache' },
    { does: 'keep a gigabyte of it', command: 'pith cache prune --cache-size 1G' },
  ],
  async run(context) {
    const [name = 'size', ...others] = context.operands;
    const action = actions.get(name);
    if (action === undefined || others.length > 0) {
      throw new PithError('usage', `cache does not know ${[name, ...others].join(' ')}`, {
        hint: `actions: ${[...actions.keys()].join(', ')}`,
      });
    }
    const path = cachePath(context);
    if (path === undefined || !existsSync(path)) {
      context.terminal.writeError('pith: nothing is cached\n');
      return exitCodes.done;
    }
    const problems: string[] = [];
    const onWarning = (message: string) => problems.push(message);
    using cache = ScoreCache.open(path, { limit: context.settings.cacheSize ?? 0, onWarning });
    if (cache === undefined || problems.length > 0)
      throw new PithError('store', problems[0] ?? `the cache ${path} cannot be opened`);
    return await action(context, cache);
  },
};

async function size({ settings, terminal }: CommandContext, cache: ScoreCache): Promise<ExitCode> {
  const use = cache.use();
  if (settings.json === true) {
    await terminal.stdout.write(`${JSON.stringify(use)}\n`);
  } else {
    const rows = use.map(({ scorer, entries, bytes }) => [scorer, grouped(entries), megabytes(bytes)]);
    await terminal.stdout.write(table([['scorer', 'windows', 'size'], ...rows]));
  }
  return exitCodes.done;
}

async function prune({ settings }: CommandContext, cache: ScoreCache): Promise<ExitCode> {
  cache.prune(settings.cacheSize ?? 0);
  return exitCodes.done;
}

async function verify({ terminal }: CommandContext, cache: ScoreCache): Promise<ExitCode> {
  const { entries, dropped } = cache.verify();
  await terminal.stdout.write(`${grouped(entries)} entries, ${grouped(dropped)} damaged and dropped\n`);
  return dropped === 0 ? exitCodes.done : exitCodes.failed;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPith, temporaryFolder } from './run-pith.ts';

const post = (day: number) =>
  `On day ${day} the council of the harbour measured the lock, and found it ${day * 3} feet wide.`;
const posts = Array.from({ length: 8 }, (_, day) => post(day));
const input = posts
  .map(
    (own, at) =>
      `${posts
        .slice(0, at)
        .map((one) => `> ${one}\n\n`)
        .join('')}${own}\n\n`,
  )
  .join('');

describe('pith compress --condense', () => {
  it('only: drops what is said again and nothing else, and says how much that was', async () => {
    const stats = join(temporaryFolder(), 'stats.json');
    const { code, stdout, stderr } = await runPith(['compress', '--condense', 'only', '--stats', stats], {
      input,
    });
    expect(code).toBe(0);
    expect(stdout.match(/On day [^.]+\./g)).toEqual(posts);
    expect(stderr).toMatch(/ · level 1 · 7\d% of the input repeated\n$/);
    expect(JSON.parse(readFileSync(stats, 'utf8'))).toMatchObject({
      level: 1,
      repeated: { statements: 28, alike: 0 },
    });
  });

  it('is on by default: the budget goes to what is new', async () => {
    const days = async (...more: string[]) => {
      const { stdout } = await runPith(['compress', '-1', '-r', '4', '--quiet', ...more], { input });
      return (stdout.match(/feet/g) ?? []).length;
    };
    const [on, off] = await Promise.all([days(), days('--condense', 'off')]);
    expect(on).toBe(8);
    expect(off).toBeGreaterThan(8);
  });

  it('only: has no budget and no stream, and records and dry runs have it too', async () => {
    const [fit, short, stream, clash, dry, records, graph] = await Promise.all([
      runPith(['compress', '--condense', 'only', '--fit', '9000'], { input }),
      runPith(['compress', '--condense', 'only', '--min-passage', '20'], { input }),
      runPith(['compress', '--condense', 'on', '--stream'], { input }),
      runPith(['compress', '--condense', 'only', '-t', '100'], { input }),
      runPith(['compress', '--condense', 'only', '-n'], { input }),
      runPith(['compress', '--condense', 'only', '--records'], {
        input: `${JSON.stringify({ text: input })}\n`,
      }),
      runPith(['graph', 'compress', '--condense', 'only', '--json']),
    ]);
    expect(clash).toMatchObject({ code: 2, stdout: '' });
    expect(clash.stderr).toContain('--condense only does not go with --target-tokens');
    expect(fit).toMatchObject({ code: 2, stdout: '' });
    expect(fit.stderr).toContain('--condense only does not go with --fit');
    expect(short.stderr).toContain('--condense only does not go with --min-passage');
    expect(stream.stderr).toContain('--condense does not go with --stream');
    expect(dry.stdout).toContain('would drop what is said again in ');
    expect((JSON.parse(records.stdout) as { text: string }).text.match(/On day [^.]+\./g)).toEqual(posts);
    expect(graph.stdout).toContain('"condense"');
  });

  it('explain says where the same was said first', async () => {
    const { stdout } = await runPith(['explain', '--condense', 'only'], { input });
    expect(stdout).toMatch(/units dropped: says again what stands before it/);
    expect(stdout).toContain('in part said before in passage 1');
  });
});

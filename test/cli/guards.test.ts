import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPith, temporaryFolder } from './run-pith.ts';

const input = Array.from(
  { length: 60 },
  (_, at) =>
    `On day ${at} the council did not approve the bridge. It cost € ${at}.5 million, said John F. Kennedy.\n\n`,
).join('');

describe('pith compress with guards', () => {
  it('keeps them whole or drops them whole by default, and proves it', async () => {
    const { code, stdout, stderr } = await runPith(['compress', '-1', '-r', '4', '--strict'], { input });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout.match(/million/g) ?? []).toHaveLength((stdout.match(/€ \d+\.5 million/g) ?? []).length);
    expect(stdout.match(/approve/g) ?? []).toHaveLength((stdout.match(/did not approve/g) ?? []).length);
  });

  it('takes a list, none, and no other word', async () => {
    const of = (...keep: string[]) => runPith(['compress', '-1', '-r', '4', '--quiet', ...keep], { input });
    const [bare, names, none, wrong] = await Promise.all([
      of(),
      of('--keep', 'names, numbers'),
      of('--keep', 'none'),
      of('--keep', 'verbs'),
    ]);
    expect([bare.code, names.code, none.code]).toEqual([0, 0, 0]);
    expect(none.stdout).not.toBe(bare.stdout);
    expect(names.stdout).not.toBe(none.stdout);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('numbers, negations, names, urls, code, quotes');
  });

  it('writes the output of a strict run that holds', async () => {
    const folder = temporaryFolder();
    const output = join(folder, 'short.txt');
    const { code } = await runPith(['compress', '-1', '-r', '6', '--strict', '-o', output], { input });
    expect(code).toBe(0);
    expect(existsSync(output)).toBe(true);
  });

  it('fails a strict run with the place of what was cut inside, and writes nothing', async () => {
    const output = join(temporaryFolder(), 'short.txt');
    // Spans that overlap are one, and one that is too long is not held together: here backticks stand within backticks.
    const nested =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what is compressed
      '\treturn `${file}?${injected}${postfix[0] === "?" ? `&${postfix.slice(1)}` : postfix}`;\n';
    const words = ['-1', '-r', '2', '--media-type', 'text/plain', '--keep', 'code'];
    const run = (...more: string[]) =>
      runPith(['compress', ...words, '-o', output, ...more], { input: nested });
    const strict = await run('--strict');
    expect([strict.code, strict.stdout, existsSync(output)]).toEqual([1, '', false]);
    expect(strict.stderr).toMatch(
      /^pith: the guard for code did not hold: '.+' was cut inside \(standard input:\d+\)\nhint: /,
    );
    expect((await run()).code).toBe(0);
  });
});

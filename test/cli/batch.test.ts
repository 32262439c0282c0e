import { type ChildProcess, spawn } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/batch/open-ledger.ts';
import { OutputFolder } from '../../src/batch/output-folder.ts';
import { eventsOf, runCommand } from './run-command.ts';
import { main, runPith, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

/** A corpus and a folder for what is made of it. */
function place(files: Readonly<Record<string, string | Buffer>>) {
  const folder = temporaryFolder();
  const write = (name: string, content: string | Buffer) => {
    const path = join(folder, 'corpus', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  const [corpus, out, cache] = [join(folder, 'corpus'), join(folder, 'out'), join(folder, 'cache')];
  return {
    folder,
    corpus,
    out,
    write,
    cache,
    run: (...words: string[]) =>
      runCommand(['batch', corpus, '-o', out, '--level', '1', ...words], { cache }),
    runs: (...words: string[]) => runCommand(['runs', ...words], { cache }),
  };
}

/** The outputs in a folder, by name. */
function outputsIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.startsWith('.pith'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function done(result: { readonly stderr: string }): readonly unknown[] {
  return eventsOf(result).flatMap(({ type, output }) => (type === 'done' ? [output] : []));
}

describe('pith batch', () => {
  it('writes for each file what compress writes of it, under its name', async () => {
    const text = sampleText(3000);
    const { run, corpus, out } = place({
      'a.txt': text,
      'deep/er/b.md': `# Gate\n\n${sampleText(2000, 2)}\n`,
      'packed.txt.gz': gzipSync(text),
      'page.html': `<html><body><p>${sampleText(1500, 3)}</p></body></html>`,
      'empty.txt': '',
    });
    const { code } = await run('-r', '4');
    expect(code).toBe(0);
    const outputs = outputsIn(out);
    expect(Object.keys(outputs)).toEqual([
      'a.txt',
      'deep/er/b.md',
      'empty.txt',
      'packed.txt',
      'page.html.md',
    ]);
    const alone = await runPith(['compress', '-1', '-r', '4', 'a.txt'], { directory: corpus });
    expect(outputs['a.txt']).toBe(alone.stdout);
    expect(outputs['packed.txt']).toBe(alone.stdout);
    expect(outputs['empty.txt']).toBe('');
    expect(outputs['page.html.md']?.length).toBeGreaterThan(100);
  });

  it('does again what has changed, is gone, or failed, and nothing else', async () => {
    const { run, write, out, runs } = place({
      'a.txt': sampleText(2000),
      'b.txt': sampleText(2000, 2),
      'c.txt': sampleText(2000, 3),
      'bad.txt': Buffer.from([0x1f, 0x8b, 8, 0]),
    });
    const first = await run('--json');
    expect(first.code).toBe(3);
    expect(done(first)).toEqual(['a.txt', 'b.txt', 'c.txt']);
    expect((await runs('show', out)).stdout).toMatch(/bad\.txt: .*gzip/);

    write('b.txt', sampleText(2100, 4));
    rmSync(join(out, 'c.txt'));
    write('bad.txt', 'It is a text now.');
    const second = await run('--json');
    expect(second.code).toBe(0);
    expect(done(second)).toEqual(['b.txt', 'bad.txt', 'c.txt']);
    expect(eventsOf(second).at(-1)).toMatchObject({ type: 'end', done: 3, failed: 0, unchanged: 1 });

    // Only what depends on an option is made anew; a file that was only touched has not changed.
    utimesSync(join(out, '..', 'corpus', 'a.txt'), 1, 1);
    expect(done(await run('--json'))).toEqual([]);
    expect(done(await run('--json', '-r', '5'))).toEqual(['a.txt', 'b.txt', 'bad.txt', 'c.txt']);
    writeFileSync(join(out, 'a.txt'), 'not ours');
    expect(done(await run('--json', '-r', '5'))).toEqual(['a.txt']);
    const list = (await runs('list', out, '--json')).stdout.trimEnd().split('\n');
    expect(list.map((line) => JSON.parse(line).state)).toEqual(['failed', 'done', 'done', 'done', 'done']);
  });

  it('makes several ratios, each as it would be made alone', async () => {
    const files = { 'a.txt': sampleText(4000), 'b.txt': sampleText(3000, 2) };
    const several = place(files);
    expect((await several.run('--ratios', '2,8', '--level', '6')).code).toBe(0);
    const [two, eight] = [place(files), place(files)];
    await two.run('-r', '2', '--level', '6', '--cache', 'off');
    await eight.run('-r', '8', '--level', '6', '--cache', 'off');
    expect(outputsIn(join(several.out, 'r2'))).toEqual(outputsIn(two.out));
    expect(outputsIn(join(several.out, 'r8'))).toEqual(outputsIn(eight.out));
    // All windows are known now: another ratio asks for none.
    const before = (await runCommand(['cache', '--json'], several)).stdout;
    expect(JSON.parse(before)).toMatchObject([{ scorer: 'minilm-l4 keep' }]);
    expect(done(await several.run('--ratios', '2,8,4', '--level', '6', '--json'))).toEqual([
      'r4/a.txt',
      'r4/b.txt',
    ]);
    expect((await runCommand(['cache', '--json'], several)).stdout).toBe(before);
  });

  it('takes the files that filters leave, and refuses two of one name', async () => {
    const { run, out, corpus, folder, cache } = place({
      'a.txt': 'a',
      'notes/b.md': 'b',
      'notes/c.txt': 'c',
      'old/d.txt': 'd',
      'e.txt.gz': gzipSync('e'),
    });
    utimesSync(join(corpus, 'old/d.txt'), 1000, 1000);
    await run('--include', '*.txt', '--exclude', 'notes/**', '--since', '2d');
    expect(Object.keys(outputsIn(out))).toEqual(['a.txt', 'e.txt']);
    const stored = join(folder, 'stored');
    await runCommand(['batch', corpus, '-1', '-o', stored, '--include', '*.gz'], { cache });
    expect(Object.keys(outputsIn(stored))).toEqual(['e.txt']);
    writeFileSync(join(folder, 'list'), `${join(corpus, 'old/d.txt')}\n`);
    const again = join(folder, 'again');
    await runCommand(['batch', '-1', '--files-from', join(folder, 'list'), '-o', again], { cache });
    expect(Object.keys(outputsIn(again))).toEqual(['d.txt']);
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', 'a.txt'), 'another');
    await expect(run(join(folder, 'other'))).rejects.toThrow(/both be written as a\.txt/);
    await expect(run('--include', 'nothing')).rejects.toThrow(/nothing to compress/);
  });

  it('divides a corpus by content, so that the parts are the whole', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`${at}.txt`, sampleText(600, at)] as const),
    );
    const [whole, parted] = [place(files), place(files)];
    await whole.run();
    const parts = [];
    for (const shard of ['1/3', '2/3', '3/3']) parts.push(done(await parted.run('--json', '--shard', shard)));
    expect(parts.flat().toSorted()).toEqual(Object.keys(files).toSorted());
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(12);
    expect(outputsIn(parted.out)).toEqual(outputsIn(whole.out));
    expect((await parted.runs('export', parted.out)).stdout.trimEnd().split('\n')).toHaveLength(12);
  });

  it('writes nowhere else, whatever stands in the output folder', async () => {
    const { run, out, folder } = place({ 'link/a.txt': sampleText(500), 'b.txt': sampleText(500, 2) });
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'precious'), 'mine');
    mkdirSync(out);
    writeFileSync(join(out, 'of-others'), '');
    await expect(run()).rejects.toThrow(/holds files that no batch wrote/);
    symlinkSync(join(folder, 'elsewhere'), join(out, 'link'));
    symlinkSync(join(folder, 'precious'), join(out, 'b.txt'));
    const result = await run('-f', '--json');
    expect(result.code).toBe(3);
    expect(eventsOf(result).find(({ type }) => type === 'failed')).toMatchObject({
      output: 'link/a.txt',
      error: { code: 'output' },
    });
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
    // The link itself was replaced.
    expect(readFileSync(join(out, 'b.txt'), 'utf8')).not.toBe('mine');
  });

  it('fails what something stands in the way of, and goes on', async () => {
    const { run, out } = place({
      'a/b.txt': sampleText(300),
      'c.txt': sampleText(300, 2),
      'd.txt': sampleText(300, 3),
    });
    mkdirSync(join(out, 'c.txt', 'full'), { recursive: true });
    writeFileSync(join(out, 'a'), 'a file where a folder must be');
    const result = await run('-f', '--json');
    expect(result.code).toBe(3);
    expect(done(result)).toEqual(['d.txt']);
    const failed = eventsOf(result).filter(({ type }) => type === 'failed');
    expect(failed.map(({ output }) => output).sort()).toEqual(['a/b.txt', 'c.txt']);
    for (const { error } of failed) expect(error).toMatchObject({ code: 'output' });
  });

  it('begins one folder from several parts at once', async () => {
    const { run } = place({
      'a.txt': sampleText(300),
      'b.txt': sampleText(300, 2),
      'c.txt': sampleText(300, 3),
    });
    const parts = await Promise.all(['1/3', '2/3', '3/3'].map((shard) => run('--shard', shard, '--json')));
    expect(parts.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(parts.flatMap(done).sort()).toEqual(['a.txt', 'b.txt', 'c.txt']);
  });

  it('is not begun beside one that divides the folder otherwise', async () => {
    const { run, out } = place({ 'a.txt': 'a' });
    const folder = await OutputFolder.open(out, { force: false });
    {
      using _ = openLedger(folder, undefined, () => {});
      await expect(run('--shard', '1/1')).rejects.toThrow(/another number of parts/);
    }
    using _ = openLedger(folder, { index: 1, count: 2 }, () => {});
    await expect(run()).rejects.toThrow(/another number of parts/);
    await expect(run('--shard', '1/3')).rejects.toThrow(/another number of parts/);
    expect((await run('--shard', '2/2')).code).toBe(0);
  });

  it('is resumed without the list that came through a pipe', async () => {
    const { corpus, out, cache, runs, write } = place({ 'a.txt': 'a', 'b.txt': 'b' });
    const stdin = `${join(corpus, 'a.txt')}\n${join(corpus, 'b.txt')}\n`;
    await runCommand(['batch', '-1', '--files-from', '-', '-o', out], { cache, stdin });
    write('b.txt', 'changed');
    expect(done(await runs('resume', out, '--json'))).toEqual(['b.txt']);
  });

  it('gives up what is too large or takes too long, and goes on', async () => {
    const { run, out } = place({
      'bomb.txt.gz': gzipSync(Buffer.alloc(5_000_000, 'a ')),
      'small.txt': sampleText(500),
      'torn.txt.gz': gzipSync(sampleText(9000)).subarray(0, 900),
    });
    const result = await run('--max-size', '1M', '--json');
    expect(result.code).toBe(3);
    const errors = eventsOf(result).flatMap(({ type, error }) => (type === 'failed' ? [error] : []));
    expect(errors).toMatchObject([{ code: 'limit' }, { code: 'input' }]);
    expect(Object.keys(outputsIn(out))).toEqual(['small.txt']);
    const slow = await run('--time-limit', '0.000001', '-r', '9', '--json');
    expect(eventsOf(slow).find(({ output }) => output === 'small.txt')).toMatchObject({
      error: { code: 'limit' },
    });
  });

  it('goes on with a new ledger where the old one is damaged', async () => {
    const { run, out } = place({ 'a.txt': sampleText(500) });
    await run();
    const before = outputsIn(out);
    writeFileSync(join(out, '.pith', 'all.sqlite'), 'damaged '.repeat(1000));
    const result = await run();
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(
      /warning: the ledger .* is damaged; it was moved to .*all\.sqlite\.damaged/,
    );
    expect(outputsIn(out)).toEqual(before);
  });

  it('is stopped by its signal, and resumed by `pith runs`', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 80 }, (_, at) => [`${at}.txt`, sampleText(500, at)] as const),
    );
    const { corpus, out, cache, runs } = place(files);
    const abort = new AbortController();
    const running = runCommand(['batch', corpus, '-o', out, '-1', '--json'], {
      cache,
      signal: abort.signal,
      onError: (text) => text.includes('"done"') && abort.abort(new Error('stopped')),
    });
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    const reported = Object.keys(outputsIn(out)).length;
    expect(reported).toBeGreaterThan(0);
    expect(reported).toBeLessThan(80);
    const resumed = await runs('resume', out);
    expect(resumed.code).toBe(0);
    expect(Object.keys(outputsIn(out))).toHaveLength(80);
    const items = (await runs('export', out, '--csv')).stdout.trimEnd().split('\r\n').slice(1);
    const ofFirst = items.filter((line) => line.split(',')[2] === '1');
    expect(ofFirst).toHaveLength(reported);
    expect((await runs('list', out)).stdout).toMatch(/stopped[\s\S]*done/);
  });
});

describe('pith batch --records', () => {
  const rows = Array.from({ length: 110 }, (_, at) => ({ id: at, text: sampleText(200 + at, at) }));
  const lines = rows.map((row) => JSON.stringify(row));
  lines[30] = '{"id": 30, "text"';
  lines[70] = '{"id": 70, "text": 5}';
  const input = `${lines.join('\n')}\n`;
  const soundInput = `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;

  function joined(folder: string): string {
    return Object.values(outputsIn(folder)).join('');
  }

  it('writes in parts what compress writes at once, and leaves them as they are', async () => {
    const { run, corpus, out, runs, write } = place({ 'rows.jsonl': input });
    const first = await run('--records', '--part-records', '20', '--json');
    expect(first.code).toBe(3);
    expect(Object.keys(outputsIn(out))).toHaveLength(6);
    const words = ['compress', '-1', '--records', join(corpus, 'rows.jsonl')];
    expect(joined(out)).toBe((await runPith(words)).stdout);
    expect((await runs('show', out)).stdout).toMatch(/record 30: .*no record[\s\S]*record 70: /);
    const retried = await runs('retry', out);
    expect(retried.code).toBe(3);
    // Mended, the two parts are done; the others are not looked at.
    lines[30] = JSON.stringify(rows[30]);
    lines[70] = JSON.stringify(rows[70]);
    write('rows.jsonl', `${lines.join('\n')}\n`);
    const mended = await run('--records', '--part-records', '20', '--json');
    expect(mended.code).toBe(0);
    expect(done(mended)).toEqual(['rows.part-000001.jsonl', 'rows.part-000003.jsonl']);
    const same = await run('--records', '--part-records', '20', '--json');
    expect(eventsOf(same).at(-1)).toMatchObject({ done: 0, failed: 0, unchanged: 6 });
  });

  it('does not take the parts of a file as it was for those of the file as it is', async () => {
    const { run, write, out } = place({ 'rows.jsonl': soundInput.split('\n').slice(0, 20).join('\n') });
    const words = ['--records', '--part-records', '10', '--json'];
    expect((await run(...words)).code).toBe(0);
    const changed = [...rows.slice(0, 10), ...rows.slice(40, 50)]
      .map((row) => JSON.stringify(row))
      .join('\n');
    write('rows.jsonl', changed);
    // Reads the changed file to its end, and makes nothing, as nothing had failed.
    expect(done(await run(...words, '--failed-only'))).toEqual([]);
    expect(done(await run(...words))).toEqual(['rows.part-000001.jsonl']);
    expect(joined(out)).toContain('"id":49');
    expect(done(await run(...words))).toEqual([]);
  });

  it('removes its own parts of which no record is left, and nothing else', async () => {
    const few = rows.slice(0, 12).map((row) => JSON.stringify(row));
    const { run, out, runs, write, folder } = place({ 'deep/rows.jsonl': few.join('\n') });
    const parts = (numbers: readonly number[]) => numbers.map((part) => `deep/rows.part-00000${part}.jsonl`);
    await run('--records', '--part-records', '2');
    writeFileSync(join(out, 'deep', 'rows.part-000004.jsonl'), 'mine');
    // Nothing takes the place of parts where only failures are tried again.
    await run('--records', '--part-records', '4', '--failed-only');
    expect(Object.keys(outputsIn(out))).toEqual(parts([0, 1, 2, 3, 4, 5]));
    const second = await run('--records', '--part-records', '4', '--json');
    expect(Object.keys(outputsIn(out))).toEqual(parts([0, 1, 2, 4]));
    const removed = eventsOf(second).flatMap(({ type, output }) => (type === 'removed' ? [output] : []));
    expect(removed).toEqual(parts([3, 5]));
    expect((await runs('export', out)).stdout.match(/rows\.part-\d+/g)).toHaveLength(3);

    // A link leads to nothing that is removed.
    const elsewhere = join(folder, 'elsewhere');
    renameSync(join(out, 'deep'), elsewhere);
    symlinkSync(elsewhere, join(out, 'deep'));
    write('deep/rows.jsonl', few.slice(0, 8).join('\n'));
    expect((await run('--records', '--part-records', '4')).code).toBe(0);
    expect(readdirSync(elsewhere)).toHaveLength(4);
  });

  it('makes all that stands after a break once the file is mended, where only failures are tried again', async () => {
    const array = JSON.stringify(rows.slice(0, 9));
    const { run, out, write } = place({ 'torn.json': JSON.stringify(rows.slice(0, 2)) });
    const words = ['--records', '--part-records', '2', '--json'];
    await run(...words);
    write('torn.json', array.slice(0, array.length / 2));
    expect((await run(...words)).code).toBe(3);
    // How many parts it had before says nothing of those that it has now.
    expect(Object.keys(outputsIn(out))).toEqual(['torn.part-000000.jsonl', 'torn.part-000001.jsonl']);
    write('torn.json', array);
    expect((await run(...words, '--failed-only')).code).toBe(0);
    const { code, stderr } = await run(...words);
    expect(code).toBe(0);
    expect(done({ stderr })).toEqual([]);
    expect(joined(out).trimEnd().split('\n')).toHaveLength(9);
  });

  it('reads arrays, keeps what stands before a break, and goes on with other files', async () => {
    const array = JSON.stringify(rows.slice(0, 9));
    const { run, out } = place({
      'deep.jsonl': `{"text": "x", "deep": ${'['.repeat(20_000)}${']'.repeat(20_000)}}\n${JSON.stringify(rows[1])}\n`,
      'torn.json': array.slice(0, -40),
      'whole.json.gz': gzipSync(array),
    });
    const result = await run('--records', '--json');
    expect(result.code).toBe(3);
    const outputs = outputsIn(out);
    expect(Object.keys(outputs)).toEqual([
      'deep.part-000000.jsonl',
      'torn.part-000000.jsonl',
      'whole.part-000000.jsonl',
    ]);
    expect(outputs['deep.part-000000.jsonl']?.split('\n')[0]).toMatch(/nested too deeply/);
    expect(outputs['torn.part-000000.jsonl']?.split('\n')).toHaveLength(9);
    expect(outputs['whole.part-000000.jsonl']?.split('\n')).toHaveLength(10);
  });

  it('ends as if it had never been killed', async () => {
    const { folder, corpus, out } = place({ 'rows.jsonl': soundInput });
    const words = ['batch', corpus, '-o', out, '--records', '-1', '--part-records', '10', '--json'];
    const reported = new Set<unknown>();
    const environment = { XDG_CACHE_HOME: join(folder, 'cache') };
    for (const parts of [1, 3]) {
      const killed = await killedAfter(parts, words, environment);
      for (const name of killed) {
        // Nothing is done again that was reported.
        expect(reported.has(name)).toBe(false);
        reported.add(name);
      }
    }
    const last = await runPith(words, { environment });
    for (const name of done(last)) expect(reported.has(name)).toBe(false);
    const alone = await runPith(['compress', '-1', '--records'], { input: soundInput });
    expect(joined(out)).toBe(alone.stdout);
  });
});

/** Kills a batch with SIGKILL once so many outputs were reported; returns those. */
async function killedAfter(
  parts: number,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly unknown[]> {
  const child: ChildProcess = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const count = () => stderr.split('"type":"done"').length - 1;
  while (count() < parts && child.exitCode === null) await sleep(5);
  child.kill('SIGKILL');
  await ended;
  return done({ stderr: stderr.slice(0, stderr.lastIndexOf('\n') + 1) });
}

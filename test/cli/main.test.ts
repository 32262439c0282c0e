import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { runPith, runShell, temporaryFolder } from './run-pith.ts';

describe('help and version', () => {
  it.each([['--help'], ['-h'], ['compress', '--help'], ['infer', '-h']])(
    '%s %s: on standard output',
    async (...words) => {
      const { code, stdout, stderr } = await runPith(words);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.indexOf('Examples:')).toBeGreaterThan(0);
      expect(stdout.indexOf('Examples:')).toBeLessThan(stdout.indexOf('Usage:'));
    },
  );

  it('prints the version of the package', async () => {
    const manifest: unknown = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(await runPith(['--version'])).toMatchObject({
      code: 0,
      stdout: `${(manifest as { version: string }).version}\n`,
    });
  });
});

describe('usage errors', () => {
  it.each([
    [[], 'no command given'],
    [['compact'], "unknown command 'compact'"],
    [['--nonsense'], "unknown option '--nonsense'"],
    [['compress', '--ratoi', '3'], "unknown option '--ratoi' (Did you mean --ratio?)"],
    [['compress', '-4'], "--level takes 1, 3, 6 or 9, not '4'"],
    [['compress', '-r', 'much'], "--ratio takes a number at least 1, not 'much'"],
    [['compress', '-r', '0.5'], "--ratio takes a number at least 1, not '0.5'"],
    [['compress', '--rate', '0'], "--rate takes a number above 0 and at most 1, not '0'"],
    [['compress', '-t', '1.5'], "--target-tokens takes a whole number at least 1, not '1.5'"],
    [['compress', '-r', '2', '-t', '9'], '--ratio and --target-tokens exclude each other'],
    [['compress', '--format', 'yaml'], "--format takes text or jsonl, not 'yaml'"],
    [['compress', '-r'], "option '-r, --ratio <N>' argument missing"],
    [['compress', '-6', '-9'], '-6 and -9 exclude each other'],
    [['compress', '--records', '--format', 'text'], '--format text does not go with --records'],
    [['infer', '--records', '--format', 'json'], '--format json does not go with --records'],
    [['infer', '--engine', 'oracle'], "--engine takes reader, openai or llama, not 'oracle'"],
    [['completions', 'tcsh'], 'completions takes one shell'],
  ])('%j', async (words, message) => {
    const { code, stdout, stderr } = await runPith(words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`pith: ${message}`);
  });

  it('names the levels when another digit is given', async () => {
    expect((await runPith(['compress', '-4'])).stderr).toContain(
      'hint: a later version fills the levels between',
    );
  });
});

describe('a closed pipe', () => {
  it.each(commands.map(({ name }) => name))('ends `pith %s --help` quietly', async (name) => {
    const { stdout, stderr } = await runShell(`pith ${name} --help | true; echo "\${PIPESTATUS[0]}"`);
    expect([stdout, stderr]).toEqual(['0\n', '']);
  });
});

describe('a full disk', () => {
  it('on standard output is an error with its reason', async () => {
    const { stdout, stderr } = await runShell('pith --help > /dev/full; echo $?');
    expect([stdout, stderr]).toEqual([
      '1\n',
      'pith: cannot write standard output: no space left on device\n',
    ]);
  });
});

describe('configuration files', () => {
  it('are found upwards, and a mistake in one names it', async () => {
    const folder = temporaryFolder();
    const inner = join(folder, 'a', 'b');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(folder, 'pith.config.json'), '{ "levle": 6 }');
    const { code, stderr } = await runPith(['completions', 'bash'], { directory: inner });
    expect(code).toBe(2);
    expect(stderr).toContain(`pith: ${join(folder, 'pith.config.json')}: unknown key 'levle'`);
  });

  it.each([
    ['pith.config.json', '{ "level": ', 'is not valid JSON'],
    ['.pithrc.json', '[]', 'must hold a JSON object'],
    ['package.json', '{ "pith": { "ratio": 0 } }', "'ratio' takes a number at least 1, not '0'"],
  ])('%s is one of them', async (name, content, message) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, name), content);
    const { code, stderr } = await runPith(['compress', '-'], { directory });
    expect(code).toBe(2);
    expect(stderr).toContain(`pith: ${join(directory, name)}: ${message}`);
  });

  it.each(['pith.config.json', '.pithrc.json', 'package.json'])(
    'that cannot be read is named: a folder %s',
    async (name) => {
      const directory = temporaryFolder();
      const inner = join(directory, 'inner');
      mkdirSync(join(directory, name));
      mkdirSync(inner);
      writeFileSync(join(inner, 'package.json'), '{}');
      const { code, stderr } = await runPith(['completions', 'bash'], { directory: inner });
      expect(code).toBe(2);
      expect(stderr).toContain(
        `pith: ${join(directory, name)}: cannot be read: illegal operation on a directory\nhint: `,
      );
    },
  );

  it('that may not be read is named, the project’s and the user’s', async () => {
    const directory = temporaryFolder();
    chmodSync(directory, 0o755);
    mkdirSync(join(directory, 'pith'));
    const options = { directory, environment: { XDG_CONFIG_HOME: directory }, asNobody: true };
    for (const path of [join(directory, 'pith', 'config.json'), join(directory, 'pith.config.json')]) {
      writeFileSync(path, '{}', { mode: 0o000 });
      const { code, stderr } = await runPith(['completions', 'bash'], options);
      expect(code).toBe(2);
      expect(stderr).toContain(`pith: ${path}: cannot be read: permission denied\n`);
    }
  });

  it('in a user’s folder that may not be searched are ignored with a warning', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'closed'), { mode: 0o000 });
    chmodSync(folder, 0o755);
    const environment = { HOME: join(folder, 'closed') };
    const { code, stdout, stderr } = await runPith(['completions', 'bash'], { environment, asNobody: true });
    expect([code, stdout === '']).toEqual([0, false]);
    expect(stderr).toBe(
      `pith: warning: ${join(folder, 'closed', '.config')} may not be searched for a configuration file: permission denied\n`,
    );
  });

  it('of the user is read from XDG_CONFIG_HOME', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'pith'));
    writeFileSync(join(folder, 'pith', 'config.json'), '{ "gap": 3, "unknown": 1 }');
    const { code, stderr } = await runPith(['completions', 'bash'], {
      environment: { XDG_CONFIG_HOME: folder },
    });
    expect(code).toBe(2);
    expect(stderr).toContain(`${join(folder, 'pith', 'config.json')}: unknown key 'unknown'`);
  });
});

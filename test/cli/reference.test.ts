import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flagsOf } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { type Flag, longName } from '../../src/cli/flag.ts';
import { flags } from '../../src/cli/flags.ts';
import { commandHelp, programHelp } from '../../src/cli/help.ts';
import { cliReference } from '../../src/cli/reference.ts';

describe('docs/cli.md', () => {
  it('is what `npm run docs` writes', () => {
    expect(readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')).toBe(cliReference(commands));
  });
});

describe('help', () => {
  it.each(commands.map((command) => [command.name, command] as const))(
    '%s: examples first, then every flag',
    (_, command) => {
      const help = commandHelp(command, 80);
      expect(help.indexOf('Examples:')).toBeLessThan(help.indexOf('Usage:'));
      for (const [key] of flagsOf(command.name)) expect(help).toContain(`--${longName(key)}`);
      const wide = help
        .split('\n')
        .filter((line) => line.length > 80 && !command.examples.some((one) => line.includes(one.command)));
      expect(wide).toEqual([]);
    },
  );

  it('lists every command', () => {
    for (const { name } of commands)
      expect(programHelp(commands, 80)).toMatch(new RegExp(`^  ${name} `, 'm'));
  });
});

describe('flags', () => {
  it('have short names that are unique within a command', () => {
    for (const { name } of commands) {
      const shorts = flagsOf(name).flatMap(([, flag]) => flag.short ?? []);
      expect(new Set(shorts).size).toBe(shorts.length);
    }
  });

  it('belong to commands that exist', () => {
    const known = commands.map(({ name }) => name as string);
    for (const flag of Object.values<Flag>(flags))
      expect(known).toEqual(expect.arrayContaining([...flag.commands]));
  });
});

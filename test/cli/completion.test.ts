import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runShell, temporaryFolder } from './run-pith.ts';

/** Skipped by name where the shell is absent, unless everything must be there. */
function itIn(shell: string): typeof it.skip {
  const present = spawnSync(shell, ['--version']).error === undefined;
  return present || process.env['CI'] === 'true' ? it : it.skip;
}

/** The words that bash would offer with the cursor at the end of the line. */
async function bashOffers(line: string): Promise<readonly string[]> {
  const { stdout, stderr, code } = await runShell(`
    source <(pith completions bash)
    COMP_WORDS=(${line.endsWith(' ') ? `${line} ''` : line})
    COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
    _pith
    printf '%s\\n' "\${COMPREPLY[@]}"
    complete -p pith >&2`);
  expect([code, stderr]).toEqual([0, expect.stringContaining('-F _pith pith')]);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('bash completion', () => {
  it.each([
    ['pith co', ['compress', 'completions']],
    ['pith completions ', ['bash', 'zsh', 'fish']],
    ['pith compress --ra', ['--ratio', '--rate']],
    ['pith compress --format ', ['text', 'jsonl']],
    ['pith infer --format ', ['text', 'jsonl', 'json']],
    ['pith infer --engine o', ['openai']],
    ['pith compress --tokenizer o', ['o200k_base', 'o200k_harmony']],
    ['pith compress --scorer ', ['lexical', 'minilm-l2', 'minilm-l4', 'minilm-l8']],
    ['pith compress --media-type text/m', ['text/markdown']],
    ['pith compress a.txt --level ', ['1', '3', '6', '9']],
  ])('%s', async (line, offers) => {
    expect(new Set(await bashOffers(line))).toEqual(new Set(offers));
  });

  it('leaves file names to the shell after a flag that takes one, and for inputs', async () => {
    expect(await bashOffers('pith compress --output ')).toEqual([]);
    expect(await bashOffers('pith compress ')).toEqual([]);
  });
});

describe('fish completion', () => {
  itIn('fish')('offers commands, flags and values', async () => {
    const { stdout, stderr, code } = await runShell(
      `
      pith completions fish > pith.fish
      fish -N -c 'source pith.fish; complete -C "pith co"; complete -C "pith compress --ra"; complete -C "pith infer --engine "'`,
      {
        directory: temporaryFolder(),
        environment: { HOME: temporaryFolder() },
      },
    );
    expect([code, stderr]).toEqual([0, '']);
    const words = stdout.split('\n').map((line) => line.split('\t')[0]);
    expect(words).toEqual(
      expect.arrayContaining(['compress', 'completions', '--ratio', '--rate', 'reader', 'openai']),
    );
    expect(words).not.toContain('--format');
  });
});

describe('zsh completion', () => {
  itIn('zsh')('offers commands, flags and values', async () => {
    const folder = temporaryFolder();
    // A terminal of zsh's own, as completion works in an interactive shell only.
    writeFileSync(
      join(folder, 'drive.zsh'),
      `zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell "PS1='> '; autoload -U compinit; compinit -u -D; setopt nolistbeep; source ./pith.zsh"
      zpty -w shell "zstyle ':completion:*' list-prompt ''; echo rea''dy"
      ask() { zpty -n -w shell "$1"$'\\t\\t'; sleep 0.7; zpty -n -w shell $'\\C-u'; sleep 0.2 }
      sleep 1
      ask 'pith co'
      ask 'pith compress --ra'
      ask 'pith infer --engine '
      while zpty -r -t shell chunk; do print -rn -- "$chunk"; done`,
    );
    const { stdout, code } = await runShell('pith completions zsh > pith.zsh; zsh -f drive.zsh', {
      directory: folder,
      environment: { HOME: folder, TERM: 'dumb' },
    });
    expect(code).toBe(0);
    for (const word of ['compress', 'completions', '--ratio', '--rate', 'reader', 'openai']) {
      expect(stdout).toContain(word);
    }
  });
});

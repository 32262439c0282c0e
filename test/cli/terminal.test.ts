import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chatServer } from './chat-server.ts';
import { main, runShell, temporaryFolder } from './run-pith.ts';
import { sampleText } from './sample-text.ts';

const hasScript = spawnSync('script', ['--version']).error === undefined;
const inTerminal = hasScript || process.env['CI'] === 'true' ? it : it.skip;

/** Runs words of bash in a terminal of its own; everything they print comes back as one text. */
async function terminalOutput(
  words: string,
  options: { readonly directory?: string; readonly environment?: Record<string, string> } = {},
): Promise<string> {
  const command = `pith() { ${process.execPath} ${main} "$@"; }; ${words}; echo "exit $?"`;
  const result = await runShell(`script -qefc ${JSON.stringify(command).replaceAll('$', '\\$')} /dev/null`, {
    ...options,
    environment: { SHELL: '/bin/bash', TERM: 'xterm', ...options.environment },
  });
  return result.stdout;
}

describe('in a terminal', () => {
  inTerminal.each(['compress', 'infer'])(
    'pith %s without input explains itself instead of waiting',
    async (command) => {
      const output = await terminalOutput(`pith ${command}`);
      expect(output).toContain('no input: standard input is a terminal');
      expect(output).toMatch(new RegExp(`hint: name files[^]*pith ${command} [^]*exit 2`));
    },
  );

  inTerminal('shows a bar with the share done, and wipes it before the summary', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in.txt'), sampleText(4_000_000));
    const output = await terminalOutput('pith compress -1 in.txt -o out', { directory });
    expect(output).toMatch(/survey {3}\[[#-]{20}\] {1,3}\d+%/);
    expect(output.split('\r\u001b[K').at(-1)).toMatch(/^pith: [\d,]+ → [\d,]+ tokens/);
  });

  inTerminal('shows no bar with --quiet', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in.txt'), sampleText(400_000));
    expect(await terminalOutput('pith compress -1 in.txt -o out --quiet', { directory })).toBe('exit 0\r\n');
  });

  inTerminal('shows the answer of a server once, as it comes', async () => {
    const { baseUrl } = await chatServer('Ada.');
    const output = await terminalOutput(
      `pith infer -q "Who?" --engine openai --base-url ${baseUrl} --quiet <<< "Ada did it."`,
    );
    expect(output).toBe('Ada.\r\nexit 0\r\n');
  });

  inTerminal('colours errors, unless NO_COLOR is set', async () => {
    expect(await terminalOutput('pith compress nothing')).toContain(
      '\u001b[1;31mpith:\u001b[0m there is no file',
    );
    const plain = await terminalOutput('pith compress nothing', { environment: { NO_COLOR: '1' } });
    expect(plain).toContain('pith: there is no file');
    expect(plain).not.toContain('\u001b');
  });
});

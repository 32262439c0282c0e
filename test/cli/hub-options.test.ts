import { expect, it } from 'vitest';
import type { CommandContext } from '../../src/cli/command.ts';
import { hubOptions } from '../../src/cli/hub-options.ts';
import { fakeTerminal } from './fake-terminal.ts';

const download = (done: number) =>
  ({ type: 'progress', file: 'model.onnx', done, total: 2_000_000 }) as const;
const retry = { type: 'retry', reason: 'the connection broke off', delayMs: 2000 } as const;

function eventsOn(stderrIsTerminal: boolean, quiet = false) {
  const terminal = fakeTerminal({ stderrIsTerminal });
  const context = { settings: { quiet }, environment: {}, terminal, signal: new AbortController().signal };
  const { onEvent } = hubOptions(context as unknown as CommandContext);
  for (const event of [
    download(0),
    download(1_000_000),
    retry,
    download(2_000_000),
    { type: 'end' } as const,
  ])
    onEvent?.(event);
  return terminal.errorText();
}

it('draws a bar on a terminal, and wipes it before anything else is written', () => {
  const text = eventsOn(true);
  expect(text).toMatch(/fetch {4}\[[#-]+\] +0%/);
  expect(text).toContain('\r\u001b[Kpith: the connection broke off; trying again in 2 s\n');
  expect(text.endsWith('\r\u001b[K')).toBe(true);
});

it('says once elsewhere how much will come', () => {
  expect(eventsOn(false)).toBe(
    'pith: fetching 2.0 MB\npith: the connection broke off; trying again in 2 s\n',
  );
});

it('says nothing with --quiet', () => {
  expect(eventsOn(true, true)).toBe('');
  expect(eventsOn(false, true)).toBe('');
});

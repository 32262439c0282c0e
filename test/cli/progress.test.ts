import { describe, expect, it } from 'vitest';
import { progress, progressLine } from '../../src/cli/progress.ts';
import { duration, grouped, summaryLine } from '../../src/cli/summary.ts';
import { fakeTerminal } from './fake-terminal.ts';

describe('progress', () => {
  it('draws nothing where standard error is no terminal, or with --quiet', () => {
    for (const [stderrIsTerminal, quiet] of [
      [false, false],
      [true, true],
    ] as const) {
      const terminal = fakeTerminal({ stderrIsTerminal });
      const bar = progress(terminal, { quiet, now: () => 0 });
      bar.update({ phase: 'read', done: 1, total: 2, characters: 1 });
      bar.clear();
      expect(terminal.errorText()).toBe('');
    }
  });

  it('redraws at most ten times a second, and at once in a new phase', () => {
    const terminal = fakeTerminal({ stderrIsTerminal: true });
    let time = 0;
    const bar = progress(terminal, { quiet: false, now: () => time });
    for (time = 0; time < 1000; time++)
      bar.update({ phase: 'read', done: time, total: 1000, characters: time });
    bar.update({ phase: 'score', done: 0, total: 10, characters: 0 });
    expect(terminal.errorText().match(/read/g)).toHaveLength(10);
    expect(terminal.errorText().match(/score/g)).toHaveLength(1);
    bar.clear();
    expect(terminal.errorText().endsWith('\r\u001b[K')).toBe(true);
  });

  it('counts what was there before a download neither as speed nor as time', () => {
    const state = { phase: 'fetch', done: 30_000_000, total: 40_000_000, bytes: 30_000_000 };
    expect(progressLine(state, 10, 10_000_000)).toBe(
      'fetch    [###############-----]  75% 1.0 MB/s 0:10 left',
    );
  });

  it('stays within the width of the terminal', () => {
    const terminal = fakeTerminal({ stderrIsTerminal: true, columns: 20 });
    progress(terminal, { quiet: false, now: () => 0 }).update({
      phase: 'score',
      done: 1,
      total: 2,
      characters: 9,
    });
    expect(terminal.errorText().replace('\r\u001b[K', '').length).toBeLessThan(20);
  });

  it('shows share, rate and time left', () => {
    const line = progressLine({ phase: 'score', done: 40, total: 100, characters: 0 }, 8, 9_600_000);
    expect(line).toBe('score    [########------------]  40% 1.2M chars/s 0:12 left');
  });

  it('has no share where the end is unknown', () => {
    expect(progressLine({ phase: 'read', done: 40, characters: 0 }, 2, 4000)).toBe('read     2K chars/s');
  });
});

describe('summaryLine', () => {
  it('reads as one sentence', () => {
    const long = {
      inputTokens: 2_104_332,
      outputTokens: 4000,
      seconds: 3.24,
      inputChars: 9_000_000,
      level: '6',
    };
    const line = '2,104,332 → 4,000 tokens (526×) in 3.2 s · level 6';
    expect(summaryLine({ ...long, readChars: null })).toBe(line);
    expect(summaryLine({ ...long, readChars: 9_000_000 })).toBe(line);
    const short = { inputChars: 0, readChars: null, seconds: 0, level: '1' };
    expect(summaryLine({ ...short, inputTokens: 30, outputTokens: 10 })).toContain('(3×)');
    expect(summaryLine({ ...short, inputTokens: 0, outputTokens: 0 })).toContain('0 → 0 tokens in');
  });

  it('says how much was not read with the question', () => {
    const long = { inputTokens: 200, outputTokens: 4, seconds: 3, inputChars: 1000, level: '6' };
    const unread = 'not read with the question, but searched for its words';
    expect(summaryLine({ ...long, readChars: 250 })).toContain(` · 75% ${unread}`);
    expect(summaryLine({ ...long, readChars: 5 })).toContain(` · 99.5% ${unread}`);
    expect(summaryLine({ ...long, inputChars: 10_000_000, readChars: 5 })).toContain(
      ` · over 99.9% ${unread}`,
    );
  });

  it('groups digits and writes minutes', () => {
    expect([1, 999, 1000, 1234567].map(grouped)).toEqual(['1', '999', '1,000', '1,234,567']);
    expect(duration(252.4)).toBe('4 min 12 s');
  });
});

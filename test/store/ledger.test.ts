import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/store/ledger.ts';
import type { LedgerItem } from '../../src/store/ledger-entry.ts';
import { LedgerReport } from '../../src/store/ledger-report.ts';
import { lockFile } from '../../src/store/lock-file.ts';
import { temporaryFolder } from '../cli/run-pith.ts';

const item: LedgerItem = {
  output: 'a.txt',
  input: 'corpus/a.txt',
  state: 'done',
  attempts: 1,
  content: 'c1',
  recipe: 'r1',
  records: null,
  failures: [],
  tokensIn: 30,
  tokensOut: 10,
  seconds: 0.5,
  bytes: 40,
  sha256: 'h1',
  error: null,
};

describe('Ledger', () => {
  it('knows the last of each output, to a report as well while it is open', () => {
    const path = join(temporaryFolder(), 'ledger.sqlite');
    const ledger = new Ledger(path);
    const run = ledger.beginRun({ version: '1', command: '{}' });
    const failures = [{ record: 7, code: 'input', message: 'bad' }];
    ledger.record(run, [item, { ...item, output: 'b.jsonl', records: 9, failures }]);
    ledger.record(run, [
      { ...item, state: 'failed', bytes: null, sha256: null, error: { code: 'limit', message: 'too long' } },
    ]);
    expect(ledger.find('a.txt')).toMatchObject({
      state: 'failed',
      content: 'c1',
      recipe: 'r1',
      failedRecords: 0,
    });
    expect(ledger.find('b.jsonl')).toMatchObject({
      state: 'done',
      bytes: 40,
      sha256: 'h1',
      failedRecords: 1,
    });
    expect(ledger.find('c')).toBeUndefined();

    using report = new LedgerReport(path);
    expect(report.runs()).toMatchObject([{ id: run, state: 'running', ended: null }]);
    expect([...report.items()].map(({ output, error }) => [output, error])).toEqual([
      ['a.txt', { code: 'limit', message: 'too long' }],
      ['b.jsonl', null],
    ]);
    expect(report.failuresIn('b.jsonl')).toEqual(failures);

    ledger.record(run, [{ ...item, output: 'b.jsonl', records: 9 }]);
    expect(report.failuresIn('b.jsonl')).toEqual([]);
    expect([...report.items({ failedOnly: true })].map(({ output }) => output)).toEqual(['a.txt']);
    ledger.endRun(run, 'failed', { done: 1, failed: 1, unchanged: 0 });
    ledger.close();
    expect(report.runs()).toMatchObject([{ state: 'failed', done: 1, failed: 1 }]);
  });

  it('sees that a run was killed when the next begins', () => {
    const path = join(temporaryFolder(), 'ledger.sqlite');
    const killed = new Ledger(path);
    killed.beginRun({ version: '1', command: '{}' });
    const ledger = new Ledger(path);
    ledger.beginRun({ version: '1', command: '{}' });
    using report = new LedgerReport(path);
    expect(report.runs().map(({ state }) => state)).toEqual(['stopped', 'running']);
    killed.close();
    ledger.close();
  });

  it('can be read by its owner alone', () => {
    const path = join(temporaryFolder(), 'own', 'ledger.sqlite');
    const ledger = new Ledger(path);
    ledger.beginRun({ version: '1', command: '{}' });
    for (const name of [path, `${path}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    ledger.close();
  });

  it('refuses one that a later version wrote, and one that is damaged', () => {
    const path = join(temporaryFolder(), 'ledger.sqlite');
    const ledger = new Ledger(path);
    const run = ledger.beginRun({ version: '1', command: '{}' });
    const many = Array.from({ length: 300 }, (_, at) => ({ ...item, output: `${at}` }));
    ledger.record(run, many);
    ledger.close();

    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    expect(() => new Ledger(path)).toThrow(/later version/);
    database.exec('PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();

    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(4096, 0x55), 0, 4096, 8 * 4096);
    closeSync(file);
    expect(() => new Ledger(path)).toThrow(
      expect.objectContaining({ code: 'store', message: expect.stringMatching(/is damaged/) }),
    );
  });
});

describe('lockFile', () => {
  it('is held by one at a time', () => {
    const path = join(temporaryFolder(), 'lock');
    const first = lockFile(path, 'out');
    expect(() => lockFile(path, 'out')).toThrow(/another run is writing out/);
    first[Symbol.dispose]();
    lockFile(path, 'out')[Symbol.dispose]();
  });
});

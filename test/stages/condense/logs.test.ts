import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logEvents } from '../../../src/stages/condense/log-events.ts';
import { exactKey, templateKey } from '../../../src/stages/condense/log-template.ts';

const template = (line: string) => templateKey(line, 0, line.length);
const exact = (line: string) => exactKey(line, 0, line.length);

describe('the template of a line', () => {
  it.each([
    ['2026-11-24 20:19:06,112 INFO took 12 ms', '2026-11-25T00:00:01Z INFO took 1.5 ms'],
    ['10.0.0.1 - GET /users/17 200', '192.168.1.254:8080 - GET /users/9 404'],
    ['job 550e8400-e29b-41d4-a716-446655440000 done', 'job 7d793037-a076-4b1e-9f52-1b6a5d4f3c2b done'],
    ['commit deadbeefcafe pushed', 'commit 0a1b2c3d pushed'],
    ["cannot open 'a file.txt'", "cannot open '/var/lib/other'"],
    ['offset -5 reached', 'offset 17 reached'],
  ])('is that of one with other values: %s', (one, other) => {
    expect(template(one)).toEqual(template(other));
    expect(exact(one)).not.toEqual(exact(other));
  });

  it.each([
    ['2026-11-24 INFO user added', '2026-11-24 INFO user removed'],
    ['GET /users/17 200', 'GET /orders/17 200'],
    ['it was accepted', 'it was defaced'],
    ["don't stop 1", "don't start 1"],
  ])('is not that of another: %s', (one, other) => {
    expect(template(one)).not.toEqual(template(other));
  });

  it('depends on words alone, whatever numbers stand between them', () => {
    const part = fc.oneof(fc.constantFrom('started', 'worker', 'queue'), fc.nat().map(String));
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (parts, numbers) => {
          const other = parts.map((one) => (/^\d/.test(one) ? `${numbers.next().value}` : one));
          expect(template(parts.join(' '))).toEqual(template(other.join(' ')));
        },
      ),
    );
  });
});

describe('the events of a log', () => {
  const trace =
    'java.lang.IllegalStateException: no room\n\tat a.b.C.d(C.java:1)\n\tat a.b.E.f(E.java:2)\nCaused by: x\n\t... 4 more\n';
  const python =
    'Traceback (most recent call last):\n  File "a.py", line 1, in b\n    c()\nValueError: bad\n';

  it('are lines with what belongs to them', () => {
    const text = `12:00 INFO a\n12:01 ERROR b ${trace}12:02 INFO c\n12:03 ERROR d\n${python}12:04 INFO e\n`;
    const events = logEvents(text).map(({ start, end }) => text.slice(start, end));
    expect(events).toEqual([
      '12:00 INFO a\n',
      `12:01 ERROR b ${trace}`,
      '12:02 INFO c\n',
      `12:03 ERROR d\n${python}`,
      '12:04 INFO e\n',
    ]);
  });

  it('hold every line that is not blank, in order', () => {
    const line = fc.constantFrom('12:00 INFO a', '\tat b', '', '  ', 'ValueError: c', '}', 'Caused by: d');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        let at = 0;
        for (const { start, end } of logEvents(text)) {
          expect(text.slice(at, start).trim()).toBe('');
          expect(start === 0 || text[start - 1] === '\n').toBe(true);
          at = end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
    );
  });
});

import { fill } from '../../dist/evaluation/corpus/random.js';
import { words } from '../../dist/evaluation/corpus/words.js';

const messages = [
  'INFO  {service} {action} done in {n:2-900} ms site="{place}"',
  'INFO  {service} {n:1-400} readings stored',
  'DEBUG {service} cache hit ratio 0.{n:10-99} for {noun}s',
  'WARN  {service} {part} of the {plant} at {place} is {condition}',
  'ERROR {service} cannot {action} {noun} {n:1000-9999}: timed out after {n:2-60} s',
  'INFO  {service} level {n:80-420} cm at {place}',
];

/** A log of about `characters` characters, a line every few seconds. */
export function log(characters, random) {
  const lines = [];
  let time = Date.UTC(2031, random.between(0, 5), random.between(1, 28));
  for (let length = 0; length < characters; ) {
    time += random.between(200, 20_000);
    const line = `${new Date(time).toISOString()} ${fill(random.pick(messages), words, random)}`;
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
}

import { describe, expect, it } from 'vitest';
import { chatServer } from './chat-server.ts';
import { runPith } from './run-pith.ts';

describe('pith infer --probe', () => {
  it('shows what the embedded reader finds in a context of many windows', async () => {
    const { code, stdout, stderr } = await runPith(
      'infer --probe --tokens 6K --level 3 --format json'.split(' '),
    );
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ engine: 'reader' });
    expect(report.tokens).toBeGreaterThan(5900);
    expect(report.answers.map(({ isFound }: { isFound: boolean }) => isFound)).toEqual(Array(5).fill(true));
    expect(code).toBe(0);
    expect(stderr.match(/depth \d+%: found/g)).toHaveLength(5);
  });

  it('fails where facts are not found, and shows what was said instead', async () => {
    const { baseUrl } = await chatServer('It is 123456, I think.');
    const { code, stdout } = await runPith([
      'infer',
      '--probe',
      '--tokens',
      '2K',
      '--engine',
      'openai',
      '--model',
      'm',
      '--base-url',
      baseUrl,
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^0% +no +\d{6} +It is 123456, I think\./m);
    expect(stdout).toMatch(/found 0 of 5 facts in 1,\d{3} tokens|found 0 of 5 facts in \d{3} tokens/);
  });

  it.each([
    [['notes.txt'], 'its own context'],
    [['-q', 'What?'], 'its own context'],
    [['--tokens', '300', '--format', 'xml'], 'format'],
  ])('%j is an error', async (words, said) => {
    const { code, stderr } = await runPith(['infer', '--probe', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});

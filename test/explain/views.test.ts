import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compress } from '../../src/compress/compressor.ts';
import { explanationText } from '../../src/explain/explanation-text.ts';
import { escapeHtml } from '../../src/explain/page-html.ts';
import { passagePieces } from '../../src/explain/passage-pieces.ts';
import { collect, joined } from '../compress/collect.ts';
import { longText } from '../compress/sample-texts.ts';

const budget = { type: 'ratio', ratio: 4 } as const;
const options = { level: 1, budget, explain: true } as const;

/** The source as it stands in the text form: below the line of each passage. */
function sourceIn(text: string): string {
  return text.slice(text.indexOf('passage 1 ·'));
}

describe('the pieces of passages', () => {
  it('are the source, and the kept ones the output', async () => {
    await fc.assert(
      fc.asyncProperty(longText, async (text) => {
        await using result = await compress(text, options);
        const [part] = await collect(result);
        let all = '';
        let kept = '';
        for await (const passage of result.explanation())
          for (const piece of passagePieces(passage)) {
            all += piece.text;
            if (piece.kept) kept += piece.text;
          }
        expect(all).toBe(text);
        expect(kept).toBe(part?.text);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the text form', () => {
  const source = Array.from(
    { length: 12 },
    (_, at) => `The harbour opened in 1907. Nobody saw it, nor the ${at + 23} ships in it.\n\n`,
  ).join('');

  it('puts what is dropped between marks, so that the rest is the output', async () => {
    await using result = await compress(source, options);
    const text = await joined(explanationText(result, { limit: 100_000, color: false }));
    const words = (one: string) => one.split(/\s+/).filter((word) => word !== '');
    const kept = sourceIn(text)
      .replaceAll(/^passage \d+ ·.*$/gm, '')
      .replaceAll(/⟦[^⟧]*⟧/g, '');
    expect(words(kept)).toEqual(words(await joined(result.text())));
    const plain = sourceIn(text)
      .replaceAll(/^passage \d+ ·.*$/gm, '')
      .replaceAll(/[⟦⟧]/g, '');
    expect(words(plain)).toEqual(words(source));
    expect(text).not.toContain('\u001b');
  });

  it('begins with the figures and the reasons', async () => {
    await using result = await compress(source, { ...options, question: 'When?', protect: ['1907'] });
    const text = await joined(explanationText(result, { limit: 100_000, color: false }));
    const { inputTokens, outputTokens, budget: tokens } = result.stats;
    expect(text).toMatch(
      new RegExp(
        `^${inputTokens} → ${outputTokens} tokens \\([\\d.]+×\\) · budget ${tokens} · level 1 · score to pass`,
      ),
    );
    expect(text).toContain('\nquestion: When?\n');
    expect(text).toContain('\n  12 units kept: protected, whatever the score\n');
    expect(text).toMatch(/\n {2}\d+ units dropped: score below the one to pass\n/);
  });

  it('uses colour instead of marks where it is told to', async () => {
    await using result = await compress(source, { ...options, protect: ['1907'] });
    const text = await joined(explanationText(result, { limit: 100_000, color: true }));
    expect(text).not.toMatch(/[⟦⟧]/);
    expect(text).toContain('\u001b[4;32m1907\u001b[0m');
    expect(text).toContain('\u001b[2m');
    const bare = await joined(explanationText(result, { limit: 100_000, color: false }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
    expect(text.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(bare.replaceAll(/[⟦⟧]/g, ''));
  });

  it('gives no orders of the source to the terminal', async () => {
    const orders = '\u001b[2J\u0007 \u009b31m \u202eright to left\u202c bell \u0000 end. ';
    await using result = await compress(orders.repeat(40), options);
    const text = await joined(explanationText(result, { limit: 100_000, color: false }));
    expect(text).toContain('␛[2J␇');
    expect(text.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });

  it('counts what it does not show of a long source', async () => {
    const long = Array.from({ length: 400 }, (_, at) => `The gate ${at} was closed by nobody but rain.`).join(
      '\n\n',
    );
    await using result = await compress(long, {
      ...options,
      budget: { type: 'tokens', tokens: 1200 },
    });
    const text = await joined(explanationText(result, { limit: 4000, color: false }));
    expect(text).toMatch(/… \d+ passages \([\d,]+ characters\) more not shown; --limit shows more\n$/);
    expect(sourceIn(text).length).toBeLessThan(9000);
  });
});

describe('HTML', () => {
  it('shows any text as it is', () => {
    expect(escapeHtml('<a href="x">&amp;\r\n\0')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;amp;&#13;\n\u2400');
  });
});

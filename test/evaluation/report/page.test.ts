import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../src/evaluation/report/page.ts';
import { planSweep } from '../../../src/evaluation/sweep-plan.ts';
import { reading } from '../../../src/evaluation/tasks/reading.ts';
import { worstCases } from '../../../src/evaluation/worst-cases.ts';
import { temporaryFolder } from '../../cli/run-pith.ts';
import { browserName, openPage, type View } from '../../explain/browser.ts';
import { sampleResult, sampleResults } from '../sample-results.ts';

/** Skipped by name where there is no browser, unless everything must be there. */
const inBrowser = browserName !== undefined || process.env['CI'] === 'true' ? it : it.skip;

const hostile = '</pre><script>fetch("https://example.org")</script><img src=x onerror=alert(1)> & "so"';

const views: readonly View[] = [
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
  { width: 780, height: 1100, media: 'print' },
];

/** A page with a worst case out of a real compression, and hostile names everywhere. */
async function samplePage(): Promise<string> {
  const [row] = await reading.rows({ seed: 1, count: 1, lengths: [], depths: [0.5] });
  const rows = row === undefined ? [] : [{ ...row, question: hostile }];
  const cells = planSweep(rows, {
    levels: [1],
    ratios: [8],
    questions: ['known'],
    engine: null,
    tokenizer: 'o200k_base',
    version: '1',
  });
  const lost = new Map(
    cells.map(({ key, setting }) => [key, sampleResult({ ...setting, key, survival: 0, said: hostile })]),
  );
  const signal = new AbortController().signal;
  return reportPage({
    results: sampleResults(),
    worst: await worstCases(cells, lost, { tokenizer: 'o200k_base', threads: 1, signal }),
    about: new Map([['needles', 'a fact in a long text']]),
    failures: [hostile],
    environment: [['processor', hostile]],
    command: `pith eval '${hostile}'`,
  });
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly unknown[];
}

describe('the report', { timeout: 120_000 }, () => {
  it('needs nothing else, runs no script and is small', async () => {
    const html = await samplePage();
    expect(html.length).toBeLessThan(2e6);
    expect(html).toContain(`default-src 'none'; style-src 'unsafe-inline'`);
    expect(html.match(/<(?:script|link|img|iframe|object|base|form)\b[^>]*>/g)).toEqual([
      '<link rel="icon" href="data:,">',
    ]);
    expect(html.match(/\b(?:href|src)="(?!#|data:,)[^"]*"/g)).toBeNull();
    expect(html).not.toContain('url(');
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(html).toMatch(/<div class="text">[\s\S]*<del>[\s\S]*<\/del>/);
  });

  inBrowser('is legible and accessible at every width and scheme', async () => {
    const path = join(temporaryFolder(), 'report.html');
    writeFileSync(path, await samplePage());
    await using page = await openPage(path);
    for (const view of views) {
      await page.view(view);
      const [content, room] = await page.evaluate<number[]>(
        `[document.documentElement.scrollWidth, innerWidth]`,
      );
      expect(content).toBeLessThanOrEqual(room ?? 0);
      expect((await page.screenshot()).length).toBeGreaterThan(20_000);
      if (view.media === 'print') continue;
      const violations = await page.evaluate<Violation[]>(
        `(async () => { ${axe.source}; return (await axe.run()).violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]) })); })()`,
      );
      expect(violations.filter(({ impact }) => /serious|critical/.test(impact))).toEqual([]);
    }
    expect(page.complaints).toEqual([]);
    expect(page.requests.filter((url) => !/^(?:file|data):/.test(url))).toEqual([]);
  });

  inBrowser('can be gone through with the keyboard', async () => {
    const path = join(temporaryFolder(), 'report.html');
    writeFileSync(path, await samplePage());
    await using page = await openPage(path);
    await page.view({ width: 390, height: 844 });
    await page.press('Tab');
    expect(await page.evaluate(`document.activeElement.getAttribute('href')`)).toBe('#curves');
    const links = await page.evaluate<number>(`document.querySelectorAll('nav a').length`);
    for (let at = 0; at < links; at += 1) await page.press('Tab');
    // After the links, what scrolls by itself.
    expect(await page.evaluate(`document.activeElement.getAttribute('role')`)).toBe('region');
    const targets = `[...document.querySelectorAll('nav a')].every((a) => document.querySelector(a.getAttribute('href')))`;
    expect(await page.evaluate(targets)).toBe(true);
  });
});

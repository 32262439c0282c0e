import type { TextWriter } from '../../pipeline/text-writer.ts';
import type { TextDocument } from '../../stages/document.ts';
import type { Region } from './regions.ts';

/** Writes each region as a line of JSON: `{"document", "start", "end", "pages"?, "text"}`, with the first and the last page. */
export async function writeRegionLines(
  document: TextDocument,
  regions: readonly Region[],
  writer: TextWriter,
): Promise<void> {
  const pages = document.extraction?.pages;
  await eachRegion(document, regions, {
    begin: ([start, end]) => {
      const place = `"document":${JSON.stringify(document.id)},"start":${start},"end":${end}`;
      const page = pages && `,"pages":[${pages.pageAt(start)},${pages.pageAt(Math.max(start, end - 1))}]`;
      return writer.write(`{${place}${page ?? ''},"text":"`);
    },
    piece: (text) => writer.write(JSON.stringify(text).slice(1, -1)),
    end: () => writer.write('"}\n'),
  });
}

/** Writes the text of each region, on lines of its own; `isNamed`: each below its place. */
export async function writeRegionTexts(
  document: TextDocument,
  regions: readonly Region[],
  writer: TextWriter,
  options: { readonly isNamed: boolean },
): Promise<void> {
  let last = '';
  await eachRegion(document, regions, {
    begin: async ([start, end]) => {
      if (options.isNamed) await writer.write(`${document.id}:${start}-${end}\n`);
    },
    piece: async (text) => {
      last = text;
      await writer.write(text);
    },
    end: () => writer.write(`${last.endsWith('\n') ? '' : '\n'}${options.isNamed ? '\n' : ''}`),
  });
}

interface RegionWriter {
  readonly begin: (region: Region) => Promise<void>;
  readonly piece: (text: string) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Goes through the source once, as far as the last region. */
async function eachRegion(
  document: TextDocument,
  regions: readonly Region[],
  { begin, piece, end }: RegionWriter,
): Promise<void> {
  let at = 0;
  let next = 0;
  let isOpen = false;
  for await (const chunk of document.open()) {
    const chunkEnd = at + chunk.length;
    for (let region = regions[next]; region !== undefined; region = regions[next]) {
      const [from, to] = region;
      if (from >= chunkEnd) break;
      if (!isOpen) await begin(region);
      isOpen = true;
      await piece(chunk.slice(Math.max(0, from - at), to - at));
      if (to > chunkEnd) break;
      await end();
      isOpen = false;
      next += 1;
    }
    at = chunkEnd;
    if (next === regions.length) return;
  }
}

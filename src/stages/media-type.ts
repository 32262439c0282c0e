import { PithError } from '../pipeline/errors.ts';

/** Every media type that pith segments in a way of its own. */
export const mediaTypes = [
  'text/plain',
  'text/markdown',
  'text/x-source',
  'text/x-log',
  'application/json',
  'application/x-ndjson',
  'text/csv',
  'text/tab-separated-values',
  'text/html',
] as const;

/** What a document is made of; decides how it divides into passages and units. */
export type MediaType = (typeof mediaTypes)[number];

/** How many characters of a document's beginning {@link detectMediaType} looks at. */
export const mediaTypeHead = 16_384;

/**
 * The media type of a document: by the extension of its path, or else by its first characters.
 * Deterministic, and never looks at more than {@link mediaTypeHead} characters.
 */
export function detectMediaType(path: string | undefined, head: string): MediaType {
  return mediaTypeOfPath(path) ?? sniffMediaType(head.slice(0, mediaTypeHead));
}

/**
 * Reads a media type as a user writes it: a full name in any case, parameters such as `; charset=utf-8`
 * ignored.
 *
 * @throws PithError `usage` for a name that is none of {@link mediaTypes}.
 */
export function parseMediaType(name: string): MediaType {
  // Programs that are not checked by TypeScript pass anything.
  const wanted = (String(name).split(';', 1)[0] ?? '').trim().toLowerCase();
  const found = mediaTypes.find((type) => type === wanted);
  if (found === undefined) {
    throw new PithError('usage', `unknown media type '${name}'`, {
      hint: `Use one of ${mediaTypes.join(', ')}.`,
    });
  }
  return found;
}

function mediaTypeOfPath(path: string | undefined): MediaType | undefined {
  const name = path?.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  const dot = name.lastIndexOf('.');
  return byName.get(name) ?? (dot === -1 ? undefined : byExtension.get(name.slice(dot + 1)));
}

const extensions: Record<MediaType, string> = {
  'text/plain': 'txt text',
  'text/markdown': 'md markdown mdown mkd mdx qmd rmd',
  'text/x-source':
    'ada asm awk bash bat c cc cfg cjs clj cmake cmd conf cpp cs css cts cue cxx d dart diff el elm erl ex exs f90 fish ' +
    'fs go gradle graphql groovy h hcl hh hpp hs hxx ini java jl js jsonc jsx kt kts less lisp lua m mjs mk ml mm mts ' +
    'nim nix patch php pl pm properties proto ps1 py pyi r rb rs sass scala scm scss sh sol sql svelte swift tcl tex tf ' +
    'toml ts tsx v vb vhd vim vue wat xml xsd xsl yaml yml zig zsh',
  'text/x-log': 'log',
  'application/json': 'json geojson ipynb webmanifest map',
  'application/x-ndjson': 'jsonl ndjson',
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv tab',
  'text/html': 'html htm xhtml',
};

const byExtension = new Map(
  mediaTypes.flatMap((type) => extensions[type].split(' ').map((extension) => [extension, type] as const)),
);

const byName = new Map<string, MediaType>([
  ['makefile', 'text/x-source'],
  ['dockerfile', 'text/x-source'],
  ['cmakelists.txt', 'text/x-source'],
  ['requirements.txt', 'text/x-source'],
]);

/**
 * Guesses the media type from the beginning of a text. The tests go from the surest to the weakest, and what
 * none of them claims is plain text: prose rules do least harm to a text of another kind.
 */
function sniffMediaType(head: string): MediaType {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (/^(?:<!doctype html|<html)\b/i.test(text)) {
    return 'text/html';
  }
  if (/^(?:#!|<\?php|<\?xml\b)/.test(text)) {
    return 'text/x-source';
  }
  // The last line may be cut off by the end of the head, so it says little.
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return jsonType(text, whole) ?? lineType(whole) ?? 'text/plain';
}

function jsonType(text: string, lines: readonly string[]): MediaType | undefined {
  if (lines.length > 1 && lines.every(isJsonObject)) {
    return 'application/x-ndjson';
  }
  return /^(?:\{\s*(?:"|\}\s*$)|\[\s*(?:["{[\d-]|true|false|null|\]\s*$))/.test(text) &&
    !/^\[[^\]"{}]*\]\s*[^\s,\]]/.test(text)
    ? 'application/json'
    : undefined;
}

function isJsonObject(line: string): boolean {
  if (!line.startsWith('{')) {
    return false;
  }
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

function lineType(lines: readonly string[]): MediaType | undefined {
  if (lines.length < 3) {
    return undefined;
  }
  if (
    share(
      lines,
      /^\[?(?:\d{4}-\d\d-\d\d|\d{4}\/\d\d\/\d\d|\w{3} [ \d]\d \d\d:|\d\d:\d\d:\d\d|\d{10}\b|(?:\d{1,3}\.){3}\d{1,3} |(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b)/,
    ) >= 0.6
  ) {
    return 'text/x-log';
  }
  if (sameCount(lines, '\t', 1)) {
    return 'text/tab-separated-values';
  }
  if (sameCount(lines, ',', 2)) {
    return 'text/csv';
  }
  if (share(lines, /^\s*(?:```|~~~)/) * lines.length >= 2) {
    return 'text/markdown';
  }
  const code = share(
    lines,
    /^\s*(?:import|from|def|class|function|const|let|var|public|private|static|return|package|using|fn|func|struct|if \(|for \(|#include|\/\/|\/\*|\*\/|@\w)|[;{}]\s*$/,
  );
  if (code >= 0.4) {
    return 'text/x-source';
  }
  return markdownSigns(lines) >= 2 ? 'text/markdown' : undefined;
}

function share(lines: readonly string[], pattern: RegExp): number {
  return lines.filter((line) => pattern.test(line)).length / lines.length;
}

/** Whether every line has the same number of separators outside quotes, at least `least`. */
function sameCount(lines: readonly string[], separator: string, least: number): boolean {
  const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(separator).length - 1);
  return counts.every((count) => count === counts[0] && count >= least);
}

/** Lines that hardly occur outside markdown; a lone `# ` line may be a comment. */
function markdownSigns(lines: readonly string[]): number {
  return lines.filter((line) =>
    /^(?:#{1,6} \S|```|~~~|\|? *:?-{3,}:? *\||[-*] \[[ x]\] )|\[[^\]]+\]\([^)\s]+\)/.test(line),
  ).length;
}

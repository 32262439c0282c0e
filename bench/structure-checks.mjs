// What a compression broke, found by parsers that pith has nothing of: marked for markdown, the compiler for TypeScript, and
// Python's own. Everything is judged by which characters of the source were kept.
import { spawnSync } from 'node:child_process';
import { marked } from 'marked';
import ts from 'typescript';

/** Longer items of lists are divided, and so are longer links. */
const LONGEST_ITEM = 390;
const LONGEST_LINK = 200;

/** One flag for each character of a source that is in one of the spans. */
export function keptCharacters(source, spans) {
  const kept = new Uint8Array(source.length);
  for (const [start, end] of spans) kept.fill(1, start, end);
  return kept;
}

/** How much of a part of the source is kept, but for white space: 'all', 'some' or 'none'; 'blank' if there is nothing else. */
function share(source, kept, [start, end]) {
  let ink = 0;
  let there = 0;
  for (let at = start; at < end; at += 1) {
    if (/\s/.test(source[at])) continue;
    ink += 1;
    there += kept[at];
  }
  if (ink === 0) return 'blank';
  return there === ink ? 'all' : there === 0 ? 'none' : 'some';
}

/** The places of the lines of a part of the source. */
function linesOf(source, [start, end]) {
  const lines = [];
  for (let at = start; at < end; ) {
    const next = source.indexOf('\n', at) + 1 || source.length;
    lines.push([at, Math.min(next, end)]);
    at = next;
  }
  return lines;
}

export function markdownViolations(source, kept) {
  const blocks = [];
  let at = 0;
  for (const token of marked.lexer(source)) {
    blocks.push({ token, place: [at, at + token.raw.length] });
    at += token.raw.length;
  }
  // The lexer writes tabs and line ends anew in some texts: offsets are then unknown.
  if (at !== source.length) return [];
  const found = sectionViolations(source, kept, blocks);
  for (const { token, place } of blocks) {
    if (token.type === 'table') found.push(...tableViolations(source, kept, place));
    if (token.type === 'code' && /^ {0,3}(?:```|~~~)/.test(token.raw))
      found.push(...fenceViolations(source, kept, place));
    if (token.type === 'list') found.push(...itemViolations(source, kept, token, place));
    if (token.type === 'paragraph') found.push(...inlineViolations(source, kept, token.tokens ?? [], place));
  }
  return found;
}

function sectionViolations(source, kept, blocks) {
  const headings = blocks.filter(({ token }) => token.type === 'heading');
  return headings.flatMap(({ token, place }, at) => {
    const next = headings.slice(at + 1).find(({ token: other }) => other.depth <= token.depth);
    const section = share(source, kept, [place[1], next?.place[0] ?? source.length]);
    const heading = share(source, kept, place);
    if (heading === 'some') return [`half a heading: ${token.raw}`];
    if (heading === 'all' && section === 'none') return [`a heading of nothing: ${token.raw}`];
    if (heading === 'none' && section !== 'none' && section !== 'blank') return [`no heading: ${token.raw}`];
    return [];
  });
}

function tableViolations(source, kept, place) {
  const [header, delimiter, ...rows] = linesOf(source, place).filter(
    (line) => share(source, kept, line) !== 'blank',
  );
  const shares = rows.map((row) => share(source, kept, row));
  const head = [header, delimiter].map((row) => share(source, kept, row));
  const found = [...shares, ...head].includes('some') ? [`half a row: ${source.slice(...place)}`] : [];
  if (shares.includes('all') && !head.every((one) => one === 'all'))
    found.push(`rows without a header: ${source.slice(...place)}`);
  if (head.includes('all') && !head.every((one) => one === 'all'))
    found.push(`half a header: ${source.slice(...place)}`);
  if (rows.length > 0 && head[0] === 'all' && !shares.includes('all'))
    found.push(`a header of nothing: ${source.slice(...header)}`);
  return found;
}

function fenceViolations(source, kept, place) {
  const lines = linesOf(source, place).filter((line) => share(source, kept, line) !== 'blank');
  const shares = lines.map((line) => share(source, kept, line));
  const found = shares.some((one, line) => one === 'some' && lines[line][1] - lines[line][0] < LONGEST_ITEM)
    ? [`half a line of code: ${source.slice(...place)}`]
    : [];
  const isClosed = lines.length > 1 && /^ {0,3}(?:```|~~~)+\s*$/.test(source.slice(...lines.at(-1)));
  const any = shares.some((one) => one !== 'none');
  if (any && shares[0] !== 'all') found.push(`code without its fence: ${source.slice(...place)}`);
  if (isClosed && shares[0] !== shares.at(-1))
    found.push(`a fence that is not closed: ${source.slice(...place)}`);
  return found;
}

function itemViolations(source, kept, list, [start]) {
  const found = [];
  let at = start;
  for (const { raw } of list.items) {
    const from = source.indexOf(raw, at);
    at = from + raw.length;
    const isSimple =
      raw.length <= LONGEST_ITEM && !/\n\s*\n\S|\n\s*(?:[-*+]|\d+[.)])\s|```/.test(raw.trimEnd());
    if (isSimple && share(source, kept, [from, at]) === 'some') found.push(`half an item: ${raw}`);
  }
  return found;
}

function inlineViolations(source, kept, tokens, [start, end]) {
  const found = [];
  let at = start;
  for (const { type, raw, tokens: inner } of tokens) {
    const from = source.indexOf(raw, at);
    if (from < 0 || from >= end) continue;
    at = from + raw.length;
    const isWhole =
      (type === 'link' || type === 'image' || type === 'codespan') &&
      raw.length <= (type === 'codespan' ? 80 : LONGEST_LINK);
    if (isWhole && share(source, kept, [from, at]) === 'some') found.push(`half of ${type} ${raw}`);
    if (!isWhole && inner !== undefined) found.push(...inlineViolations(source, kept, inner, [from, at]));
  }
  return found;
}

const PAIRS = new Map([
  [ts.SyntaxKind.OpenBraceToken, ts.SyntaxKind.CloseBraceToken],
  [ts.SyntaxKind.OpenParenToken, ts.SyntaxKind.CloseParenToken],
  [ts.SyntaxKind.OpenBracketToken, ts.SyntaxKind.CloseBracketToken],
]);

/** Brackets of TypeScript, as its parser pairs them, of which one was kept without the other. */
export function typescriptViolations(source, kept, name = 'a.ts') {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    const open = [];
    for (const child of node.getChildren(file)) {
      const closer = PAIRS.get(child.kind);
      if (closer !== undefined) open.push({ closer, at: child.getStart(file) });
      else if (open.at(-1)?.closer === child.kind) {
        const { at } = open.pop();
        if (kept[at] !== kept[child.getEnd() - 1]) found.push(`${source.slice(at).split('\n', 1)[0]}`);
      } else visit(child);
    }
  };
  visit(file);
  return found;
}

/** Errors that TypeScript's parser finds. */
export function parseErrors(source, name = 'a.ts') {
  return ts.createSourceFile(name, source, ts.ScriptTarget.Latest, false).parseDiagnostics.length;
}

const BODIES = `
import ast, json, sys
tree = ast.parse(sys.stdin.read())
found = []
for node in ast.walk(tree):
    for field in ("body", "orelse", "finalbody"):
        body = getattr(node, field, None)
        if isinstance(node, ast.Module) or not isinstance(body, list) or not body or field != "body": continue
        found.append([node.lineno, body[0].lineno, body[-1].end_lineno])
print(json.dumps(found))
`;

/** Lines of Python whose bodies were kept without them; undefined where Python is absent or cannot read the source. */
export function pythonViolations(source, kept) {
  const { status, stdout } = spawnSync('python3', ['-c', BODIES], { input: source, encoding: 'utf8' });
  if (status !== 0) return undefined;
  const lines = linesOf(source, [0, source.length]);
  return JSON.parse(stdout)
    .filter(([head, first]) => first > head)
    .filter(([head, first, last]) => {
      const body = share(source, kept, [lines[first - 1][0], lines[last - 1][1]]);
      return body !== 'none' && body !== 'blank' && share(source, kept, lines[head - 1]) !== 'all';
    })
    .map(([head]) => source.slice(...lines[head - 1]));
}

/** Parentheses and square brackets of a paragraph of which one was kept without the other. */
export function bracketViolations(source, kept) {
  const found = [];
  for (const paragraph of source.matchAll(/(?:.+\n?)+/g)) {
    const open = [];
    for (let at = paragraph.index; at < paragraph.index + paragraph[0].length; at += 1) {
      if ('(['.includes(source[at])) open.push(at);
      else if (')]'.includes(source[at])) {
        const start = open.pop();
        if (start === undefined || '(['.indexOf(source[start]) !== ')]'.indexOf(source[at])) break;
        if (kept[start] !== kept[at]) found.push(source.slice(start, at + 1));
      }
    }
  }
  return found;
}

/** What the start or end of an element means for the text around it. */
export type LineBreak = 0 | 1 | 2;

/** 2: a blank line stands between this element and others; 1: a line break; 0: it is part of its line. */
export function breakAround(name: string): LineBreak {
  return paragraphs.has(name) ? 2 : lines.has(name) ? 1 : 0;
}

/** Whether browsers show nothing of what stands in an element. */
export function isHidden(name: string): boolean {
  return hidden.has(name);
}

/** Whether an element ends a drawing that was never closed, as it does in browsers. */
export function endsDrawing(name: string): boolean {
  return name !== 'title' && (paragraphs.has(name) || name === 'div' || name === 'li' || name === 'body');
}

/** Whether an element cannot stand in a row that is written as one line. */
export function needsLines(name: string): boolean {
  return ownLines.has(name) || headingLevel(name) > 0 || isPreformatted(name);
}

/** Whether white space counts. */
export function isPreformatted(name: string): boolean {
  return name === 'pre' || name === 'listing' || name === 'xmp' || name === 'plaintext';
}

export function isList(name: string): boolean {
  return name === 'ul' || name === 'ol' || name === 'menu' || name === 'dir';
}

/** 1 to 6 for headings, else 0. */
export function headingLevel(name: string): number {
  return /^h[1-6]$/.test(name) ? Number(name[1]) : 0;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const ownLines = words('ul ol li dl menu dir table blockquote hr');
const paragraphs = words(
  'p h1 h2 h3 h4 h5 h6 pre listing xmp plaintext ul ol dl menu dir blockquote table section article main header footer ' +
    'nav aside figure form fieldset details dialog hgroup search hr title',
);
const lines = words(
  'html body div li dt dd tr td th thead tbody tfoot caption figcaption summary legend option optgroup address center',
);
const hidden = words(
  'script style template noscript svg iframe noembed noframes datalist annotation annotation-xml',
);

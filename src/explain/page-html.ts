/** A text as HTML that shows it and nothing else; also inside of an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"\r\0]/g, (character) => ESCAPES[character] ?? character);
}

/** HTML turns a bare carriage return into a line feed, and drops NUL. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\0': '\u2400',
};

/** The name of a document as it is shown. */
export function documentName(id: string): string {
  return id === '-' ? 'standard input' : id;
}

/** Where a document begins on the page, by its ordinal. */
export function documentAnchor(ordinal: number): string {
  return `d${ordinal + 1}`;
}

/** Where a passage stands on the page. */
export function passageAnchor(index: number): string {
  return `p${index + 1}`;
}

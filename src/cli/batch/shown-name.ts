/** A name that may hold anything, as it can be shown on a terminal: control characters are written out. */
export function shownName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\0-\x1f\x7f-\x9f]/.test(name) ? JSON.stringify(name).replace(/[\x7f-\x9f]/g, '?') : name;
}

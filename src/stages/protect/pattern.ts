import { PithError } from '../../pipeline/errors.ts';

/**
 * Compiles a pattern that a user gave, with the flags `g`, `u` and `m`.
 *
 * @throws PithError `usage` if it is no regular expression, or can match nothing but the empty string.
 */
export function compilePattern(source: string): RegExp {
  let regex: RegExp;
  try {
    regex = new RegExp(source, 'gum');
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
    throw new PithError('usage', `--protect '${source}' is not a regular expression: ${reason}`, {
      hint: 'Patterns are those of JavaScript with the u flag; escape special characters with a backslash.',
      cause: error,
    });
  }
  if (!canConsume(source)) {
    throw new PithError('usage', `--protect '${source}' matches no characters`, {
      hint: 'A pattern has to match the text that must survive, not only a place in it.',
    });
  }
  return regex;
}

/** Whether anything is left of a valid pattern without assertions, groups and quantifiers. */
function canConsume(source: string): boolean {
  let rest = source
    .replace(/\\[bB]/g, '')
    .replace(/\\(?:[pPu]\{[^}]*\}|k<[^>]*>|.)/gs, 'x')
    .replace(/\[\^?\]|\[(?:[^\]])*\]/g, 'x');
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(/\(\?<?[=!][^()]*\)/g, '').replace(/\((?!\?<?[=!])(?:\?:|\?<\w+>)?([^()]*)\)/g, '$1');
  }
  return rest.replace(/\{\d+(?:,\d*)?\}|[$^|*+?]/g, '') !== '';
}

/** Words before what a line declares. */
const MODIFIERS =
  '(?:(?:export|default|public|private|protected|internal|static|async|abstract|final|override|virtual|inline|unsafe|extern|declare|pub(?:\\([^)]*\\))?) +)*';
const DECLARATION = new RegExp(
  `^${MODIFIERS}(?:(?:function|class|interface|enum|struct|trait|impl|def|fn|func|fun|module|namespace|sub|proc|defmodule|defp?|const enum)\\b[ *<]|type +\\w+|create +(?:or +replace +)?(?:table|view|function|procedure)\\b)`,
  'i',
);
/** `name(…) {`, `Type name(…) {`, `name(…): Type {`, but no statement. */
const METHOD =
  /^(?!(?:if|for|foreach|while|switch|catch|return|else|do|with|when|match|using|synchronized|await|throw|new)\b)[\w$#~:<>,*&[\] ]*[\w$#~>\]] ?\([^;]*\)? *(?:: *[^{;=]+|(?:const|noexcept|throws [\w, .]+)|-> *[^{;]+)? *\{$/;
const ARROW =
  /^(?:export +)?(?:const|let|var) +[\w$]+ *(?::[^=]+)?= *(?:async *)?(?:\([^;]*\)?|\w+) *(?::[^=]+)?(?:=> *[{(]?|\()?$/;
const LONGEST_SIGNATURE = 200;

/** Whether a line, without white space around it, says what a part of the code is called and takes. */
export function isSignature(line: string): boolean {
  if (line.length > LONGEST_SIGNATURE) return false;
  return DECLARATION.test(line) || METHOD.test(line) || (line.includes('=>') && ARROW.test(line));
}

/** A line that ends what a line of the same indentation began. */
const CLOSING =
  /^(?:(?:end|fi|done|esac|endif|endfor|endwhile|endfunction|endmacro|endforeach)\b(?! *[=.:[(,])|<\/)/i;
/** A line that belongs to the head of such a part. */
const GOING_ON = /^(?:then|do|begin)\b *$/i;
/** A line that begins another branch of it. */
const BRANCH = /^(?:else|elif|elsif|elseif|except|finally|rescue|ensure|catch)\b/i;

/** How a line stands to the one with the same indentation that its part began with. */
export type Relation = 'closing' | 'going on' | 'branch' | 'none';

export function relationOf(line: string): Relation {
  if (BRANCH.test(line)) return 'branch';
  if (CLOSING.test(line)) return 'closing';
  return GOING_ON.test(line) ? 'going on' : 'none';
}

/** An expression that the next line goes on with. */
const UNFINISHED = /(?:&&|\|\||\?\?|=>|(?:^|[^=!<>])=|[+*%^?]|\\)$/;
/** The arms of a choice, of which none can be missing. */
const ARM = /^[?:](?:\s|$)/;

/** Whether a line cannot be without the next one. */
export function isUnfinished(line: string): boolean {
  return UNFINISHED.test(line);
}

/** Whether a line cannot be without the ones before and behind it. */
export function isArm(line: string): boolean {
  return ARM.test(line);
}

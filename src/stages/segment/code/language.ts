/** What a line must be read by so that no bracket of a string or a comment is taken for one of the code. */
export interface Language {
  /** Whether brackets stand in pairs at all: in patches, and in text with tags, they need not. */
  readonly hasBrackets: boolean;
  /** What begins a comment that ends with its line. */
  readonly comments: readonly string[];
  /** What begins and ends a comment of several lines. */
  readonly blocks: readonly (readonly [open: string, close: string])[];
  /** Quotes around strings that end with their line. */
  readonly quotes: string;
  /** Quotes around strings of any number of lines. */
  readonly longQuotes: readonly string[];
  /** Whether `'` is around a single character only. */
  readonly hasCharacters: boolean;
  /** Whether code stands between `${` and `}` in strings with backticks, and regular expressions between slashes. */
  readonly isScript: boolean;
}

const PLAIN: Language = {
  hasBrackets: true,
  comments: [],
  blocks: [],
  quotes: '"',
  longQuotes: [],
  hasCharacters: false,
  isScript: false,
};
const SLASHES: Language = { ...PLAIN, comments: ['//'], blocks: [['/*', '*/']], hasCharacters: true };
const HASH: Language = { ...PLAIN, comments: ['#'], quotes: '"\'' };
const DASHES: Language = { ...PLAIN, comments: ['--'], quotes: '"\'' };

const LANGUAGES = {
  slashes: SLASHES,
  go: { ...SLASHES, longQuotes: ['`'] },
  triple: { ...SLASHES, longQuotes: ['"""'] },
  script: { ...SLASHES, quotes: '"\'', longQuotes: ['`'], hasCharacters: false, isScript: true },
  styles: { ...PLAIN, blocks: [['/*', '*/']], quotes: '"\'' },
  php: { ...SLASHES, comments: ['//', '#'], quotes: '"\'', hasCharacters: false },
  python: { ...HASH, longQuotes: ['"""', "'''"] },
  hash: HASH,
  sql: { ...DASHES, blocks: [['/*', '*/']], quotes: '"', longQuotes: ["'"] },
  dashes: DASHES,
  haskell: { ...DASHES, blocks: [['{-', '-}']], quotes: '"', hasCharacters: true },
  lisp: { ...PLAIN, comments: [';'], quotes: '', longQuotes: ['"'] },
  percent: { ...PLAIN, comments: ['%'], quotes: '' },
  semicolons: { ...PLAIN, comments: [';', '#'] },
  tags: { ...PLAIN, hasBrackets: false, blocks: [['<!--', '-->']], quotes: '' },
  none: { ...PLAIN, hasBrackets: false, quotes: '' },
} as const satisfies Record<string, Language>;

const NAMES: Record<keyof typeof LANGUAGES, string> = {
  slashes:
    'c cc cpp cs cxx c++ csharp d f90 fs h hh hpp hs hxx java objc m mm proto sol v rs rust zig dart hcl tf',
  go: 'go golang',
  triple: 'kt kts kotlin scala groovy gradle swift',
  script: 'js javascript jsx mjs cjs ts typescript tsx mts cts vue svelte jsonc json json5',
  styles: 'css',
  php: 'php scss less sass',
  python: 'py python pyi',
  hash:
    'sh shell bash zsh fish awk r rb ruby pl perl pm yaml yml toml conf cfg cmake mk makefile dockerfile ex exs elixir ' +
    'graphql jl julia nim nix ps1 powershell properties tcl txt',
  sql: 'sql',
  dashes: 'lua ada vhd vhdl elm',
  haskell: 'haskell',
  lisp: 'clj cljs lisp scm el scheme clojure',
  percent: 'tex latex erl erlang',
  semicolons: 'asm ini',
  tags: 'xml xsd xsl html htm vb bat',
  none: 'diff patch text console output',
};

const BY_NAME = new Map(
  (Object.keys(NAMES) as (keyof typeof LANGUAGES)[]).flatMap((key) =>
    NAMES[key].split(' ').map((name) => [name, LANGUAGES[key]] as const),
  ),
);

/** The language of a name or an extension, in any case; undefined if it is none that is known. */
export function languageOf(name: string): Language | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Files that are called after a language; any other name without an extension says nothing, such as `text`. */
const FILES = new Set(['makefile', 'dockerfile']);

/** The language of a file by its path. */
export function languageOfFile(path: string): Language | undefined {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  const dot = name.lastIndexOf('.');
  if (dot < 0) return FILES.has(name.toLowerCase()) ? languageOf(name) : undefined;
  return languageOf(name.slice(dot + 1));
}

/** Guesses the language of code from its beginning. */
export function sniffLanguage(head: string): Language {
  if (/^(?:diff |--- |\+\+\+ |Index: |@@ )/m.test(head)) return LANGUAGES.none;
  if (/^\s*</.test(head)) return LANGUAGES.tags;
  const votes = SIGNS.map(([key, sign]) => [key, head.match(sign)?.length ?? 0] as const);
  const [key, count] = votes.reduce((best, vote) => (vote[1] > best[1] ? vote : best));
  return count > 0 ? LANGUAGES[key] : LANGUAGES.script;
}

/** Lines that tell languages apart. */
const SIGNS: readonly (readonly [keyof typeof LANGUAGES, RegExp])[] = [
  ['script', /^\s*(?:(?:export |async )*(?:function|const|let|var|interface|type) |import .* from )/gm],
  [
    'python',
    /^\s*(?:def .*:|class \w+.*:|from \w[\w.]* import |elif .*:|import [\w.]+$|@\w+)\s*$|^\s*from [\w.]+ import /gm,
  ],
  ['go', /^\s*(?:func |package \w+$|import \()/gm],
  [
    'slashes',
    /^\s*(?:#include|#define|(?:public|private|protected|static|void|int|struct|fn|pub|impl|use|using|namespace) )/gm,
  ],
  ['hash', /^\s*(?:#!.*sh|#\s|fi$|done$|esac$|end$|if .*; then|[\w.-]+:(?:\s|$)|- \w+:)/gm],
  ['sql', /^\s*(?:select|insert|create|alter|update|delete|from|where|drop)\b/gim],
  ['lisp', /^\s*\((?:def|let|ns|require|module)/gm],
  ['dashes', /^\s*(?:--\s|local |function .*\)$)/gm],
];

/** Files that serve the same purpose, the best first: the first one that a repository has is taken. */
export interface WantedFile {
  readonly names: readonly string[];
  /** Not there, it is done without. @default false */
  readonly isOptional?: boolean;
  /** What to do where it is missing. */
  readonly hint?: string;
}

/** What of the wanted files there is; undefined where one is missing. */
export type ChosenFiles = readonly (string | undefined)[];

/** Chooses among the files of a repository. */
export function chooseFiles(wanted: readonly WantedFile[], files: ReadonlySet<string>): ChosenFiles {
  return wanted.map(({ names }) => names.find((name) => files.has(name)));
}

/**
 * Chooses among the files that a cache holds as the hub would: undefined if that depends on whether the
 * repository has a file of which the cache knows nothing.
 */
export function chooseCertain(
  wanted: readonly WantedFile[],
  files: ReadonlySet<string>,
  missing: ReadonlySet<string>,
): ChosenFiles | undefined {
  const chosen = wanted.map(({ names }) => names.find((name) => !missing.has(name)));
  return chosen.every((name) => name === undefined || files.has(name)) ? chosen : undefined;
}

/** The first that is missing and cannot be done without. */
export function firstMissing(wanted: readonly WantedFile[], chosen: ChosenFiles): WantedFile | undefined {
  return wanted.find(({ isOptional = false }, at) => !isOptional && chosen[at] === undefined);
}

/** The names of missing files for which the repository was searched. */
export function missingNames(wanted: readonly WantedFile[], chosen: ChosenFiles): readonly string[] {
  return wanted.flatMap(({ names }, at) => {
    const taken = chosen[at];
    return taken === undefined ? names : names.slice(0, names.indexOf(taken));
  });
}

/** The files with the weights of an ONNX file that holds none itself. */
export function companionsOf(name: string, files: ReadonlySet<string>): readonly string[] {
  if (!name.endsWith('.onnx')) return [];
  return [...files]
    .filter((file) => file.startsWith(`${name}_data`) || file.startsWith(`${name}.data`))
    .sort();
}

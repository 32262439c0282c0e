/** A program with its arguments, to be started with some variables set. */
export interface LaunchCommand {
  readonly environment: Readonly<Record<string, string>>;
  readonly program: readonly string[];
  /** An option and its value, or an option alone. */
  readonly options: readonly (readonly [option: string, value?: string])[];
}

/** As a shell reads it, an option a line. */
export function shellCommand({ environment, program, options }: LaunchCommand): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);
  const lines = [
    ...variables,
    program.map(quoted).join(' '),
    ...options.map((parts) => parts.flatMap((part) => (part === undefined ? [] : [quoted(part)])).join(' ')),
  ];
  return lines.join(' \\\n  ');
}

/** As a list of arguments. */
export function argumentsOf({ program, options }: LaunchCommand): string[] {
  return [...program, ...options.flatMap((parts) => parts.filter((part) => part !== undefined))];
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

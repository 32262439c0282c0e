export function keptCharacters(source: string, spans: readonly (readonly [number, number])[]): Uint8Array;
export function markdownViolations(source: string, kept: Uint8Array): string[];
export function typescriptViolations(source: string, kept: Uint8Array, name?: string): string[];
export function parseErrors(source: string, name?: string): number;
export function pythonViolations(source: string, kept: Uint8Array): string[] | undefined;
export function bracketViolations(source: string, kept: Uint8Array): string[];

export const programs: readonly string[];
export function exampleProject(): { readonly folder: string; readonly remove: () => void };

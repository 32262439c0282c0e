/** What JSON can say. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * Says any value in JSON, for people to read: what JSON has no word for (a function, a pattern, a class's
 * object, a value within itself) becomes a short text.
 */
export function toJson(value: unknown): JsonValue {
  return convert(value, []);
}

function convert(value: unknown, within: readonly object[]): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      return value === null ? null : convertObject(value, within);
    case 'function':
      return `[function ${value.name || 'anonymous'}]`;
    default:
      return String(value);
  }
}

function convertObject(value: object, within: readonly object[]): JsonValue {
  if (within.includes(value)) return '[circular]';
  const inside = [...within, value];
  if (Array.isArray(value)) return value.map((item) => convert(item, inside));
  if (value instanceof RegExp || value instanceof URL) return String(value);
  if (value instanceof Date) return Number.isNaN(value.valueOf()) ? 'Invalid Date' : value.toISOString();
  if (!isPlain(value)) return `[${value.constructor?.name ?? 'object'}]`;
  const plain: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) plain[name] = convert(member, inside);
  }
  return plain;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

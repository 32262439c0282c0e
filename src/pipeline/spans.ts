/** UTF-16 offset into a decoded document. Branded: bytes, pieces and characters must not mix. */
export type CharOffset = number & { readonly __unit: 'utf16' };

/** A half-open range `[start, end)` of UTF-16 offsets into a decoded document. */
export type Span = readonly [start: CharOffset, end: CharOffset];

export function charOffset(value: number): CharOffset {
  return value as CharOffset;
}

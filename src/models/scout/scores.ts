/** How attention is computed, which decides what it needs beside the cache. */
export type AttentionKernel =
  /** The whole matrix of scores, in 32 bits. */
  | 'eager'
  /** PyTorch's fused kernel with a mask of 16 bits. */
  | 'sdpa'
  /** Blocks on the chip: no matrix and, where the kernel knows the pattern, no mask. */
  | 'flash';

/**
 * Bytes that one layer's attention needs at once, of which engines keep one layer's at a time.
 *
 * Scout's 40 heads over a window of 8,097 tokens ask 9.77 GiB of `eager`, whatever the length of the text.
 */
export function scoreBytes(
  kernel: AttentionKernel,
  { heads, queries, keys }: { readonly heads: number; readonly queries: number; readonly keys: number },
): number {
  if (kernel === 'eager') return heads * queries * keys * 4;
  return kernel === 'sdpa' ? queries * keys * 2 : 0;
}

/** One of several equal parts of a corpus: `index` from 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Whether something belongs to a shard: by its content, so that it stays where it is when other things come and go.
 *
 * @param content - a hash in hexadecimal
 */
export function isInShard(content: string, { index, count }: Shard): boolean {
  return Number.parseInt(content.slice(0, 12), 16) % count === index - 1;
}

export interface VocabularyTrieOptions {
  /** What pieces begin with that continue a word; undefined if all pieces are alike. @default '##' */
  readonly continuation?: string | undefined;
}

/**
 * A vocabulary as two flat tries over UTF-16 units, for pieces that start a word and for those that continue
 * one. Edges live in one open-addressed hash table of typed arrays: a step is one probe or two.
 */
export class VocabularyTrie {
  /** The node before the first unit of a piece that starts a word. */
  readonly wordRoot = 1;
  /** The node before the first unit of a piece that continues a word. */
  readonly pieceRoot = 2;
  /** Id of the piece that ends at a node, or -1. */
  readonly ids: Int32Array;

  // The edges: from a node, along a unit, to a node. A slot is free while its target is 0.
  readonly #nodes: Int32Array;
  readonly #units: Uint16Array;
  readonly #targets: Int32Array;
  readonly #shift: number;
  readonly #continuation: string | undefined;
  #nodeCount = 3;

  /** @param lines The pieces in the order of their ids, as in a vocab.txt; empty where no text has this id. */
  constructor(lines: readonly string[], options: VocabularyTrieOptions = {}) {
    this.#continuation = 'continuation' in options ? options.continuation : '##';
    const units = lines.reduce((sum, line) => sum + line.length, 3);
    const bits = Math.ceil(Math.log2(units * 1.5));
    this.#shift = 32 - bits;
    this.#nodes = new Int32Array(1 << bits);
    this.#units = new Uint16Array(1 << bits);
    this.#targets = new Int32Array(1 << bits);
    const ids = new Int32Array(units).fill(-1);
    lines.forEach((line, id) => {
      if (line !== '') ids[this.#insert(line)] = id;
    });
    this.ids = ids.slice(0, this.#nodeCount);
  }

  /** The node after `node` along `unit`, or 0. */
  step(node: number, unit: number): number {
    return this.#targets[this.#slot(node, unit)] as number;
  }

  #insert(line: string): number {
    const prefix = this.#continuation;
    const continues = prefix !== undefined && line.startsWith(prefix);
    let node = continues ? this.pieceRoot : this.wordRoot;
    for (let i = continues ? prefix.length : 0; i < line.length; i++)
      node = this.#grow(node, line.charCodeAt(i));
    return node;
  }

  #grow(node: number, unit: number): number {
    const slot = this.#slot(node, unit);
    if (this.#targets[slot] === 0) {
      this.#nodes[slot] = node;
      this.#units[slot] = unit;
      this.#targets[slot] = this.#nodeCount++;
    }
    return this.#targets[slot] as number;
  }

  /** Where the edge is, or the free slot where it would go. */
  #slot(node: number, unit: number): number {
    const mask = this.#targets.length - 1;
    let slot = (Math.imul(node, 0x9e3779b1) + Math.imul(unit, 0x85ebca6b)) >>> this.#shift;
    while (this.#targets[slot] !== 0 && (this.#nodes[slot] !== node || this.#units[slot] !== unit)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

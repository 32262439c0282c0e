import type { AnyNode, Part } from './graph.ts';
import { asNode } from './graph.ts';
import type { GraphDescription } from './graph-description.ts';
import { type JsonValue, toJson } from './json.ts';

export { formatGraph } from './format-graph.ts';
export type * from './graph-description.ts';

/** Describes a graph as a tree of plain JSON values. */
export function describeGraph<In, Out>(part: Part<In, Out>): GraphDescription {
  return describeNode(asNode(part), '', new Set());
}

function describeNode(node: AnyNode, prefix: string, taken: Set<string>): GraphDescription {
  switch (node.type) {
    case 'stage': {
      const { name, version, options } = node.stage;
      const path = freePath(`${prefix}${name}`, taken);
      return { type: 'stage', path, name, version, options: plainOptions(options) };
    }
    case 'chain':
      return { type: 'chain', nodes: node.nodes.map((child) => describeNode(child, prefix, taken)) };
    case 'tee': {
      const { name, buffer } = node;
      const path = freePath(`${prefix}${name}`, taken);
      const branches = node.branches.map((branch, index) =>
        describeNode(branch, `${path}/${index + 1}/`, taken),
      );
      return { type: 'tee', path, name, buffer, branches };
    }
  }
}

/** The path itself, or else the first of `path#2`, `path#3`, … that is free. */
function freePath(path: string, taken: Set<string>): string {
  let free = path;
  for (let count = 2; taken.has(free); count++) free = `${path}#${count}`;
  taken.add(free);
  return free;
}

function plainOptions(options: Readonly<Record<string, unknown>>): { readonly [name: string]: JsonValue } {
  const plain: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) plain[name] = toJson(value);
  }
  return plain;
}

import { PithError } from '../../pipeline/errors.ts';

const MIB = 2 ** 20;

/** What a plan has to know of a GPU. */
export interface Device {
  readonly name: string;
  /** Bytes that the driver offers. */
  readonly memory: number;
  /** Bytes a second, as published. */
  readonly bandwidth: number;
  /** Dense 16-bit operations a second, as published. */
  readonly flops: number;
}

/** GPUs of one kind on one or more machines. */
export interface Cluster {
  readonly device: Device;
  readonly gpus: number;
  /** GPUs of one machine, which a fast link joins. */
  readonly perNode: number;
}

/** What the driver of an H100 offered, of what its tools report: 81,079 of 81,559 MiB. */
const OFFERED = 81_079 / 81_559;

/** The memory of each is what vendors' tools report of it, less the share that the H100's driver kept. */
const all: readonly Device[] = [
  device('H100', 81_559, 3.35e12, 989e12),
  device('H200', 143_771, 4.8e12, 989e12),
  device('A100', 81_920, 2.04e12, 312e12),
  device('A100-40G', 40_960, 1.56e12, 312e12),
  device('B200', 183_359, 8e12, 2250e12),
  device('GH200', 97_871, 4e12, 989e12),
  device('L40S', 46_068, 0.864e12, 362e12),
  device('L4', 23_034, 0.3e12, 121e12),
  device('MI300X', 196_592, 5.3e12, 1307e12),
  device('RTX4090', 24_564, 1.008e12, 165e12),
  device('RTX5090', 32_607, 1.792e12, 210e12),
];

function device(name: string, mebibytes: number, bandwidth: number, flops: number): Device {
  return { name, memory: Math.floor(mebibytes * MIB * OFFERED), bandwidth, flops };
}

/** By name. */
export const devices: ReadonlyMap<string, Device> = new Map(all.map((one) => [one.name, one]));

/** GPUs that one machine usually holds. */
const USUAL_NODE = 8;

/**
 * Reads `4xH100`, `H200` or `2x8xH200` (two machines of eight). More than eight GPUs are taken for machines of eight.
 *
 * @throws {PithError} `usage` for anything else.
 */
export function parseCluster(text: string): Cluster {
  const [, nodes, count, name = ''] = /^(?:(\d+)x)?(?:(\d+)x)?([a-z][\w-]*)$/i.exec(text.trim()) ?? [];
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const perNode = Number(count ?? nodes ?? 1);
  const machines = count === undefined ? 1 : Number(nodes);
  if (found === undefined || perNode < 1 || machines < 1) {
    throw new PithError('usage', `no GPUs are known as '${text}'`, {
      hint: `Write 4xH100, or 2x8xH200 for two machines of eight. Known: ${[...devices.keys()].join(', ')}.`,
    });
  }
  const gpus = machines * perNode;
  const isSeveral = count === undefined && perNode > USUAL_NODE;
  if (isSeveral && gpus % USUAL_NODE !== 0) {
    throw new PithError('usage', `${gpus} GPUs are more than one machine holds`, {
      hint: `Say how they are spread, such as 2x${gpus / 2}x${found.name}.`,
    });
  }
  return { device: found, gpus, perNode: isSeveral ? USUAL_NODE : perNode };
}

/** `4xH100`, or `2x8xH200` over several machines. */
export function clusterName({ device: { name }, gpus, perNode }: Cluster): string {
  return gpus > perNode ? `${gpus / perNode}x${perNode}x${name}` : `${gpus}x${name}`;
}

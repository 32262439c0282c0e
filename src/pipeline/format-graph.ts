import type { StageCounters } from './counters.ts';
import { type Block, type BoxContent, box, fork, frame, stack } from './drawing.ts';
import { type CounterStyle, counterLines, counterStyle } from './format-counters.ts';
import type { GraphDescription, StageDescription, TeeDescription } from './graph-description.ts';
import type { JsonValue } from './json.ts';
import { gaps, laneWidths, leastWidth } from './lane-widths.ts';
import { textWidth, wrap } from './text-width.ts';

/**
 * Draws a graph with boxes and arrows, and in each box what its stage has done, if `counters` are given.
 *
 * @param width the columns to fill at most; many branches side by side may take more.
 */
export function formatGraph(
  description: GraphDescription,
  counters: readonly StageCounters[] = [],
  width = 100,
): string {
  const style = counterStyle(counters);
  const columns = Math.max(Math.min(naturalWidth(description, style), width), leastWidth(description));
  const { lines } = draw(description, columns, style);
  return lines.map((line) => line.trimEnd()).join('\n');
}

function draw(description: GraphDescription, width: number, style: CounterStyle): Block {
  switch (description.type) {
    case 'stage':
      return drawBox(description, width, style);
    case 'chain':
      return stack(description.nodes.map((node) => draw(node, width, style)) as [Block, ...Block[]], width);
    case 'tee': {
      const widths = laneWidths(description, width);
      const lanes = description.branches.map((branch, index) => draw(branch, widths[index] ?? 0, style));
      return stack([fork(lanes, width), drawBox(description, width, style)], width);
    }
  }
}

type Place = StageDescription | TeeDescription;

function drawBox(place: Place, width: number, style: CounterStyle): Block {
  return box(contentOf(place, width - frame, style), width);
}

function contentOf(place: Place, width: number, style: CounterStyle): BoxContent {
  const options = wrap(optionWords(place), ' · ', width);
  return {
    title: place.name,
    note: noteOf(place),
    sections: [options, counterLines(place.path, width, style)],
  };
}

function noteOf(place: Place): string {
  return place.type === 'stage' ? `v${place.version}` : `merge of ${place.branches.length}`;
}

function optionWords(place: Place): string[] {
  if (place.type === 'tee') return [`buffer ${place.buffer}`];
  return Object.entries(place.options).map(([name, value]) => `${name} ${valueText(value)}`);
}

function valueText(value: JsonValue): string {
  const bare = typeof value === 'string' && /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(value);
  return bare ? value : JSON.stringify(value);
}

/** The width at which nothing has to be wrapped. */
function naturalWidth(description: GraphDescription, style: CounterStyle): number {
  switch (description.type) {
    case 'stage':
      return naturalBox(description, style);
    case 'chain':
      return Math.max(...description.nodes.map((node) => naturalWidth(node, style)));
    case 'tee':
      return Math.max(naturalBox(description, style), naturalLanes(description, style));
  }
}

function naturalBox(place: Place, style: CounterStyle): number {
  const { title, note, sections } = contentOf(place, Number.POSITIVE_INFINITY, style);
  const text = Math.max(0, ...sections.flat().map(textWidth));
  return Math.max(textWidth(title + note) + frame, text) + frame;
}

/** The width at which {@link laneWidths} gives every branch what it would like. */
function naturalLanes(tee: TeeDescription, style: CounterStyle): number {
  const least = tee.branches.map(leastWidth);
  const share = Math.max(
    ...tee.branches.map((branch, index) => naturalWidth(branch, style) / (least[index] ?? 1)),
  );
  return Math.ceil(share * least.reduce((sum, columns) => sum + columns)) + gaps(tee);
}

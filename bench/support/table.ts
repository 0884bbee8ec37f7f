import type { Measurement } from './benchmark.js';

const HEADINGS = ['', 'stagewire', 'peer', 'ratio', 'target', 'cpu of servers', 'memory'];

/** Wide enough for most; the table is printed while it is made. */
const WIDTHS = [66, 24, 34, 7, 14, 20, 9];

/** The first two lines of a table that is as readable on a terminal as in Markdown. */
export function tableHead(): string {
  return [lineOf(HEADINGS), `|${WIDTHS.map((width) => '-'.repeat(width + 2)).join('|')}|`].join('\n');
}

export function tableLine(measurement: Measurement): string {
  return lineOf(cellsOf(measurement));
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.map((cell, column) => cell.padEnd(WIDTHS[column] ?? 0)).join(' | ')} |`;
}

function cellsOf({ what, ours, peer, peerName, ratio, target, cpuMicros, memoryBytes }: Measurement): string[] {
  const memory = memoryBytes === null ? '?' : `+${Math.round(memoryBytes / 1024 ** 2)} MiB`;
  return [what, ours, `${peer} (${peerName})`, `${ratio.toFixed(2)}×`, targetText(ratio, target), cpuMicros ? `${micros(cpuMicros.ours)}, ${micros(cpuMicros.peer)}` : '', memory];
}

function targetText(ratio: number, target: Measurement['target']): string {
  if (!target) return '';
  if ('atLeast' in target) return `≥ ${target.atLeast}× ${ratio >= target.atLeast ? 'met' : 'missed'}`;
  return `≤ ${target.atMost}× ${ratio <= target.atMost ? 'met' : 'missed'}`;
}

function micros(value: number | null): string {
  if (value === null) return '?';
  return value < 1000 ? `${value.toFixed(1)} µs` : `${(value / 1000).toFixed(value < 100_000 ? 1 : 0)} ms`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 1000 ? 3 : 2)} s`;
}

export function throughput(bytes: number, ms: number): string {
  return `${Math.round(bytes / 1024 ** 2 / (ms / 1000))} MiB/s`;
}

export function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en')}/s`;
}

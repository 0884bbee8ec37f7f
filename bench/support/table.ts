import type { Measurement } from './benchmark.js';

const HEADINGS = ['', 'stagewire', 'peer', 'ratio', 'target', 'cpu of servers', 'memory'];

/** A table that is as readable on a terminal as in Markdown. */
export function formatTable(measurements: readonly Measurement[]): string {
  const lines = [HEADINGS, ...measurements.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)));
  const [head = '', ...rows] = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows].join('\n');
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
  return value === null ? '?' : `${value.toFixed(1)} µs`;
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

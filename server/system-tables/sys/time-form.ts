import type { Value } from '../../../sql/relation.js';
import { latencyText, picoseconds } from '../picoseconds.js';
import type { RowSource } from '../system-table.js';

/** How a view shows milliseconds. */
export type TimeForm = (milliseconds: number) => Value;

/** The views with times as texts, and under `x$` and their name the same with picoseconds. */
export function inBothForms(views: (time: TimeForm) => Readonly<Record<string, RowSource>>): Readonly<Record<string, RowSource>> {
  const raw = Object.entries(views(picoseconds)).map(([name, rows]) => [`x$${name}`, rows] as const);
  return { ...views(latencyText), ...Object.fromEntries(raw) };
}

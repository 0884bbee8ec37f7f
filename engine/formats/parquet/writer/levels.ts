import type { Column } from '../../../columns/column.js';
import { StagewireError } from '../../../../errors/index.js';

/**
 * Where the values of a column stand in its rows (Parquet specification, Nested Encoding). A slot holds a value
 * if its definition level is `definition`.
 */
export interface Levels {
  readonly definitions: Uint8Array;
  /** Null outside of lists. */
  readonly repetitions: Uint8Array | null;
  readonly definition: number;
  readonly repetition: number;
}

/** So many rows, of which nothing is known yet. */
export function rowLevels(rows: number): Levels {
  return { definitions: new Uint8Array(rows), repetitions: null, definition: 0, repetition: 0 };
}

/** Goes into something that may be NULL. */
export function enterOptional(levels: Levels, { validity }: Pick<Column, 'validity'>): Levels {
  const { definition } = levels;
  const definitions = Uint8Array.from(levels.definitions);
  let entry = 0;
  for (let slot = 0; slot < definitions.length; slot += 1) {
    if (definitions[slot] !== definition) continue;
    if (validity === null || validity[entry] === 1) definitions[slot] = definition + 1;
    entry += 1;
  }
  if (validity !== null && validity.length !== entry) throw new StagewireError('BadBytes', 'the parts of a column differ in length');
  return { ...levels, definitions, definition: definition + 1 };
}

/** Goes into lists of the given lengths; an empty one keeps a slot without a value. */
export function enterRepeated(levels: Levels, lengths: Int32Array): Levels {
  const { definition, definitions } = levels;
  let slots = definitions.length;
  for (const length of lengths) if (length > 0) slots += length - 1;
  const inner = new Uint8Array(slots);
  const repetitions = new Uint8Array(slots);
  const repetition = levels.repetition + 1;
  let entry = 0;
  let at = 0;
  for (let slot = 0; slot < definitions.length; slot += 1) {
    const outer = definitions[slot] as number;
    repetitions[at] = levels.repetitions?.[slot] ?? 0;
    const length = outer === definition ? (lengths[entry++] as number) : 0;
    if (length === 0) {
      inner[at++] = outer;
      continue;
    }
    inner.fill(definition + 1, at, at + length);
    repetitions.fill(repetition, at + 1, at + length);
    at += length;
  }
  return { definitions: inner, repetitions, definition: definition + 1, repetition };
}

/** How many slots hold a value. */
export function valueCount({ definitions, definition }: Levels): number {
  let count = 0;
  for (const one of definitions) if (one === definition) count += 1;
  return count;
}

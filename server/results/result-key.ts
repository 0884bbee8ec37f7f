import { createHash } from 'node:crypto';
import type { EngineQuery, EngineTable } from '../../engine/engine.js';
import type { TableSource } from '../../sql/query/tables.js';

/** A result that serves again: what was asked, apart from the state in which the places are. */
export interface Question {
  /** The id of who asks. */
  readonly account: string;
  readonly sql: string;
  readonly parameters: EngineQuery['parameters'];
  /** Whether FOUND_ROWS() is to tell how many rows there are without LIMIT. */
  readonly countsAll: boolean;
  /** Where its tables come from, with the values of variables in them. */
  readonly sources: readonly TableSource[];
}

/** Holds no secret of the question. */
export function questionKey(question: Question): string {
  return digest(question);
}

/**
 * What tables are like: the formats and the files of locations, each with its version, size and time. Null if one is not
 * of a kind that tells.
 */
export function tablesFingerprint(tables: readonly EngineTable[]): string | null {
  const states = tables.map(tableState);
  return states.includes(null) ? null : digest(states);
}

function tableState(table: EngineTable): unknown {
  if ('result' in table) return table.result.name;
  if ('key' in table) return table.key;
  if (!('staged' in table)) return null;
  const { format, files } = table.staged;
  return { format, files: files.map(({ name, identity, size, contentKey, lastModified }) => [name, identity, size, contentKey, lastModified]) };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, replacer)).digest('base64');
}

/** What JSON has no form for. */
function replacer(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  // JSON has one zero, and no infinities.
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) return { number: Object.is(value, -0) ? '-0' : String(value) };
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return value instanceof Set || value instanceof Map ? [...(value as Iterable<unknown>)] : value;
}

import { StagewireError } from '../../errors/index.js';
import type { Scalar } from '../../sql/query/quoting.js';

/** The modes by the number of their bit (MySQL 8.4 manual, "Server SQL Modes"); null for bits that have no mode any more. */
const MODES: readonly (string | null)[] = [
  'REAL_AS_FLOAT', 'PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', null, 'ONLY_FULL_GROUP_BY', 'NO_UNSIGNED_SUBTRACTION', 'NO_DIR_IN_CREATE',
  null, null, null, null, null, null, null, null, null, null, 'ANSI', 'NO_AUTO_VALUE_ON_ZERO', 'NO_BACKSLASH_ESCAPES', 'STRICT_TRANS_TABLES',
  'STRICT_ALL_TABLES', 'NO_ZERO_IN_DATE', 'NO_ZERO_DATE', 'ALLOW_INVALID_DATES', 'ERROR_FOR_DIVISION_BY_ZERO', 'TRADITIONAL', null,
  'HIGH_NOT_PRECEDENCE', 'NO_ENGINE_SUBSTITUTION', 'PAD_CHAR_TO_FULL_LENGTH', 'TIME_TRUNCATE_FRACTIONAL',
];

/** Modes that stand for several, beside themselves. */
const COMBINATIONS: Readonly<Record<string, readonly string[]>> = {
  ANSI: ['REAL_AS_FLOAT', 'PIPES_AS_CONCAT', 'ANSI_QUOTES', 'IGNORE_SPACE', 'ONLY_FULL_GROUP_BY'],
  TRADITIONAL: ['STRICT_TRANS_TABLES', 'STRICT_ALL_TABLES', 'NO_ZERO_IN_DATE', 'NO_ZERO_DATE', 'ERROR_FOR_DIVISION_BY_ZERO', 'NO_ENGINE_SUBSTITUTION'],
};

/**
 * A value of `sql_mode` as MySQL keeps it: the names in the order of their bits, combinations with their parts.
 * Takes names separated by commas, in any case, or a number of bits. Throws 2803 (1231).
 */
export function acceptSqlMode(value: Scalar): string {
  const names = typeof value === 'number' || typeof value === 'bigint' ? namesOf(BigInt(Math.trunc(Number(value))), value) : namesIn(value);
  const chosen = new Set(names.flatMap((name) => [name, ...(COMBINATIONS[name] ?? [])]));
  return MODES.filter((mode) => mode !== null && chosen.has(mode)).join(',');
}

function namesIn(value: Scalar): readonly string[] {
  if (typeof value !== 'string') throw wrong(value);
  return value.split(',').map((name) => name.trim()).filter((name) => name !== '').map((name) => {
    const mode = name.toUpperCase();
    if (!MODES.includes(mode)) throw wrong(name);
    return mode;
  });
}

function namesOf(bits: bigint, value: Scalar): readonly string[] {
  if (bits < 0n || bits >= 1n << BigInt(MODES.length)) throw wrong(value);
  return MODES.flatMap((mode, bit) => {
    if ((bits & (1n << BigInt(bit))) === 0n) return [];
    if (mode === null) throw wrong(value);
    return [mode];
  });
}

function wrong(value: Scalar): StagewireError {
  return new StagewireError('WrongValueForVariable', `Variable 'sql_mode' can't be set to the value of '${String(value ?? 'NULL')}'`);
}

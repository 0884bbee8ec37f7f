import { StagewireError } from '../../errors/index.js';
import { characterSetNamed } from '../../protocol/charsets/character-sets.js';
import { collationWithId } from '../../protocol/charsets/collations.js';
import { resultTranscodingOf, transcodingOf } from '../../protocol/charsets/text-codec.js';
import type { Scalar } from '../../sql/query/quoting.js';
import { wrongValue } from './wrong-value.js';

/** Sets whose letters are no ASCII: no statement can be written in them. */
const NEVER_OF_CLIENTS: ReadonlySet<string> = new Set(['ucs2', 'utf16', 'utf16le', 'utf32']);

/** A character set by its name or by the id of one of its collations. Throws 1115, and 1231 for NULL. */
export function acceptCharacterSet(value: Scalar, name: string): string {
  if (value === null) throw wrongValue(name, value);
  const given = typeof value === 'number' ? collationWithId(value)?.characterSet : characterSetNamed(String(value))?.name;
  if (given === undefined) throw unknown(`Unknown character set: '${String(value)}'`);
  return given;
}

/** One in which clients may write. Throws as above, 1231 for UTF-16 and its kin, 1115 for sets that there is no table for here. */
export function acceptClientCharacterSet(value: Scalar, name: string): string {
  const known = acceptCharacterSet(value, name);
  if (NEVER_OF_CLIENTS.has(known)) throw wrongValue(name, known);
  if (transcodingOf(known) === undefined) throw inconvertible(known);
  return known;
}

/** One in which results may be: NULL for none. Throws 1115. */
export function acceptResultCharacterSet(value: Scalar, name: string): string | null {
  if (value === null) return null;
  const known = acceptCharacterSet(value, name);
  if (resultTranscodingOf(known) === undefined) throw inconvertible(known);
  return known;
}

function inconvertible(characterSet: string): StagewireError {
  return unknown(`Unknown character set: '${characterSet}': this server can't convert it; use utf8mb4`);
}

/** ER_UNKNOWN_CHARACTER_SET */
function unknown(message: string): StagewireError {
  return new StagewireError('WrongValueForVariable', message, { mysql: { errno: 1115, sqlState: '42000' } });
}

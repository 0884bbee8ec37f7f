import type { Data, DataType, Vector } from 'apache-arrow';
import type { Strings } from '../../columns/column.js';
import { totalLength } from '../../columns/strings.js';
import { stringsOf } from './string-values.js';

/** The dictionary of a vector. */
export interface DictionaryEntries {
  /** A file may bring it in several. */
  readonly parts: readonly Data[];
  /** All of them, if they are texts or bytes and none is NULL. */
  readonly entries: Strings | null;
}

const known = new WeakMap<object, DictionaryEntries>();

export function dictionaryEntries(data: Data): DictionaryEntries {
  const dictionary = data.dictionary as Vector<DataType> | undefined;
  if (!dictionary) return { parts: [], entries: null };
  let found = known.get(dictionary);
  if (!found) known.set(dictionary, (found = read(dictionary)));
  return found;
}

function read(dictionary: Vector<DataType>): DictionaryEntries {
  const parts: readonly Data[] = dictionary.data;
  if (parts.some(({ nullCount }) => nullCount > 0)) return { parts, entries: null };
  const strings = parts.map((part) => stringsOf(part, { start: 0, count: part.length }));
  const [first] = strings;
  if (!first) return { parts, entries: null };
  return { parts, entries: strings.length === 1 ? first : joined(strings.filter((one) => one !== null)) };
}

function joined(all: readonly Strings[]): Strings {
  const lengths = new Int32Array(all.reduce((sum, one) => sum + one.lengths.length, 0));
  const data = new Uint8Array(all.reduce((sum, one) => sum + totalLength(one.lengths), 0));
  let count = 0;
  let bytes = 0;
  for (const one of all) {
    lengths.set(one.lengths, count);
    data.set(one.data, bytes);
    count += one.lengths.length;
    bytes += one.data.length;
  }
  return { lengths, data };
}

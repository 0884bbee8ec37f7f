import { BIGINT, VARCHAR } from '@duckdb/node-api';
import { parseJson } from '../../sql/json/parse.js';
import { JsonNumber, isArray, isObject, type Json } from '../../sql/json/value.js';
import { printJson } from '../../sql/json/print.js';
import type { NativeFunction } from './native-function.js';

interface Value {
  readonly text: string;
  readonly count: number;
}

/** @param entries of the engine's map of values and how often each came, in order */
function valuesOf(entries: Json): Value[] {
  return (isArray(entries) ? entries : []).flatMap((entry) => {
    if (!isObject(entry)) return [];
    const [key, count] = [entry.get('key') ?? null, entry.get('value') ?? null];
    return [{ text: typeof key === 'string' ? key : printJson(key), count: count instanceof JsonNumber ? Number(count.text) : 0 }];
  });
}

/** Puts values into as few buckets as they fill when none holds more than `size`, unless by one value. */
function bucketsOf(values: readonly Value[], size: number): Value[][] {
  const buckets: Value[][] = [];
  let filled = Infinity;
  for (const value of values) {
    if (filled + value.count > size) {
      buckets.push([]);
      filled = 0;
    }
    buckets.at(-1)?.push(value);
    filled += value.count;
  }
  return buckets;
}

/** The smallest size of buckets with which there are no more than `most`, by halving. */
function equalBuckets(values: readonly Value[], most: number): Value[][] {
  if (values.length <= most) return values.map((value) => [value]);
  let [low, high] = [1, values.reduce((sum, { count }) => sum + count, 0)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (bucketsOf(values, middle).length <= most) high = middle;
    else low = middle + 1;
  }
  return bucketsOf(values, low);
}

/** HISTOGRAM of Databend: buckets with bounds (texts), distinct values, rows, and the rows before them. */
function histogram(entries: Json, most: number): Json {
  let before = 0;
  return equalBuckets(valuesOf(entries), most).map((bucket) => {
    const count = bucket.reduce((sum, value) => sum + value.count, 0);
    const number = (value: number): Json => new JsonNumber(String(value));
    const made = new Map<string, Json>([['lower', bucket[0]?.text ?? null], ['upper', bucket.at(-1)?.text ?? null], ['ndv', number(bucket.length)], ['count', number(count)], ['pre_sum', number(before)]]);
    before += count;
    return made;
  });
}

export const HISTOGRAM: NativeFunction = {
  name: 'histogram', parameters: [VARCHAR, BIGINT], result: VARCHAR,
  compute: (entries, most) => printJson(histogram(parseJson(String(entries)), Math.max(1, Number(most)))),
};

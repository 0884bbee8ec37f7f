import { bytesOf } from '../../../columns/bytes.js';
import { prolepticDay } from '../calendar.js';
import { damaged } from '../damaged.js';
import { Integers } from '../runs/integers.js';
import type { Stripe } from '../stripe.js';
import { writerZone } from '../writer-zone.js';
import { type ValueDecoder } from './decoder.js';

const DAY = 86_400;
/** 2015-01-01, from which seconds count, in seconds since 1970. */
const EPOCH = 1_420_070_400;
/** Times before 1970 with more nanoseconds than this are a second early (ORC-763). */
const MOST_NANOS_EXACT = 999_999;

/** Days since 1970. */
export function dateDecoder(stripe: Stripe, column: number): ValueDecoder {
  const days = new Integers(stripe.stream(column, 'data'), { version: stripe.encoding(column).version, signed: true });
  const { hybridCalendar } = stripe.file;
  return {
    values(count) {
      const found = days.ints(count);
      return { kind: 'fixed', bytes: bytesOf(hybridCalendar ? found.map(prolepticDay) : found) };
    },
  };
}

/**
 * Times in microseconds, of which finer digits are cut (ORC specification, Timestamp Columns). One without a zone is what the clock
 * of the writer showed; an `instant` is a time in UTC.
 */
export function timestampDecoder(stripe: Stripe, column: number, instant: boolean): ValueDecoder {
  const { version } = stripe.encoding(column);
  const zone = writerZone(instant ? '' : stripe.timeZone);
  const epoch = EPOCH - zone.offsetAt(EPOCH);
  const allSeconds = new Integers(stripe.stream(column, 'data'), { version, signed: true });
  const allNanos = new Integers(stripe.stream(column, 'secondary'), { version, signed: false });
  const { hybridCalendar } = stripe.file;
  return {
    values(count) {
      const found = allSeconds.doubles(count);
      const nanos = allNanos.doubles(count);
      const micros = new BigInt64Array(count);
      const halves = new Int32Array(micros.buffer);
      for (let index = 0; index < count; index += 1) {
        let seconds = (found[index] as number) + epoch;
        seconds += zone.offsetAt(seconds);
        const nano = nanosOf(nanos[index] as number);
        if (seconds < 0 && nano > MOST_NANOS_EXACT) seconds -= 1;
        if (hybridCalendar) seconds = prolepticSeconds(seconds);
        const value = seconds * 1_000_000 + Math.floor(nano / 1000);
        if (Number.isSafeInteger(value)) {
          halves[index * 2] = value;
          halves[index * 2 + 1] = Math.floor(value / 0x1_0000_0000);
        } else micros[index] = wideMicros(seconds, nano);
      }
      return { kind: 'fixed', bytes: bytesOf(micros) };
    },
  };
}

const FACTORS = [1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/** The lowest 3 bits tell how many zeros, less one, were taken from the end; 0 for none. Some writers store times before 1970 with nanoseconds below zero. */
function nanosOf(stored: number): number {
  const digits = Math.floor(stored / 8);
  const zeros = stored - digits * 8;
  return digits * (FACTORS[zeros] as number);
}

function prolepticSeconds(seconds: number): number {
  const day = Math.floor(seconds / DAY);
  return seconds + (prolepticDay(day) - day) * DAY;
}

function wideMicros(seconds: number, nano: number): bigint {
  const value = BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nano / 1000));
  if (value !== BigInt.asIntN(64, value)) throw damaged('a time is out of range');
  return value;
}

import { BIGINT, VARCHAR } from '@duckdb/node-api';
import { RecentlyUsed } from '../recently-used.js';
import { formatClock, formatTime } from './date-format.js';
import { timeReader, type ReadTime } from './date-parse.js';
import type { NativeFunction } from './native-function.js';

const readers = new RecentlyUsed<string, ReadTime>(64);

function readerOf(format: string): ReadTime {
  const reader = readers.get(format) ?? timeReader(format);
  readers.set(format, reader);
  return reader;
}

/** DATE_FORMAT and TIME_FORMAT of microseconds, and STR_TO_DATE for formats that are no literals. */
export const TIME_FUNCTIONS: readonly NativeFunction[] = [
  { name: 'date_format', parameters: [BIGINT, VARCHAR], result: VARCHAR, compute: (micros, format) => formatTime(micros as bigint, String(format)) },
  { name: 'time_format', parameters: [BIGINT, VARCHAR], result: VARCHAR, compute: (micros, format) => formatClock(micros as bigint, String(format)) },
  { name: 'str_to_date', parameters: [VARCHAR, VARCHAR], result: VARCHAR, compute: (text, format) => readerOf(String(format))(String(text)) },
];

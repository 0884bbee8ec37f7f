import { expect, test } from 'vitest';
import { readBinaryValue, writeBinaryDate, writeBinaryDateTime, writeBinaryTime, writeBinaryZeroDate } from '../../protocol/binary-value.js';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { MysqlType } from '../../protocol/column-types.js';
import { beginBinaryRow, readBinaryRow, setBinaryNull } from '../../protocol/packets/binary-row.js';
import { PayloadReader } from '../../protocol/payload-reader.js';

function written(write: (bytes: ByteWriter) => void): string {
  const bytes = new ByteWriter();
  write(bytes);
  return bytes.take().toString('hex').replace(/..(?=.)/g, '$& ');
}

/** Microseconds of 19:27:30.000001. */
const CLOCK = (19 * 3600 + 27 * 60 + 30) * 1_000_000 + 1;

// The values are the examples of the manual page "Binary Protocol Value", the row that of "Binary Protocol Resultset".

test.each<[name: string, type: number, hex: string, text: string, write: (bytes: ByteWriter) => void]>([
  ['a date', MysqlType.DATE, '04 da 07 0a 11', '2010-10-17', (bytes) => { writeBinaryDate(bytes, 2010, 10, 17); }],
  ['a datetime', MysqlType.DATETIME, '0b da 07 0a 11 13 1b 1e 01 00 00 00', '2010-10-17 19:27:30.000001', (bytes) => { writeBinaryDateTime(bytes, 2010, 10, 17, CLOCK); }],
  ['a datetime without a fraction', MysqlType.DATETIME, '07 da 07 0a 11 13 1b 1e', '2010-10-17 19:27:30', (bytes) => { writeBinaryDateTime(bytes, 2010, 10, 17, CLOCK - 1); }],
  ['midnight', MysqlType.DATETIME, '04 da 07 0a 11', '2010-10-17', (bytes) => { writeBinaryDateTime(bytes, 2010, 10, 17, 0); }],
  ['no date', MysqlType.DATETIME, '00', '0000-00-00', writeBinaryZeroDate],
  ['a time', MysqlType.TIME, '0c 01 78 00 00 00 13 1b 1e 01 00 00 00', '-2899:27:30.000001', (bytes) => { writeBinaryTime(bytes, -(120 * 86_400_000_000 + CLOCK)); }],
  ['a time without a fraction', MysqlType.TIME, '08 01 78 00 00 00 13 1b 1e', '-2899:27:30', (bytes) => { writeBinaryTime(bytes, -(120 * 86_400_000_000 + CLOCK - 1)); }],
  ['no time', MysqlType.TIME, '00', '00:00:00', (bytes) => { writeBinaryTime(bytes, 0); }],
])('%s', (_name, type, hex, text, write) => {
  expect(written(write)).toBe(hex);
  expect(readBinaryValue(new PayloadReader(Buffer.from(hex.replaceAll(' ', ''), 'hex')), { type, unsigned: false })).toBe(text);
});

test('a row', () => {
  const hex = written((bytes) => {
    beginBinaryRow(bytes, 1);
    bytes.lenencText('foobar');
  });
  expect(hex).toBe('00 00 06 66 6f 6f 62 61 72');
});

test.each([1, 5, 6, 7, 14, 15, 100])('a row of %i columns whose every third is NULL', (count) => {
  const bytes = new ByteWriter();
  // Behind something else, as rows are.
  bytes.text('before');
  const start = bytes.length;
  const bitmap = beginBinaryRow(bytes, count);
  const values = Array.from({ length: count }, (_, column) => (column % 3 === 0 ? null : column));
  for (const [column, value] of values.entries()) {
    if (value === null) setBinaryNull(bytes, bitmap, column);
    else bytes.uint16(value);
  }
  const types = values.map(() => ({ type: MysqlType.SHORT, unsigned: true }));
  expect(readBinaryRow(bytes.take().subarray(start), types)).toEqual(values);
});

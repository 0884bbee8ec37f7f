import { describe, expect, it } from 'vitest';
import { BadData } from '../../engine/formats/delimited/bad-data.js';
import type { DelimitedOptions } from '../../engine/formats/delimited/options.js';
import { tokenizer } from '../../engine/formats/delimited/tokenizer.js';
import { SEED, seededRandom } from '../support/random.js';

const CSV: DelimitedOptions = {
  type: 'CSV', fieldDelimiter: ',', recordDelimiter: '\n', quote: '"', escape: '', skipHeader: 0, trimSpace: false, allowQuotedNulls: false, nullDisplay: '\\N',
  emptyIsText: false, quotedEmptyIsText: true, compression: 'NONE', encoding: 'utf-8', replaceBadCharacters: false,
};
const TEXT: DelimitedOptions = { ...CSV, type: 'TEXT', fieldDelimiter: '\t', quote: '' };

/** Fields with whether they were quoted, and where each record begins; or what is wrong. */
function read(text: string, options: DelimitedOptions, chunkBytes: number): unknown {
  const found: unknown[] = [];
  const records = tokenizer(options, {
    field(field, quoted) { found.push([Buffer.from(field.bytes.subarray(0, field.length)).toString('latin1'), quoted]); },
    record(index, line) { found.push([index, line]); },
  });
  const bytes = Buffer.from(text, 'latin1');
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) records.push(bytes.subarray(at, at + chunkBytes));
    records.end();
  } catch (error) {
    if (!(error instanceof BadData)) throw error;
    found.push(error.message);
  }
  return found;
}

describe('records are the same however the file comes in pieces', () => {
  const pieces = ['a', 'some text', ',', ';', '||', '|', '\t', '\n', '\r\n', '\r', '"', '""', '\\', '\\n', '\\x4', '\\N', ' '];
  it.each<[string, DelimitedOptions]>([
    ['CSV', CSV], ['with an escape', { ...CSV, escape: '\\' }], ['with a long delimiter', { ...CSV, fieldDelimiter: '||' }], ['with records that end in ;', { ...CSV, recordDelimiter: ';' }],
    ['TEXT', TEXT], ['TEXT with CRLF', { ...TEXT, recordDelimiter: '\r\n' }], ['lines', { ...TEXT, fieldDelimiter: '' }], ['TEXT with records that end in ;', { ...TEXT, recordDelimiter: ';' }],
  ])('%s', (_, options) => {
    const random = seededRandom();
    for (let round = 0; round < 400; round += 1) {
      const text = Array.from({ length: Math.floor(random() * 60) }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const expected = read(text, options, 1);
      for (const chunkBytes of [2, 7, 1000]) expect({ text, found: read(text, options, chunkBytes) }, `seed ${SEED}`).toEqual({ text, found: expected });
    }
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { textShape, type TextShape } from '../../engine/formats/shape/text-shape.js';
import { Threads } from '../../engine/threads/threads.js';
import { SEED, seededRandom } from '../support/random.js';
import { temporaryDirectory } from '../support/stagewire.js';

const SOURCE = 'engine/formats/shape/text-shape.wat';
const MODULE = 'engine/formats/shape/text-shape.wasm';

describe('the shape of a text file', async () => {
  const directory = await temporaryDirectory();
  const threads = new Threads(3, 256 * 1024 ** 2);
  afterAll(async () => {
    await threads.close();
    await directory.remove();
  });

  const found = async (text: string | Buffer, quote: string | null = '"'): Promise<TextShape> => {
    const path = join(directory.path, 'text');
    await writeFile(path, text);
    try {
      return await textShape(path, { quote: quote?.charCodeAt(0) ?? null, delimiter: ','.charCodeAt(0), nullByte: '\\'.charCodeAt(0) }, { threads, signal: new AbortController().signal });
    } finally {
      await rm(path);
    }
  };

  // Update with `npm run wasm`.
  it('is found by a module made of its source', async () => {
    const assembler = await wabt();
    const { buffer } = assembler.parseWat(SOURCE, readFileSync(SOURCE, 'utf8'), { simd: true }).toBinary({});
    if (process.env['STAGEWIRE_UPDATE_WASM'] === '1') writeFileSync(MODULE, buffer);
    expect(Buffer.from(buffer).equals(readFileSync(MODULE))).toBe(true);
  });

  it.each([
    ['', { records: 0, lines: 0, recordEnds: 'LF', mostFields: 1, longest: 0 }],
    ['a,b\nc', { records: 2, lines: 2, recordEnds: 'LF', mostFields: 2, longest: 3, hasQuotes: false }],
    ['a\r\n\r\nb\r\n', { records: 2, lines: 3, recordEnds: 'CRLF', hasBlankLines: true }],
    ['a\r\nb\r\n', { records: 2, hasBlankLines: false }],
    ['\na', { records: 1, hasBlankLines: true }],
    ['a\r\nb\n', { recordEnds: 'mixed' }],
    ['a\rb\r', { recordEnds: 'mixed', records: 2 }],
    ['a\r', { recordEnds: 'mixed', records: 1 }],
    ['"a","b""c"\n"",""""', { hasQuotes: true, hasOddQuotes: false, hasQuotedLineEnds: false, records: 2 }],
    ['\uFEFF"a"\n', { hasQuotes: true, hasOddQuotes: false, records: 1 }],
    ['"a\nb",c\r\n', { hasOddQuotes: false, hasQuotedLineEnds: true, records: 1, recordEnds: 'CRLF', lines: 2 }],
    [' "a"\n', { hasOddQuotes: true }],
    ['"a" \n', { hasOddQuotes: true }],
    ['"a"b\n', { hasOddQuotes: true }],
    ['a"b\n', { hasOddQuotes: true }],
    ['a,"b', { hasOddQuotes: true }],
  ] satisfies [string, Partial<TextShape>][])('%j', async (text, expected) => {
    expect(await found(text)).toMatchObject(expected);
  });

  it.each([62, 63, 64, 128 * 1024 - 2, 128 * 1024 - 1])('is the same where blocks and reads end, %d bytes on', async (length) => {
    const record = 'x'.repeat(length);
    expect(await found(`${record}\r\n"a",b`)).toMatchObject({ recordEnds: 'CRLF', hasQuotes: true, hasOddQuotes: false, hasQuotedLineEnds: false, records: 2, mostFields: 2, longest: length });
    expect(await found(`${record}\n"a""b"`)).toMatchObject({ recordEnds: 'LF', hasOddQuotes: false, records: 2 });
    expect(await found(`${record}\n"a\n"\n`)).toMatchObject({ hasOddQuotes: false, hasQuotedLineEnds: true, records: 2, lines: 3 });
    expect(await found(`${record}"\n`)).toMatchObject({ hasOddQuotes: true });
    expect(await found(`"${record}"x\n`)).toMatchObject({ hasOddQuotes: true });
    expect(await found(`${record}\r\n\n`)).toMatchObject({ recordEnds: 'mixed', records: 1 });
  });

  it.each([0, 1, 2, 3, 128 * 1024 - 3, 128 * 1024 - 2, 128 * 1024 - 1, 128 * 1024])('tells UTF-8 from what is none, %d bytes on', async (length) => {
    const before = Buffer.alloc(length, 'x');
    const of = async (...bytes: number[]): Promise<boolean> => (await found(Buffer.concat([before, Buffer.from(bytes)]))).isUtf8;
    expect(await of(...Buffer.from('é中😀'))).toBe(true);
    expect(await of(...Buffer.from('😀'), 10)).toBe(true);
    for (const bad of [[0xe9], [0xe9, 10], [0x80], [0xf0, 0x9f, 0x98], [0xf0, 0x9f, 0x98, 10], [0xc3, 0xa9, 0xa9]]) expect(await of(...bad), String(bad)).toBe(false);
  });

  it('is the same of a large file, which threads look through in parts', async () => {
    const size = 33 * 1024 ** 2;
    const record = `"a ""b""",c,${'d'.repeat(40)}`;
    const repeated = (end: string, others: readonly string[] = []): Buffer => {
      const text = `${[...others, ''].join(end)}${`${record}${end}`.repeat(1000)}`;
      return Buffer.from(text.repeat(Math.ceil(size / text.length)));
    };
    const whole = (buffer: Buffer): TextShape => slowShape(buffer.toString());
    const plain = repeated('\n');
    expect(await found(plain)).toEqual(whole(plain));
    const varied = repeated('\r\n', ['x', '', 'é,,,,']);
    expect(await found(varied)).toEqual(whole(varied));
    // Parts that begin within quotes.
    const quoted = repeated('\n', [`"${'line, ""\n'.repeat(100_000)}"`]);
    expect(await found(quoted)).toEqual(whole(quoted));
    expect(await found(Buffer.concat([plain, Buffer.from('a"b\n')]))).toMatchObject({ hasOddQuotes: true });
    expect(await found(Buffer.concat([plain, Buffer.from([0xe9, 10]), plain]))).toMatchObject({ isUtf8: false });
    expect(await found(Buffer.alloc(size, 'x'))).toMatchObject({ records: 1, longest: size });
  });

  it('is what looking at byte after byte finds', async () => {
    const random = seededRandom();
    const below = (count: number): number => Math.floor(random() * count);
    for (let round = 0; round < 300; round += 1) {
      const pieces = ['a', 'bc', ',', ',', '\n', '\r\n', '"', '"', '""', ' ', 'é', '\\'].slice(below(4), 5 + below(8));
      const text = Array.from({ length: below(400) }, () => pieces[below(pieces.length)]).join('');
      const [shape, expected] = [await found(text), slowShape(text)];
      // Where quotes are odd nothing else is asked.
      const asked = (all: TextShape): unknown => (expected.hasOddQuotes ? all.hasOddQuotes : all);
      expect({ text, shape: asked(shape) }, `seed ${SEED}`).toEqual({ text, shape: asked(expected) });
    }
  });
});

/** The same, by the definition. Where quotes are odd nothing else matters. */
function slowShape(text: string): TextShape {
  const bytes = Buffer.from(text);
  const shape = { isUtf8: true, hasQuotes: false, hasOddQuotes: false, hasQuotedLineEnds: false, hasBlankLines: false, hasNullBytes: bytes.includes(92), records: 0, lines: 0, mostFields: 1, longest: 0 };
  let [isOpen, fields, length, lf, crlf, cr] = [false, 1, 0, 0, 0, 0];
  const isEnd = (byte: number | undefined): boolean => byte === undefined || byte === 10 || byte === 13;
  const endsField = (byte: number | undefined): boolean => byte === 44 || isEnd(byte);
  const endRecord = (): void => {
    if (length > 0) shape.records += 1;
    else shape.hasBlankLines = true;
    shape.mostFields = Math.max(shape.mostFields, fields);
    shape.longest = Math.max(shape.longest, length);
    [fields, length] = [1, 0];
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 10) shape.lines += 1;
    if (byte === 34) {
      shape.hasQuotes = true;
      if (isOpen && bytes[at + 1] === 34) { at += 1; length += 2; continue; }
      if (isOpen ? !endsField(bytes[at + 1]) : at > 0 && !endsField(bytes[at - 1])) shape.hasOddQuotes = true;
      isOpen = !isOpen;
    } else if (isOpen) {
      if (isEnd(byte)) shape.hasQuotedLineEnds = true;
    } else if (isEnd(byte)) {
      if (byte === 13) { if (bytes[at + 1] === 10) crlf += 1; else cr += 1; } else if (bytes[at - 1] !== 13) lf += 1;
      if (byte === 13 || bytes[at - 1] !== 13) endRecord();
      continue;
    } else if (byte === 44) {
      fields += 1;
    }
    length += 1;
  }
  if (length > 0) endRecord();
  if (bytes.length > 0 && bytes.at(-1) !== 10) shape.lines += 1;
  return { ...shape, hasOddQuotes: shape.hasOddQuotes || isOpen, recordEnds: cr > 0 || (crlf > 0 && lf > 0) ? 'mixed' : crlf > 0 ? 'CRLF' : 'LF' };
}

import { expect, test } from 'vitest';
import { CHARACTER_SETS } from '../../protocol/charsets/character-sets.js';
import { transcodingOf, type TextCodec } from '../../protocol/charsets/text-codec.js';

function codec(name: string): TextCodec {
  const found = transcodingOf(name);
  if (!found) throw new Error(`no codec for ${name}`);
  return found;
}

/** Bytes by the tables of Unicode's consortium and, for latin1, by MySQL's (manual, "West European Character Sets"). */
test.each([
  ['latin1', 'Aé€', '41e980'],
  ['latin1', '\u0081\u008d\u009d', '818d9d'],
  ['latin2', 'Łódź', 'a3f364bc'],
  ['latin5', 'ğİş', 'f0ddfe'],
  ['latin7', 'ąčę', 'e0e8e6'],
  ['cp1250', 'ž€', '9e80'],
  ['cp1251', 'Привет', 'cff0e8e2e5f2'],
  ['cp1256', 'سلام', 'd3e1c7e3'],
  ['cp1257', 'ąž', 'e0fe'],
  ['cp850', 'é', '82'],
  ['cp852', 'ł', '88'],
  ['cp866', 'Да', '84a0'],
  ['koi8r', 'Да', 'e4c1'],
  ['koi8u', 'ї', 'a7'],
  ['greek', 'αβ', 'e1e2'],
  ['hebrew', 'שלום', 'f9ece5ed'],
  ['tis620', 'ไทย', 'e4b7c2'],
  ['macroman', 'é', '8e'],
  ['macce', 'ł', 'b8'],
  ['gbk', '漢字', '9d68d7d6'],
  ['gb2312', '汉字', 'babad7d6'],
  ['gb18030', '汉😀', 'baba9439fc36'],
  ['big5', '漢字', 'ba7ea672'],
  ['sjis', '漢字ソ', '8abf8e9a835c'],
  ['cp932', '漢字', '8abf8e9a'],
  ['ujis', '漢字', 'b4c1bbfa'],
  ['eucjpms', '漢字', 'b4c1bbfa'],
  ['euckr', '한글', 'c7d1b1db'],
])('%s writes %s as %s and reads it back', (name, text, hex) => {
  const found = codec(name);
  expect(found.encode(text).toString('hex')).toBe(hex);
  expect(found.decode(Buffer.from(hex, 'hex'))).toBe(text);
});

test.each([
  ['latin1', 'a漢b', 'a?b'],
  ['ascii', 'é', '?'],
  ['latin1', '😀!', '?!'],
  ['latin1', '\ufffd', '?'],
  ['gbk', '😀!', '?!'],
  ['gb2312', '漢!€', '?!?'],
  ['euckr', '똠!', '?!'],
])('%s has one question mark for each character that it lacks: %s', (name, text, shown) => {
  expect(codec(name).encode(text).toString('latin1')).toBe(shown);
});

test('ASCII stands in its place in every set that clients may choose', () => {
  const ascii = Buffer.from(Array.from({ length: 128 }, (_, byte) => byte));
  const lacking: string[] = [];
  for (const { name } of CHARACTER_SETS) {
    const found = transcodingOf(name);
    if (found === undefined) lacking.push(name);
    if (!found) continue;
    expect(found.decode(ascii), name).toBe(ascii.toString('latin1'));
    expect(found.encode(ascii.toString('latin1')).equals(ascii), name).toBe(true);
  }
  expect(lacking).toEqual(['armscii8', 'dec8', 'geostd8', 'hp8', 'keybcs2', 'swe7', 'ucs2', 'utf16', 'utf16le', 'utf32']);
});

test('UTF-8 is left alone', () => {
  expect(['utf8mb4', 'utf8mb3', 'binary'].map(transcodingOf)).toEqual([null, null, null]);
});

import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';
import { SESSION } from '../support/session-values.js';

const { dialect, cases } = await dialectForFile({ ...SESSION, systemVariable: (_scope, name) => (name === 'block_encryption_mode' ? 'aes-256-cbc' : null) });

cases('hashes', [
  ["SELECT LEFT(SHA2('abc', 224), 8), LEFT(SHA2('abc', 256), 8), LEFT(SHA2('abc', 384), 8), LEFT(SHA2('abc', 512), 8), SHA2('abc', 0) = SHA2('abc', 256), SHA2('abc', 1), SHA2(NULL, 256)", [['23097d22', 'ba7816bf', 'cb00753f', 'ddaf35a1', true, null, null]]],
  ["SELECT CAST(xxhash32('1234567890') AS CHAR), CAST(xxhash64('1234567890') AS CHAR), CAST(siphash64('1234567890') AS CHAR), blake3('1234567890')", [['3896585587', '12237639266330420150', '18110648197875983073', 'd12e417e04494572b561ba2c12c3d7f9e5107c4747e27b9a8a54f8480c63e841']]],
  ["SELECT count(DISTINCT xxhash64(number)), count(DISTINCT sha2(number, 512)) FROM numbers(5000)", [[5000, 5000]]],
]);

cases('compression', [
  ["SELECT CAST(UNCOMPRESS(COMPRESS(REPEAT('ab', 500))) AS CHAR) = REPEAT('ab', 500), LENGTH(COMPRESS(REPEAT('ab', 500))) < 50, UNCOMPRESSED_LENGTH(COMPRESS('hello')), UNCOMPRESS('no'), COMPRESS(''), UNCOMPRESS(NULL)", [[true, true, 5, null, '', null]]],
]);

describe('AES', () => {
  const key = 'a key that is longer than the thirty-two bytes of it';
  const folded = Buffer.alloc(32);
  for (const [index, byte] of Buffer.from(key).entries()) folded[index % 32] = (folded[index % 32] ?? 0) ^ byte;

  it('is that of the session, with the folded key of MySQL', async () => {
    const cipher = createCipheriv('aes-256-cbc', folded, Buffer.from('0123456789abcdef'));
    const expected = Buffer.concat([cipher.update('text'), cipher.final()]).toString('hex');
    expect(await dialect.rows(`SELECT AES_ENCRYPT('text', '${key}', '0123456789abcdef'), CAST(AES_DECRYPT(AES_ENCRYPT('text', '${key}', '0123456789abcdef'), '${key}', '0123456789abcdef') AS CHAR), AES_DECRYPT('xx', 'k', '0123456789abcdef')`)).toEqual([[expected, 'text', null]]);
  });

  it('needs what its mode needs', async () => {
    await expect(dialect.rows("SELECT AES_ENCRYPT('text', 'k', 'short')")).rejects.toThrow('initialization vector');
  });
});

cases('formats of times', [
  ["SELECT DATE_FORMAT('2009-10-04 22:23:00', '%W %M %Y'), DATE_FORMAT('1900-10-04 22:23:00', '%D %y %a %d %m %b %j'), DATE_FORMAT('1997-10-04 22:23:00', '%H %k %I %r %T %S %w'), DATE_FORMAT('1999-01-01', '%X %V'), DATE_FORMAT('2024-12-31', '%x-%v %U %u')", [['Sunday October 2009', '4th 00 Thu 04 10 Oct 277', '22 22 10 10:23:00 PM 22:23:00 00 6', '1998 52', '2025-01 52 53']]],
  ["SELECT DATE_FORMAT(d, f) FROM (VALUES (TIMESTAMP '2024-03-05 07:08:09.5', '%Y/%m/%d %f %h%p %%'), (TIMESTAMP '1969-12-31 23:59:59.25', '%Y %f %s'), (NULL, '%Y')) t(d, f)", [['2024/03/05 500000 07AM %'], ['1969 250000 59'], [null]]],
  ["SELECT TIME_FORMAT('100:05:06', '%H %k %h %I %l %i %s'), TIME_FORMAT('10:05:06.5', '%T.%f %p')", [['100 100 04 04 4 05 06', '10:05:06.500000 AM']]],
  ["SELECT STR_TO_DATE(s, f) FROM (VALUES ('01,5,2013', '%d,%m,%Y'), ('May 1, 2013 at 9 PM', '%M %e, %Y at %l %p'), ('2013-121', '%Y-%j'), ('9 of 13', '%d of %m'), ('2024-02-30', '%F')) t(s, f)", [['2013-05-01 00:00:00.000000'], ['2013-05-01 21:00:00.000000'], ['2013-05-01 00:00:00.000000'], [null], [null]]],
]);

it('functions written here serve many chunks of rows', async () => {
  // The first weeks of the 28 years from 2024 on.
  expect(await dialect.rows("SELECT count(*) FROM numbers(10000) WHERE DATE_FORMAT(DATE '2024-01-01' + INTERVAL number DAY, '%v') = '01'")).toEqual([[196]]);
});

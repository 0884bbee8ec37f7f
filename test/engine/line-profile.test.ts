import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lineProfile } from '../../engine/formats/line-profile.js';
import { Threads } from '../../engine/threads/threads.js';
import { SEED, seededRandom } from '../support/random.js';
import { temporaryDirectory } from '../support/stagewire.js';

const LOOSE = /,\s*[\]}]|(?:^|[\s,:[-])(?:nan|inf(?:inity)?)(?:$|[\s,\]}])/i;

describe('lines that may be JSON to DuckDB alone', async () => {
  const directory = await temporaryDirectory();
  const threads = new Threads(2, 256 * 1024 ** 2);
  afterAll(async () => {
    await threads.close();
    await directory.remove();
  });

  const isSuspect = async (text: string): Promise<boolean> => {
    const path = join(directory.path, 'lines');
    await writeFile(path, text);
    try {
      return (await lineProfile(path, { threads, signal: new AbortController().signal })).mayBeLooseJson;
    } finally {
      await rm(path);
    }
  };

  it.each(['{"a":1,}', '[1 ,\t]', '[1,   ]', 'NaN', '[-nan]', '{"a":Infinity}', '{"a": -inf,"b":1}', '[1,iNf]'])('%s', async (line) => {
    expect(await isSuspect(line)).toBe(true);
    for (const length of [1, 59, 60, 62, 128 * 1024 - 4, 128 * 1024 - 2, 128 * 1024 - 1]) expect(await isSuspect(`${'x'.repeat(length - 1)}\n${line}\n`), String(length)).toBe(true);
  });

  it.each(['{"a":1}', '{"a":[],"b":{}}', '{"a":"banana, information, Nancy"}', '[null,true,false,1e5]', ''])('none: %s', async (line) => {
    expect(await isSuspect(`${line}\n`.repeat(3000))).toBe(false);
  });

  it('are all found', async () => {
    const random = seededRandom();
    const pieces = ['{', '}', '[', ']', ',', ':', ' ', '\n', '"a"', '1', '-', 'nan', 'NaN', 'inf', 'Infinity', 'n', 'i'];
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: 1 + Math.floor(random() * 60) }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      if (text.split('\n').some((line) => LOOSE.test(line))) expect({ text, found: await isSuspect(text) }, `seed ${SEED}`).toEqual({ text, found: true });
    }
  });
});

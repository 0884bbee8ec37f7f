import { createHash, randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BLOCK_BYTES, inBlocks } from '../../storage/stream-blocks.js';

const asItIs = (error: unknown): Error => error as Error;

test('gives every byte once, in whole blocks but for the last, whatever the chunks and the speeds', async () => {
  const bytes = randomBytes(5 * BLOCK_BYTES + 12_345);
  const cuts = [1, 70_000, BLOCK_BYTES - 1, 2.5 * BLOCK_BYTES, 65_536, 65_536, 9];
  for (const pausing of [false, true]) {
    const source = new PassThrough({ highWaterMark: 128 * 1024 });
    const feeding = (async () => {
      let at = 0;
      for (let turn = 0; at < bytes.length; turn += 1) {
        const chunk = bytes.subarray(at, at + (cuts[turn % cuts.length] ?? 1));
        at += chunk.length;
        if (!source.write(chunk)) await new Promise((resolve) => source.once('drain', resolve));
      }
      source.end();
    })();
    const hash = createHash('sha256');
    const sizes: number[] = [];
    for await (const block of inBlocks(source, asItIs)) {
      if (pausing) await nextTurn();
      hash.update(block);
      sizes.push(block.length);
    }
    await feeding;
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(sizes).toEqual([...Array<number>(5).fill(BLOCK_BYTES), 12_345]);
  }
});

test('a stream without bytes has no block', async () => {
  await expect(inBlocks(Readable.from([]), asItIs).next()).resolves.toEqual({ done: true, value: undefined });
});

test('holds two blocks and what the stream holds, however slow its reader is', async () => {
  let given = 0;
  const source = new Readable({
    highWaterMark: 64 * 1024,
    read() {
      given += 64 * 1024;
      this.push(Buffer.alloc(64 * 1024));
    },
  });
  const blocks = inBlocks(source, asItIs);
  await blocks.next();
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
  expect(given).toBeLessThanOrEqual(2 * BLOCK_BYTES + 4 * 64 * 1024);
  await blocks.return();
  expect(source.isPaused()).toBe(true);
  expect(source.destroyed).toBe(false);
});

test('a stream that failed before it was read, fails amid, or closes early throws', async () => {
  const translate = (error: unknown): Error => new Error(`translated: ${(error as Error).message}`);
  const failed = new PassThrough();
  const early = inBlocks(failed, translate);
  failed.destroy(new Error('at once'));
  await nextTurn();
  await expect(early.next()).rejects.toThrow('translated: at once');
  await expect(inBlocks(failed, translate).next()).rejects.toThrow('translated: at once');

  const amid = new PassThrough();
  amid.write('some');
  const some = inBlocks(amid, translate).next();
  amid.destroy(new Error('amid'));
  await expect(some).rejects.toThrow('translated: amid');

  const closed = new PassThrough();
  const rest = inBlocks(closed, translate).next();
  closed.destroy();
  await expect(rest).rejects.toThrow('translated: the stream ended early');
});

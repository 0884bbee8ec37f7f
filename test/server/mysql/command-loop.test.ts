import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CommandLoop, type Answerer } from '../../../server/mysql/command-loop.js';
import { IdleTimer } from '../../../server/mysql/idle-timer.js';
import { PacketChannel } from '../../../server/mysql/packet-channel.js';
import { until } from '../../support/until.js';

/** A peer that takes what is written when it is told to. */
class SlowPeer extends Duplex {
  /** Each says that a write has been taken. */
  readonly waiting: (() => void)[] = [];

  constructor() {
    super({ writableHighWaterMark: 16 * 1024 });
  }

  override _read(): void {
    // The test pushes what it says.
  }

  override _write(_chunk: Buffer, _encoding: string, taken: () => void): void {
    this.waiting.push(taken);
  }

  setTimeout(): this {
    return this;
  }
}

it('a client is idle only when it has taken the end of its answer', async () => {
  const peer = new SlowPeer();
  const channel = new PacketChannel(peer as unknown as Socket, 1 << 24, () => undefined);
  let rests = 0;
  const answerer: Answerer = {
    isLeaving: false,
    async answer() {
      await nextTurn();
      channel.packets.begin().bytes(Buffer.alloc(50_000));
      channel.packets.end();
    },
    recall: () => null,
    rest: () => { rests += 1; },
  };
  const idle = new IdleTimer({ limitMs: () => 60_000, idleSince: () => null, expired: () => undefined });
  const running = new CommandLoop(channel, answerer, idle).run();
  expect(rests).toBe(1);
  peer.push(Buffer.from([1, 0, 0, 0, 14]));
  await until('the answer is sent', () => peer.waiting.length > 0);
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  expect(rests).toBe(1);
  peer.waiting.shift()?.();
  await until('the client is waited for', () => rests === 2);
  idle.stop();
  peer.destroy();
  await running;
});

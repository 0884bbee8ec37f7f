import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PacketChannel } from '../../../server/mysql/packet-channel.js';

const server = createServer();
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => { server.close(); });

/** Both ends of a connection. */
async function pair(): Promise<{ readonly client: Socket; readonly accepted: Socket }> {
  const arrives = once(server, 'connection') as Promise<[Socket]>;
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
  const [accepted] = await arrives;
  return { client, accepted };
}

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('closing what the peer has closed already leaves nothing that would keep it in memory', async () => {
  const { client, accepted } = await pair();
  const channel = new PacketChannel(accepted, 1024, () => undefined);
  const closed = new Promise((resolve) => accepted.once('close', resolve));
  client.resetAndDestroy();
  await closed;
  const before = timers();
  channel.close();
  expect(timers()).toBe(before);
});

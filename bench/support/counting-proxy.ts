import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** Stands in front of a server on this machine and counts what comes from it. */
export interface CountingProxy {
  readonly port: number;
  /** Bytes since the last call. */
  take(): number;
  stop(): Promise<void>;
}

export async function startCountingProxy(targetPort: number): Promise<CountingProxy> {
  let received = 0;
  const open = new Set<{ destroy(): void }>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [[client, target], [target, client]] as const) {
      open.add(socket);
      socket.on('error', () => { other.destroy(); }).on('close', () => { open.delete(socket); other.destroy(); });
    }
    client.pipe(target);
    target.on('data', (chunk: Buffer) => { received += chunk.length; }).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const bytes = received;
      received = 0;
      return bytes;
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

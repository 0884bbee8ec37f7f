import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** About as long as the packets that begin a MySQL connection and answer SELECT 1. */
const GREETING = Buffer.alloc(90, 'g');

/** The least that a server in Node can do: greets, then sends back what it gets. Prints its port. */
const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.write(GREETING);
  socket.pipe(socket);
});
server.listen(0, '127.0.0.1', () => { console.log((server.address() as AddressInfo).port); });

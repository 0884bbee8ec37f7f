import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * The least that a server in Node can do for a statement: whatever comes, the answer to SELECT 1 (for a
 * client without EOF packets) goes back. Prints its port.
 */
const ANSWER = Buffer.from(
  '0100000101' + // one column
    '1700000203646566000000013100' + '0c3f00140000000881000000' + '00' + // its definition
    '020000030131' + // the row
    '07000004fe000002000000', // OK
  'hex',
);
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.on('data', () => {
    socket.write(ANSWER);
  });
});
server.listen(0, '127.0.0.1', () => { console.log((server.address() as AddressInfo).port); });

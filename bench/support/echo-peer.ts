import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** About as long as a login, and as SELECT 1. */
const MESSAGE = Buffer.alloc(80, 'm');

/** A connection that was greeted. */
export async function connectEcho(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'data');
  return socket;
}

export async function roundTrip(socket: Socket): Promise<void> {
  socket.write(MESSAGE);
  await once(socket, 'data');
}

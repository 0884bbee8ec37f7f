import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

/** About as long as a login, and as SELECT 1. */
const MESSAGE = Buffer.alloc(80, 'm');

/** The echo server in a process of its own. */
export interface EchoServer {
  readonly port: number;
  stop(): void;
}

export async function startEchoServer(): Promise<EchoServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'echo-server.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { port: Number(line.toString()), stop: () => child.kill() };
}

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

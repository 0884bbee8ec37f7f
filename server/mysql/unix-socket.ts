import { lstat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { StagewireError } from '../../errors/index.js';

/**
 * Removes the Unix socket that a server left which is dead.
 * @throws StagewireError (InvalidConfig) when a server answers there, or when it is another kind of file
 */
export async function removeStaleSocket(path: string): Promise<void> {
  const existing = await lstat(path).catch(() => null);
  if (existing === null) return;
  if (!existing.isSocket()) throw new StagewireError('InvalidConfig', `STAGEWIRE_MYSQL_SOCKET ${path} exists and is not a socket`);
  if (await answers(path)) throw new StagewireError('InvalidConfig', `another server listens on STAGEWIRE_MYSQL_SOCKET ${path}`);
  await unlink(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => { resolve(false); });
  });
}

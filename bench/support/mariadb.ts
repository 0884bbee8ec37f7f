import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { userInfo } from 'node:os';
import mysql from 'mysql2/promise';
import { run } from './run.js';
import { withDirectory } from './temporary.js';

const STARTUP_MS = 30_000;

export interface Mariadb {
  readonly pid: number;
  readonly port: number;
}

/**
 * Runs something beside a private MariaDB (package mariadb-server), or says what is skipped and gives null
 * where there is none. Its `root` has no password; its database `bench` is empty.
 */
export async function withMariadb<T>(what: string, work: (mariadb: Mariadb) => Promise<T>): Promise<T | null> {
  return withDirectory(async (directory) => {
    const { username } = userInfo();
    const data = join(directory, 'data');
    try {
      await run('mariadb-install-db', '--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', `--user=${username}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      console.error(`*** SKIPPED: no MariaDB server found, so ${what} has no such peer; install the package mariadb-server`);
      return null;
    }
    const port = await freePort();
    const child = spawn(
      'mariadbd',
      ['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(directory, 'socket')}`, `--user=${username}`, '--skip-log-bin'],
      { stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    try {
      await waitUntilReady(port);
      return await work({ pid: child.pid ?? 0, port });
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });
}

async function waitUntilReady(port: number): Promise<void> {
  const deadline = performance.now() + STARTUP_MS;
  for (;;) {
    try {
      const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
      await connection.query('CREATE DATABASE bench');
      await connection.end();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STARTUP_MS = 30_000;

/** A program that tests talk to, and that not every machine has. */
export interface Tool {
  readonly name: string;
  /** Names its file; without it the file is looked for on the PATH, in `$GOBIN` and in `~/go/bin`. */
  readonly variable: string;
  readonly file: string;
}

/**
 * The path of a program; null where it is missing, after saying on standard error what is skipped.
 * With `STAGEWIRE_TEST_REQUIRE_ALL=1` that is an error.
 */
export function findTool({ name, variable, file }: Tool, whatNeedsIt: string): string | null {
  const given = process.env[variable];
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), process.env['GOBIN'] ?? '', join(homedir(), 'go', 'bin')];
  const candidates = given ? [given] : directories.filter((directory) => directory !== '').map((directory) => join(directory, file));
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  const text = `no ${name} found, so ${whatNeedsIt} cannot run; install it or set ${variable}`;
  if (process.env['STAGEWIRE_TEST_REQUIRE_ALL'] === '1') throw new Error(text);
  process.stderr.write(`\n*** SKIPPED: ${text}\n\n`);
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

/** How to start a server on a port of the loopback, with its data in a directory. */
export interface ServerCommand {
  readonly name: string;
  readonly binary: string;
  readonly args: (port: number, directory: string) => Promise<readonly string[]>;
  readonly env?: Readonly<Record<string, string>>;
  /** A path that is answered, with any status below 500, once the server is ready. */
  readonly readyPath: string;
}

/** Starts a server with a temporary directory, and waits until it is ready. */
export async function startLocalServer(command: ServerCommand): Promise<LocalServer> {
  const directory = await mkdtemp(join(tmpdir(), `stagewire-${command.name.toLowerCase()}-`));
  const port = await freePort();
  const child = spawn(command.binary, await command.args(port, directory), { stdio: 'ignore', env: { ...process.env, ...command.env } });
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  const origin = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(child, command, origin);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, stop };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function waitUntilReady(child: ChildProcess, { name, readyPath }: ServerCommand, origin: string): Promise<void> {
  const deadline = Date.now() + STARTUP_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it was ready`);
    const ready = await fetch(origin + readyPath).then(({ status }) => status < 500, () => false);
    if (ready) return;
    await sleep(50);
  }
  throw new Error(`${name} was not ready in time`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Cluster } from './cluster.js';
import { commandLine } from './launcher.js';
import { STOP_SIGNALS } from './orphan.js';

const READY = 'database system is ready to accept connections';
/** Recovery after a crash can take a while, so this is long. */
const READY_TIMEOUT_MS = 120_000;
const LINES_KEPT = 20;

/** A catalog is small and the machine may be a laptop: little memory, few processes, nothing lost (fsync stays on). */
const SETTINGS: Readonly<Record<string, string>> = {
  unix_socket_directories: '',
  shared_buffers: '32MB',
  max_connections: '50',
  max_worker_processes: '1',
  max_parallel_workers: '0',
  autovacuum_max_workers: '1',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  wal_level: 'minimal',
  min_wal_size: '16MB',
  max_wal_size: '128MB',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  // Its own doings, but not each statement that fails: those errors come to us as answers.
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_line_prefix: '',
};

/** The start failed; the message has PostgreSQL's last lines. */
export class PostmasterFailure extends Error {
  readonly portTaken: boolean;

  constructor(lines: readonly string[]) {
    super(lines.slice(-5).join(' | ') || 'no message from it');
    this.portTaken = lines.some((line) => line.includes('could not bind'));
  }
}

/** A running PostgreSQL server process. */
export interface Postmaster {
  /** Resolves when it has ended, for whatever reason, with how. */
  readonly exited: Promise<string>;
  /** Fast shutdown: sessions are ended, everything is on disk; harder after 10 s. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on the loopback `port` and waits until it accepts connections. Its messages go to
 * `log`. It gets a process group of its own, so that Ctrl-C in a terminal reaches only us.
 *
 * @throws PostmasterFailure
 */
export async function startPostmaster(cluster: Cluster, postgres: string, port: number, log: Logger): Promise<Postmaster> {
  const settings = { listen_addresses: '127.0.0.1', port: String(port), ...SETTINGS };
  const { file, args } = commandLine(cluster.launcher, postgres, [
    '-D',
    cluster.directory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const child = spawn(file, args, { ...cluster.launcher.options, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const interruptAtExit = (): void => {
    child.kill('SIGINT');
  };
  process.once('exit', interruptAtExit);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
    });
  }).finally(() => process.off('exit', interruptAtExit));
  const messagesEnded = new Promise<void>((resolve) => child.once('close', resolve));
  const stop = (): Promise<void> => stopChild(child, exited);

  const lines: string[] = [];
  const ready = followMessages(child, log, lines);
  const timeout = new AbortController();
  const outcome = await Promise.race([
    ready.then(() => 'ready' as const),
    exited.then(() => 'exited' as const),
    sleep(READY_TIMEOUT_MS, 'late' as const, { signal: timeout.signal }),
  ]);
  timeout.abort();
  if (outcome === 'ready') return { exited, stop };
  if (outcome === 'late') await stop();
  // Its last lines can arrive after its end; a process it left behind can hold the pipe open.
  await Promise.race([messagesEnded, sleep(500)]);
  throw new PostmasterFailure(lines.length > 0 ? lines : [await exited]);
}

/** Logs its messages, keeps the last in `lines`, resolves when it says that it is ready. */
function followMessages(child: ChildProcess, log: Logger, lines: string[]): Promise<void> {
  const { stderr } = child;
  if (!stderr) throw new Error('PostgreSQL was started without a pipe for its messages');
  return new Promise((resolve) => {
    createInterface({ input: stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
      log[/^(FATAL|PANIC):/.test(line) ? 'warn' : 'debug']({ postgres: line }, 'embedded PostgreSQL');
      if (line.includes(READY)) resolve();
    });
  });
}

async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  for (const [signal, patience] of STOP_SIGNALS) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const late = new AbortController();
    await Promise.race([exited, sleep(patience, undefined, { signal: late.signal })]);
    late.abort();
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

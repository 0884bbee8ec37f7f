#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { StagewireError } from '../errors/index.js';
import { openLog } from './log.js';
import { LoggedEvents } from './logged-events.js';
import { readSettings, SettingsError, type Settings } from './settings.js';
import { startStagewire, type Stagewire } from './stagewire.js';
import { linesToTry } from './lines-to-try.js';

/** Time for running statements to finish after SIGTERM or SIGINT. */
const STOP_DEADLINE_MS = 10_000;

/**
 * V8 counts the bytes of sockets, which are not in its heap, towards the size at which it collects all of
 * it. With a live heap as small as ours its own choice of that size leads to a full collection every 30 MiB
 * of an upload, which doubles the upload's processor time. The heap may grow to twice what is live instead.
 */
const HEAP_GROWING_PERCENT = 100;
setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);

/** An error of the start as lines for a person; a fault of ours keeps its stack. */
function startFailure(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  if (error instanceof StagewireError) return error.text;
  const listenFailure = explainListenFailure(error);
  if (listenFailure !== null) return listenFailure;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A port or host that can't be had is a matter of the settings. */
function explainListenFailure(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  if (error.syscall === 'getaddrinfo') return `${error.message}; check STAGEWIRE_HOST`;
  if (error.syscall !== 'listen') return null;
  if (error.code === 'EADDRINUSE') return `${error.message}; is another server running there?`;
  return `${error.message}; check STAGEWIRE_HOST, STAGEWIRE_MYSQL_PORT and STAGEWIRE_HTTP_PORT`;
}

function refuse(error: unknown): never {
  for (const line of startFailure(error).split('\n')) process.stderr.write(`stagewire: ${line}\n`);
  process.exit(1);
}

function settingsFromEnvironment(): Settings {
  try {
    return readSettings(process.env, process.stderr.isTTY);
  } catch (error) {
    return refuse(error);
  }
}

const settings = settingsFromEnvironment();
const logged = new LoggedEvents();
const log = openLog(settings, logged);

let stopping: Promise<never> | null = null;
let started: Stagewire | null = null;
const starting: Promise<Stagewire> = startStagewire(settings, log, logged);

/** Ends the process; signals during the end change nothing, its time is bounded. */
function stop(exitCode: number): void {
  stopping ??= (async () => {
    const server = await starting.catch(refuse);
    await server.stop(STOP_DEADLINE_MS);
    log.info('stagewire stopped');
    process.exit(exitCode);
  })();
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => { stop(0); });
/**
 * What was thrown out of a callback may have left anything half done (Node's manual, "Warning: Using 'uncaughtException' correctly"):
 * what runs is finished, and the process ends.
 */
process.on('uncaughtException', (error: unknown) => {
  log.fatal({ err: error }, 'unexpected fault; stopping');
  stop(1);
});

/**
 * A promise that failed with nobody to see it left nothing half done but what would have waited for it. Which connection that is Node does not
 * say: one of those that are busy now, if any. A client that waits in vain can go, or be killed by its id; the others are served.
 */
process.on('unhandledRejection', (error: unknown) => {
  log.error({ err: error, connectionIds: started?.busyConnections() ?? [] }, 'unexpected failure that nobody waited for');
});

const server = await starting.catch(refuse);
started = server;
process.stdout.write(`stagewire ready mysql=${settings.host}:${server.mysqlPort} http=${settings.host}:${server.httpPort}\n`);
const lines = linesToTry(settings, server);
if (settings.logFormat === 'pretty') process.stderr.write(`\nTo try:\n\n${lines.map((line) => `  ${line}\n`).join('')}\n`);
else log.info({ try: lines }, 'stagewire ready');

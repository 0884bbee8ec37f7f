import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { StagewireError } from '../../errors/index.js';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.js';
import { prepareCluster, SUPERUSER, type Cluster } from './cluster.js';
import { findFreePort } from './free-port.js';
import { stopOrphan } from './orphan.js';
import { PostmasterFailure, startPostmaster, type Postmaster } from './postmaster.js';

const PORT_ATTEMPTS = 5;
/** Waits before restarts after a crash, in ms: doubling between these. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** Having run this long it counts as healthy again. */
const HEALTHY_MS = 60_000;

export interface EmbeddedPostgres {
  /** `postgres://` URL with the password; stays the same when PostgreSQL has to be restarted. */
  readonly url: string;
  /** Stops it for good; resolves when no process of it is left. */
  stop(): Promise<void>;
}

/**
 * Starts our own PostgreSQL with its data below `<dataDir>/postgres`, created if need be, and keeps it
 * running until stopped. It listens on a free port of the loopback, with SCRAM and a generated password:
 * unlike a Unix socket that has no limit on the length of the path and no trouble with who may enter it.
 *
 * The caller must own `dataDir` (an absolute path) exclusively: a PostgreSQL found running there is stopped.
 *
 * @throws StagewireError (InvalidConfig) with one line that says what to do
 */
export async function startEmbeddedPostgres({ dataDir, log }: { dataDir: string; log: Logger }): Promise<EmbeddedPostgres> {
  const binaries = await findPostgresBinaries();
  const cluster = await prepareCluster(dataDir, binaries);
  await stopOrphan(cluster.directory, log);
  const { port, postmaster } = await startOnFreePort(cluster, binaries, log);
  const supervisor = supervise(postmaster, () => startPostmaster(cluster, binaries.postgres, port, log), log);
  return {
    url: `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/postgres`,
    stop: () => supervisor.stop(),
  };
}

async function startOnFreePort(
  cluster: Cluster,
  binaries: PostgresBinaries,
  log: Logger,
): Promise<{ port: number; postmaster: Postmaster }> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    try {
      return { port, postmaster: await startPostmaster(cluster, binaries.postgres, port, log) };
    } catch (error) {
      if (error instanceof PostmasterFailure && error.portTaken && attempt < PORT_ATTEMPTS) continue;
      throw new StagewireError('InvalidConfig', `the embedded PostgreSQL in ${cluster.directory} does not start: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** Starts it again, on the same port, whenever it ends without having been stopped. */
function supervise(first: Postmaster, start: () => Promise<Postmaster>, log: Logger): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const isStopped = (): boolean => stopped.signal.aborted;
  let current: Postmaster | null = first;

  const watch = async (): Promise<void> => {
    let pause = FIRST_PAUSE_MS;
    let startedAt = performance.now();
    while (!isStopped()) {
      if (current) {
        const how = await current.exited;
        if (isStopped()) return;
        log.error({ how }, 'the embedded PostgreSQL ended; starting it again');
        if (performance.now() - startedAt > HEALTHY_MS) pause = FIRST_PAUSE_MS;
      }
      current = null;
      await sleep(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
      if (isStopped()) return;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      startedAt = performance.now();
      try {
        current = await start();
      } catch (error) {
        log.error({ err: error }, 'the embedded PostgreSQL does not start again yet');
      }
    }
  };
  const watching = watch();

  return {
    async stop() {
      stopped.abort();
      await current?.stop();
      await watching;
      // A restart may have been under way when we stopped the one before.
      await current?.stop();
    },
  };
}

import { hostname } from 'node:os';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { HOME_STORE_ID } from '../storage/open-store.js';
import { Authenticator } from './authentication.js';
import { Cleanup } from './cleanup.js';
import { openDataDirectory } from './data-directory/open-data-directory.js';
import { ensureFirstUser } from './first-user.js';
import { LoginGuard } from './login-guard.js';
import { createHttpListener } from './http/listener.js';
import { startJanitor } from './janitor.js';
import { MysqlListener } from './mysql/listener.js';
import { LongDataBudget } from './mysql/long-data.js';
import { Networks } from './networks.js';
import { openParts, type Parts } from './parts.js';
import { UserLocks } from './locks/user-locks.js';
import { ProcessList } from './processes/process-list.js';
import type { Services } from './services.js';
import type { Session } from './session.js';
import type { Settings } from './settings.js';
import { openDownload } from './stages/downloads.js';
import { openUpload } from './stages/uploads.js';
import { createStatementService } from './statements/service.js';
import { StatementEvents } from './statement-events/statement-events.js';
import { Activity } from './status/activity.js';
import { LoggedEvents } from './logged-events.js';
import { systemObjects } from './system-tables/system-objects.js';
import { GlobalVariables } from './variables/global-variables.js';
import { ResultCache } from './results/result-cache.js';
import { readVariable } from './variables/session-variables.js';
import { shownVariable } from './variables/shown-variables.js';
import { serverVersion } from './version.js';
import { viewObjects } from './views/view-objects.js';

/** A running server. */
export interface Stagewire {
  readonly mysqlPort: number;
  readonly httpPort: number;
  /** The ids of the MySQL connections for which something is being done. */
  busyConnections(): readonly number[];
  /** Stops accepting, lets running statements finish for up to `deadlineMs`, and leaves nothing running. */
  stop(deadlineMs: number): Promise<void>;
}

type Logs = Pick<Services, 'log' | 'logged'>;

const CONNECT_TIMEOUT_MS = 10_000;
/** Values of parameters that wait for executions of all connections, in largest packets. */
const LONG_DATA_PACKETS = 4;
/** What a timer of Node can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Starts a server: data directory, catalog, engine and stores, then both listeners. What was started is
 * stopped again when a later step fails. `logged` has what the log said that is serious. Throws SettingsError or StagewireError with one clear line.
 */
export async function startStagewire(settings: Settings, log: Logger, logged = new LoggedEvents()): Promise<Stagewire> {
  const cleanup = new Cleanup(log);
  try {
    const directory = await openDataDirectory(settings.dataDir);
    cleanup.add(() => directory.release());
    const parts = await openParts(settings, directory, log, cleanup);
    await ensureFirstUser(parts.catalog, settings.rootPassword, settings.host, log);
    const listeners = await startListeners(settings, parts, { log, logged }, cleanup);
    const janitor = startJanitor(parts.catalog, parts.home, log);
    cleanup.add(() => janitor.stop());
    return {
      ...listeners.ports,
      busyConnections: () => listeners.busyConnections(),
      async stop(deadlineMs) {
        await listeners.stop(deadlineMs);
        await cleanup.run();
      },
    };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

interface Listeners {
  readonly ports: { readonly mysqlPort: number; readonly httpPort: number };
  busyConnections(): readonly number[];
  stop(deadlineMs: number): Promise<void>;
}

async function startListeners(settings: Settings, parts: Parts, logs: Logs, cleanup: Cleanup): Promise<Listeners> {
  const { log } = logs;
  const services = assembleServices(settings, parts, logs);
  cleanup.add(() => { services.results.close(); });
  const authenticator = new Authenticator({ find: (name) => parts.catalog.users.get(name), changes: () => parts.catalog.users.changes });
  const guard = new LoginGuard();
  const http = createHttpListener({
    authenticate: async (user, password, remoteAddress) => {
      const { id, name } = await guard.attempt(remoteAddress, () => authenticator.verifyPassword(user, password, remoteAddress));
      return { user: name, account: id };
    },
    uploads: { begin: (identity, stage, folder) => openUpload(services, identity, stage, folder) },
    downloads: { open: (identity, stage, path) => openDownload(services, identity, stage, path) },
    signedObjects: { open: (storeId) => (storeId === HOME_STORE_ID ? Promise.resolve(parts.home) : parts.external.openSigned(storeId)) },
    signer: parts.signer,
    log,
  });
  const { port: httpPort } = await http.listen(settings.httpPort, settings.host);
  cleanup.add(() => http.stop(0));
  const tls = parts.tls;
  const mysql = new MysqlListener({
    tls,
    guard,
    processes: services.processes,
    proxyNetworks: new Networks(settings.proxyNetworks),
    shownVariable: (session, name) => (services.variables.has(name) ? shownVariable(services.variables, session, 'session', name) : null),
    requiresSecureTransport: () => services.variables.get('require_secure_transport') === 1,
    service: createStatementService(services),
    authenticator,
    serverVersion: services.version,
    publicUrl: (socket) => publicUrl(settings, socket, httpPort),
    log,
    maxAllowedPacket: settings.maxAllowedPacket,
    longDataBudget: new LongDataBudget(LONG_DATA_PACKETS * settings.maxAllowedPacket),
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    waitTimeoutMs: (session) => timeoutMs(services, session, 'wait_timeout'),
    readTimeoutMs: (session) => timeoutMs(services, session, 'net_read_timeout'),
    writeTimeoutMs: (session) => timeoutMs(services, session, 'net_write_timeout'),
    slowAfterMs: (session) => Number(readVariable(services.variables, session, null, 'long_query_time')) * 1000,
    maxConnections: settings.maxConnections,
  });
  const { port: mysqlPort } = await mysql.listen(settings.mysqlPort, settings.host);
  cleanup.add(() => mysql.stop(0));
  if (settings.mysqlSocket !== null) await mysql.listenOnUnixSocket(settings.mysqlSocket);
  return {
    ports: { mysqlPort, httpPort },
    busyConnections: () => services.processes.busy(),
    async stop(deadlineMs) {
      await Promise.all([mysql.stop(deadlineMs), http.stop(deadlineMs)]);
    },
  };
}

function assembleServices(settings: Settings, { catalog, engine, home, external, tls: tlsDoor }: Parts, { log, logged }: Logs): Services {
  const version = serverVersion();
  const { mysqlPort, mysqlSocket, dataDir, maxConnections, maxAllowedPacket, tls } = settings;
  return {
    settings,
    catalog,
    engine,
    stores: { home, external },
    variables: new GlobalVariables({ version, hostname: hostname(), mysqlPort, dataDir, maxConnections, maxAllowedPacket, mysqlSocket, tls }),
    processes: new ProcessList(),
    locks: new UserLocks(catalog.locks),
    objectSources: [systemObjects, viewObjects],
    tls: tlsDoor,
    activity: new Activity(),
    statements: new StatementEvents(),
    results: new ResultCache(settings.resultCacheSize),
    log,
    logged,
    version,
  };
}

/** A variable in seconds as milliseconds, as long as a timer of Node can be. */
function timeoutMs({ variables }: Services, session: Session, variable: string): number {
  return Math.min(Number(readVariable(variables, session, null, variable)) * 1000, LONGEST_TIMER_MS);
}

/** A listener for every address is reached at the one that the client used. */
function publicUrl({ publicUrl: configured, host }: Settings, socket: Socket, httpPort: number): string {
  if (configured !== null) return configured;
  const isAnyAddress = host === '0.0.0.0' || host === '::';
  const address = isAnyAddress ? (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '') : host;
  return `http://${address.includes(':') ? `[${address}]` : address}:${httpPort}`;
}

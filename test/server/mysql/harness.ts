import { afterEach } from 'vitest';
import { Authenticator, createVerifiers, type Account, type AccountPlugin } from '../../../server/authentication.js';
import { LongDataBudget } from '../../../server/mysql/long-data.js';
import { MysqlListener, type MysqlListenerOptions } from '../../../server/mysql/listener.js';
import { LoginGuard } from '../../../server/login-guard.js';
import { Networks } from '../../../server/networks.js';
import { ProcessList } from '../../../server/processes/process-list.js';
import { FakeService } from './fake-service.js';

export interface LogEntry {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

export interface TestServer {
  readonly port: number;
  readonly service: FakeService;
  readonly listener: MysqlListener;
  readonly processes: ProcessList;
  readonly logged: LogEntry[];
}

const running: MysqlListener[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((listener) => listener.stop(0)));
});

export async function account(name: string, password = '', plugin: AccountPlugin = 'default'): Promise<Account> {
  return { id: `id of ${name}`, name, plugin, disabled: false, requires: 'none', ...(await createVerifiers(password, plugin)) };
}

/** A listener on a free port, with the user `root` without password; it is stopped after the test. */
export async function startServer(
  options: Partial<MysqlListenerOptions> = {},
  accounts: readonly Account[] = [],
): Promise<TestServer> {
  const service = new FakeService();
  const processes = new ProcessList();
  const logged: LogEntry[] = [];
  const logTo = (level: string) => (fields: object, message: string) => {
    logged.push({ level, fields, message });
  };
  const all = [await account('root'), ...accounts];
  const listener = new MysqlListener({
    service,
    authenticator: new Authenticator({
      find: (name) => Promise.resolve(all.find((candidate) => candidate.name === name) ?? null),
      changes: () => 0,
    }),
    guard: new LoginGuard(),
    tls: null,
    processes,
    proxyNetworks: new Networks([]),
    shownVariable: (session, name) => {
      const value = session.variables.get(name) ?? null;
      return value === null ? null : String(value);
    },
    requiresSecureTransport: () => false,
    writeTimeoutMs: () => 60_000,
    slowAfterMs: () => 10_000,
    longDataBudget: new LongDataBudget(1024 * 1024),
    serverVersion: '8.4.0-stagewire-test',
    publicUrl: () => 'http://127.0.0.1:8000',
    log: { debug: logTo('debug'), info: logTo('info'), warn: logTo('warn'), error: logTo('error') },
    maxAllowedPacket: 64 * 1024 * 1024,
    connectTimeoutMs: 10_000,
    waitTimeoutMs: () => 60_000,
    readTimeoutMs: () => 60_000,
    maxConnections: 100,
    ...options,
  });
  running.push(listener);
  const { port } = await listener.listen(0, '127.0.0.1');
  return { port, service, listener, processes, logged };
}

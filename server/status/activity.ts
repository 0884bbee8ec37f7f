import { Counters } from './counters.js';

/** What has counters of its own while it is open. */
interface Counting {
  readonly counters: Counters;
}

/** Logins of one user from one host. */
export interface AccountLogins {
  readonly user: string;
  readonly host: string;
  logins: number;
}

/** Accounts whose logins are counted. */
const MOST_ACCOUNTS = 10_000;

/** What COM_STATISTICS and SHOW STATUS say of the server as a whole. */
export class Activity {
  readonly startedAt = new Date();
  /** When FLUSH STATUS was said last. */
  flushedAt = this.startedAt;
  /** Statements of all sessions that are prepared now. */
  preparedStatements = 0;
  threadsConnected = 0;
  /** Attempts to connect, and those that were turned away because there were too many. */
  connections = 0;
  refusedConnections = 0;
  /** Connections that never logged in, and those that ended without COM_QUIT. */
  abortedConnects = 0;
  abortedClients = 0;
  mostConnected = 0;
  mostConnectedAt = this.startedAt;
  readonly #open = new Set<Counting>();
  readonly #ended = new Counters();
  readonly #accounts = new Map<string, AccountLogins>();

  /** Logins since the start of the server, by account. */
  get accounts(): Iterable<AccountLogins> {
    return this.#accounts.values();
  }

  /** Counts a login; `host` is without a port. */
  loggedIn(user: string, host: string): void {
    const key = JSON.stringify([user, host]);
    const known = this.#accounts.get(key);
    if (known) known.logins += 1;
    else if (this.#accounts.size < MOST_ACCOUNTS) this.#accounts.set(key, { user, host, logins: 1 });
  }

  connected(): void {
    this.threadsConnected += 1;
    if (this.threadsConnected > this.mostConnected) this.#atMost();
  }

  disconnected(): void {
    this.threadsConnected -= 1;
  }

  open(session: Counting): void {
    this.#open.add(session);
  }

  /** What a session has counted counts for the server from now on. */
  settle({ counters }: Counting): void {
    this.#ended.add(counters);
    counters.clear();
  }

  close(session: Counting): void {
    if (this.#open.delete(session)) this.settle(session);
  }

  /** Of all sessions that there were. */
  total(): Counters {
    const total = new Counters();
    total.add(this.#ended);
    for (const { counters } of this.#open) total.add(counters);
    return total;
  }

  /** FLUSH STATUS, said by a session (MySQL manual, "FLUSH STATUS"). */
  flush(session: Counting): void {
    this.settle(session);
    this.flushedAt = new Date();
    this.#atMost();
  }

  #atMost(): void {
    this.mostConnected = this.threadsConnected;
    this.mostConnectedAt = new Date();
  }
}

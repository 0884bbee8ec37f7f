import { RecentlyUsed } from '../engine/recently-used.js';
import type { Account, AccountSource } from './authentication.js';

/**
 * For so long an account may let somebody in as it was read. Another server of the same catalog may have changed it meanwhile; who
 * logs in within that second might as well have done so before.
 */
const RECENT_MS = 1000;
const REMEMBERED = 1000;

interface Reading {
  readonly account: Account;
  readonly at: number;
  /** Those that the source had when reading began. */
  readonly changes: number;
}

/** Accounts that were read from the catalog a moment ago, so that a storm of connections does not ask it once for each. */
export class RecentAccounts {
  readonly #source: AccountSource;
  readonly #now: () => number;
  readonly #readings = new RecentlyUsed<string, Reading>(REMEMBERED);

  /** @param now milliseconds that only grow */
  constructor(source: AccountSource, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /** The account as it is now; null for an unknown name. */
  async find(name: string): Promise<Account | null> {
    const changes = this.#source.changes();
    const at = this.#now();
    const account = await this.#source.find(name);
    if (account !== null) this.#readings.set(name, { account, at, changes });
    return account;
  }

  /** The account if it was read within the last second and this server has changed none since. */
  recent(name: string): Account | null {
    const reading = this.#readings.get(name);
    if (reading === undefined || reading.changes !== this.#source.changes() || this.#now() - reading.at > RECENT_MS) return null;
    return reading.account;
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { StagewireError } from '../errors/index.js';
import { ProtocolError } from '../protocol/protocol-error.js';

interface Failures {
  count: number;
  /** When the address may try again, in milliseconds of `now`. */
  nextTry: number;
  /** When this can be forgotten. */
  expires: number;
}

export interface LoginGuardOptions {
  /** Milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const ER_ACCESS_DENIED = 1045;
/** Wrong passwords happen; so many in a row cost nothing. */
const FREE_FAILURES = 4;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;
/** Whoever would have to wait longer, behind others of the same address, is refused at once. */
const LONGEST_WAIT_MS = 8000;
const FORGOTTEN_AFTER_MS = 10 * 60 * 1000;
/** Addresses that are remembered; beyond that the one that failed longest ago is forgotten. */
const ADDRESSES = 10_000;
/** A refusal comes at a whole multiple of this, so that its time tells nothing about the work behind it. */
const QUANTUM_MS = 100;

/**
 * Slows down whoever guesses passwords: after some failures each further attempt from the same address waits, twice as long
 * each time up to a limit, one after the other however many connections it opens. Other addresses never wait.
 */
export class LoginGuard {
  private readonly failures = new Map<string, Failures>();
  private readonly now: () => number;
  private readonly sleep: (milliseconds: number) => Promise<void>;

  constructor(options: LoginGuardOptions = { now: () => performance.now(), sleep: (milliseconds) => delay(milliseconds) }) {
    this.now = options.now;
    this.sleep = options.sleep;
  }

  /** Number of addresses that are remembered. */
  get size(): number {
    return this.failures.size;
  }

  /**
   * Lets an attempt to log in from `address` happen when it is its turn. Rejects with what the attempt rejects with,
   * or with ER_HOST_IS_BLOCKED (1129) when too many wait already.
   */
  async attempt<T>(address: string, logIn: () => Promise<T>): Promise<T> {
    await this.turn(address);
    const start = this.now();
    try {
      const result = await logIn();
      this.failures.delete(address);
      return result;
    } catch (error) {
      if (!isDenial(error)) throw error;
      this.failed(address);
      const taken = this.now() - start;
      await this.sleep(QUANTUM_MS - (taken % QUANTUM_MS));
      throw error;
    }
  }

  private async turn(address: string): Promise<void> {
    const known = this.failures.get(address);
    if (known === undefined || known.count < FREE_FAILURES) return;
    const now = this.now();
    if (now > known.expires) {
      this.failures.delete(address);
      return;
    }
    const wait = known.nextTry - now;
    if (wait > LONGEST_WAIT_MS) throw blocked(address, wait);
    known.nextTry = Math.max(known.nextTry, now) + delayAfter(known.count);
    if (wait > 0) await this.sleep(wait);
  }

  private failed(address: string): void {
    const count = (this.failures.get(address)?.count ?? 0) + 1;
    const now = this.now();
    const nextTry = Math.max(this.failures.get(address)?.nextTry ?? 0, now + delayAfter(count));
    this.failures.delete(address);
    this.failures.set(address, { count, nextTry, expires: now + FORGOTTEN_AFTER_MS });
    const oldest = this.failures.keys().next();
    if (this.failures.size > ADDRESSES && !oldest.done) this.failures.delete(oldest.value);
  }
}

function delayAfter(failures: number): number {
  return failures < FREE_FAILURES ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (failures - FREE_FAILURES), LONGEST_DELAY_MS);
}

/** ER_HOST_IS_BLOCKED */
function blocked(address: string, waitMs: number): StagewireError {
  const text = `Host '${address}' is blocked because of many failed logins; try again in ${Math.ceil(waitMs / 1000)} seconds`;
  return new StagewireError('AuthenticateFailure', text, { mysql: { errno: 1129, sqlState: 'HY000' } });
}

function isDenial(error: unknown): boolean {
  return (error instanceof StagewireError ? error.mysql.errno : error instanceof ProtocolError ? error.errno : null) === ER_ACCESS_DENIED;
}

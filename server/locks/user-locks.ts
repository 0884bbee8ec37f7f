import { abortError } from '../../engine/errors.js';
import { StagewireError } from '../../errors/index.js';

/** What all servers of a catalog share of locks (`catalog/named-locks.ts`). */
export interface SharedLocks {
  tryTake(name: string): Promise<boolean>;
  release(name: string): Promise<void>;
  isTaken(name: string): Promise<boolean>;
  onLoss(listener: () => void): void;
}

interface Held {
  readonly owner: number;
  /** How many times its owner has it. */
  times: number;
}

/** How often a lock of another server is tried: it does not tell when it is released. */
const PAUSE_MS = 100;

/**
 * MySQL's locks by name (manual, "Locking Functions"): a connection may have any number, each any number of times, until it releases
 * them or ends. They hold against the connections of all servers of the catalog.
 */
export class UserLocks {
  readonly #shared: SharedLocks;
  readonly #held = new Map<string, Held>();
  /** Names that are being asked for at the catalog. */
  readonly #asking = new Set<string>();
  /** What each connection that waits waits for. */
  readonly #waiting = new Map<number, string>();
  readonly #wakers = new Set<() => void>();

  constructor(shared: SharedLocks) {
    this.#shared = shared;
    shared.onLoss(() => {
      this.#held.clear();
      this.#wake();
    });
  }

  /**
   * @param seconds how long to wait; for ever if negative
   * @returns whether the lock was there in time
   * @throws ER_USER_LOCK_DEADLOCK (3058) where connections of this server would wait for each other; why the statement was ended
   */
  async take(name: string, owner: number, seconds: number, signal: AbortSignal): Promise<boolean> {
    const end = seconds < 0 ? Infinity : Date.now() + seconds * 1000;
    try {
      for (;;) {
        if (await this.#tryTake(name, owner, signal)) return true;
        const left = end - Date.now();
        if (left <= 0) return false;
        if (this.#closesCircle(name, owner)) throw deadlock();
        this.#waiting.set(owner, name);
        await this.#change(Math.min(left, PAUSE_MS), signal);
      }
    } finally {
      this.#waiting.delete(owner);
    }
  }

  /** @returns null where nobody has the lock, else whether it was the owner's */
  async release(name: string, owner: number): Promise<boolean | null> {
    const held = this.#held.get(name);
    if (!held) return (await this.#shared.isTaken(name)) ? false : null;
    if (held.owner !== owner) return false;
    held.times -= 1;
    if (held.times === 0) await this.#giveBack([name]);
    return true;
  }

  /** Releases everything that a connection has, which may take locks anew at once; gives how many locks that were. */
  async releaseAll(owner: number): Promise<number> {
    const own = [...this.#held].filter(([, held]) => held.owner === owner);
    await this.#giveBack(own.map(([name]) => name));
    return own.reduce((count, [, { times }]) => count + times, 0);
  }

  /** @returns the connection that has the lock, 0 for one of another server, null if nobody has it */
  async ownerOf(name: string): Promise<number | null> {
    const held = this.#held.get(name);
    if (held) return held.owner;
    return (await this.#shared.isTaken(name)) ? 0 : null;
  }

  async #tryTake(name: string, owner: number, signal: AbortSignal): Promise<boolean> {
    const held = this.#held.get(name);
    if (held) {
      if (held.owner === owner) held.times += 1;
      return held.owner === owner;
    }
    if (this.#asking.has(name)) return false;
    this.#asking.add(name);
    try {
      if (!(await this.#shared.tryTake(name))) return false;
      if (signal.aborted) {
        await this.#shared.release(name);
        throw abortError(signal);
      }
      this.#held.set(name, { owner, times: 1 });
      return true;
    } finally {
      this.#asking.delete(name);
      this.#wake();
    }
  }

  async #giveBack(names: readonly string[]): Promise<void> {
    for (const name of names) this.#held.delete(name);
    try {
      await Promise.all(names.map((name) => this.#shared.release(name)));
    } finally {
      this.#wake();
    }
  }

  /** Whether the one who has the lock waits for one who waits … for the owner. */
  #closesCircle(name: string, owner: number): boolean {
    let wanted: string | undefined = name;
    for (let steps = 0; wanted !== undefined && steps <= this.#waiting.size; steps += 1) {
      const holder: number | undefined = this.#held.get(wanted)?.owner;
      if (holder === owner) return true;
      wanted = holder === undefined ? undefined : this.#waiting.get(holder);
    }
    return false;
  }

  #wake(): void {
    const wakers = [...this.#wakers];
    this.#wakers.clear();
    for (const wake of wakers) wake();
  }

  /** Until a lock of this server is released, or so long. */
  async #change(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wakers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      this.#wakers.add(done);
      if (signal.aborted) done();
    });
    if (signal.aborted) throw abortError(signal);
  }
}

function deadlock(): StagewireError {
  return new StagewireError('AbortedQuery', 'Deadlock found when trying to get user-level lock; try rolling back transaction/releasing locks and restarting lock acquisition.', { mysql: { errno: 3058, sqlState: 'HY000' } });
}

import { RecentlyUsed } from '../../engine/recently-used.js';
import type { Identity } from '../session.js';
import type { KeptResult, NotKept } from './kept-result.js';

/** Ids under which one result is known: that of the query that made it, which is shown to users, and those of the queries that it answered last. */
const MOST_IDS = 32;
/** Queries of which it is known why their results are not kept. */
const MOST_NOTES = 1000;
const SWEEP_EVERY_MS = 1000;

/**
 * The results that are kept, by user. Each stays until its time is over, until its user is dropped, or until others that were used
 * later need its room; it needs no session.
 */
export class ResultCache {
  /** Bytes of the engine that they may take together. */
  readonly capacity: number;
  /** With the names of their ids, in the order in which they came. The result used last is the last. */
  readonly #results = new Map<KeptResult, string[]>();
  readonly #byId = new Map<string, KeptResult>();
  /** The newest for each question. */
  readonly #byKey = new Map<string, KeptResult>();
  readonly #notes = new RecentlyUsed<string, NotKept>(MOST_NOTES);
  #hits = 0;
  #size = 0;
  #sweeping: NodeJS.Timeout | null = null;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Bytes of the engine that they take. */
  get size(): number {
    return this.#size;
  }

  get count(): number {
    return this.#results.size;
  }

  /** Queries that were answered by a kept result. */
  get hits(): number {
    return this.#hits;
  }

  /** Keeps a result, in place of an older one for the same question, which stays for who knows its id. */
  keep(result: KeptResult): void {
    this.#results.set(result, []);
    this.#size += result.table.size;
    this.#byKey.set(result.key, result);
    this.#name(result, result.id);
    for (const oldest of this.#results.keys()) {
      if (this.#size <= this.capacity) break;
      this.#remove(oldest, 'evicted');
    }
    this.#sweeping ??= setInterval(() => { this.#sweep(); }, SWEEP_EVERY_MS).unref();
  }

  /** A result is the answer to the query of that id, too. */
  answers(result: KeptResult, id: string): void {
    this.#hits += 1;
    this.#name(result, id);
  }

  /** The result for a question. */
  forKey(key: string): KeptResult | null {
    return this.#used(this.#byKey.get(key));
  }

  /** The result of a user's query. */
  forId(user: Identity, id: string): KeptResult | null {
    return this.#used(this.#byId.get(nameOf(user, id)));
  }

  of({ account }: Identity): readonly KeptResult[] {
    this.#sweep();
    return [...this.#results.keys()].filter(({ owner }) => owner.account === account);
  }

  /** Says why a query's result is not kept. */
  note(user: Identity, id: string, why: NotKept): void {
    this.#notes.set(nameOf(user, id), why);
  }

  whyNot(user: Identity, id: string): NotKept | null {
    return this.#notes.get(nameOf(user, id)) ?? null;
  }

  /** The user is no more, and so nobody can see its results. */
  forgetUser(user: string): void {
    for (const result of this.#results.keys()) if (result.owner.user === user) this.#remove(result, 'expired');
  }

  /** The engine, and with it every result, is about to end. */
  close(): void {
    if (this.#sweeping) clearInterval(this.#sweeping);
    this.#results.clear();
    this.#byId.clear();
    this.#byKey.clear();
  }

  #used(result: KeptResult | undefined): KeptResult | null {
    const ids = result && this.#results.get(result);
    if (!ids) return null;
    if (result.expiresAt <= performance.now()) {
      this.#remove(result, 'expired');
      return null;
    }
    this.#results.delete(result);
    this.#results.set(result, ids);
    return result;
  }

  #name(result: KeptResult, id: string): void {
    const ids = this.#results.get(result);
    const name = nameOf(result.owner, id);
    const before = this.#byId.get(name);
    if (!ids || before === result) return;
    // Of several statements in one text, which have one id, the last one counts.
    const others = before && this.#results.get(before);
    if (others) others.splice(others.indexOf(name), 1);
    this.#byId.set(name, result);
    if (ids.push(name) <= MOST_IDS) return;
    const [oldest = ''] = ids.splice(ids[0] === nameOf(result.owner, result.id) ? 1 : 0, 1);
    this.#byId.delete(oldest);
  }

  #sweep(): void {
    const now = performance.now();
    for (const result of this.#results.keys()) if (result.expiresAt <= now) this.#remove(result, 'expired');
  }

  #remove(result: KeptResult, reason: 'expired' | 'evicted'): void {
    for (const name of this.#results.get(result) ?? []) {
      this.#byId.delete(name);
      this.#notes.set(name, { reason });
    }
    this.#results.delete(result);
    if (this.#byKey.get(result.key) === result) this.#byKey.delete(result.key);
    this.#size -= result.table.size;
    result.table.drop();
    if (this.#results.size > 0 || !this.#sweeping) return;
    clearInterval(this.#sweeping);
    this.#sweeping = null;
  }
}

const nameOf = ({ account }: Identity, id: string): string => `${account}\n${id.toLowerCase()}`;

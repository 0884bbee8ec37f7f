import type { Digest } from '../../sql/digest.js';
import { Latencies } from './latencies.js';
import { durationOf, type StatementEvent } from './statement-event.js';
import { Sums } from './sums.js';

/** Statements that differ in values alone, in one database. */
export interface DigestSummary {
  /** Null for what came when all places were taken. */
  readonly digest: Digest | null;
  readonly database: string | null;
  readonly sums: Sums;
  readonly latencies: Latencies;
  readonly firstSeen: Date;
  lastSeen: Date;
  /** The one that took longest. */
  sample: { readonly sql: string; readonly seen: Date; readonly milliseconds: number };
}

/** The statements of one kind that an account has run. */
export interface AccountSummary {
  readonly user: string;
  readonly host: string;
  readonly name: string;
  readonly sums: Sums;
}

/** Digests that are told apart; the variable `performance_schema_digests_size` says the same. */
const MOST_DIGESTS = 2000;
const MOST_ACCOUNTS = 10_000;

/** What all statements since the start of the server come to. Its size is bounded, whatever they are. */
export class Summaries {
  readonly #digests = new Map<string, DigestSummary>();
  readonly #accounts = new Map<string, AccountSummary>();

  add(event: StatementEvent): void {
    const summary = this.#digestOf(event);
    const took = durationOf(event);
    summary.sums.add(event);
    summary.latencies.add(took);
    summary.lastSeen = new Date();
    if (took >= summary.sample.milliseconds) summary.sample = { sql: event.sql, seen: summary.lastSeen, milliseconds: took };
    this.#accountOf(event)?.sums.add(event);
  }

  forgetDigests(): void {
    this.#digests.clear();
  }

  forgetAccounts(): void {
    this.#accounts.clear();
  }

  get digests(): Iterable<DigestSummary> {
    return this.#digests.values();
  }

  get accounts(): Iterable<AccountSummary> {
    return this.#accounts.values();
  }

  #digestOf({ digest, database, sql }: StatementEvent): DigestSummary {
    const key = `${digest.hash} ${database ?? ''}`;
    const isFull = !this.#digests.has(key) && this.#digests.size >= MOST_DIGESTS;
    const known = this.#digests.get(isFull ? '' : key);
    if (known) return known;
    const now = new Date();
    const made: DigestSummary = {
      digest: isFull ? null : digest, database: isFull ? null : database, sums: new Sums(), latencies: new Latencies(),
      firstSeen: now, lastSeen: now, sample: { sql, seen: now, milliseconds: 0 },
    };
    this.#digests.set(isFull ? '' : key, made);
    return made;
  }

  #accountOf({ identity: { user }, host, name }: StatementEvent): AccountSummary | undefined {
    const key = JSON.stringify([user, host, name]);
    const known = this.#accounts.get(key);
    if (known || this.#accounts.size >= MOST_ACCOUNTS) return known;
    const made: AccountSummary = { user, host, name, sums: new Sums() };
    this.#accounts.set(key, made);
    return made;
  }
}

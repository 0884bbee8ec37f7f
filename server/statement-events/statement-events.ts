import { StagewireError } from '../../errors/index.js';
import { RecentlyUsed } from '../../engine/recently-used.js';
import { digestOf, type Digest } from '../../sql/digest.js';
import type { LexicalRules } from '../../sql/lexer/rules.js';
import { maskSecrets } from '../../sql/mask-secrets.js';
import type { Batch } from '../../sql/relation.js';
import { withoutPort } from '../metadata/processes.js';
import type { Result, RowsResult } from '../result.js';
import type { Session } from '../session.js';
import { shownText, type StatementEvent, type StatementFailure } from './statement-event.js';
import { Summaries } from './summaries.js';

/** Ended statements that are kept of each session, as in MySQL. */
const HISTORY = 10;
const CACHED_DIGESTS = 500;

/** The statements of one session: the last one, which may run still, and those before. */
export interface SessionEvents {
  last: StatementEvent | null;
  readonly ended: StatementEvent[];
  count: number;
}

/**
 * What is known of statements that run and have run, for `performance_schema`. Those whose answers are there already (`SELECT 1`,
 * `SELECT @@version`) pass it by: they take less time than noting them would.
 */
export class StatementEvents {
  readonly summaries = new Summaries();
  readonly #sessions = new Map<Session, SessionEvents>();
  readonly #digests = new Map<LexicalRules, RecentlyUsed<string, Digest>>();

  /** A statement begins, of which `sql` is the {@link keptText}; the one before of the same session has ended by now. */
  begin(session: Session, sql: string, rules: LexicalRules): RunningStatement {
    const events = this.#eventsOf(session);
    if (events.last && events.last.endedAt === null) this.#end(events, events.last, session, null);
    const event: StatementEvent = {
      id: (events.count += 1), sessionId: session.id, identity: session.identity, host: withoutPort(session.client.host),
      sql, digest: this.#digestOf(sql, rules), database: session.database,
      name: 'statement/sql/error', startedAt: performance.now(), endedAt: null, error: null, warnings: 0, rowsAffected: 0, rowsSent: 0,
    };
    events.last = event;
    return new RunningStatement(event, (failure) => { this.#end(events, event, session, failure); });
  }

  /** The statement that a session runs, as {@link shownText}; empty if it runs none that is noted. */
  shownTextOf(session: Session): string {
    return shownText(this.#sessions.get(session)?.last?.sql ?? '');
  }

  /** Of all sessions that have run any and are still there. */
  get sessions(): Iterable<SessionEvents> {
    return this.#sessions.values();
  }

  /** The statements of before; those that run go on. */
  forgetEnded(): void {
    for (const { ended } of this.#sessions.values()) ended.length = 0;
  }

  /** The session has ended: it will run nothing more. */
  forget(session: Session): void {
    this.#sessions.delete(session);
  }

  #eventsOf(session: Session): SessionEvents {
    let events = this.#sessions.get(session);
    if (!events) this.#sessions.set(session, (events = { last: null, ended: [], count: 0 }));
    return events;
  }

  #end(events: SessionEvents, event: StatementEvent, session: Session, failure: StatementFailure | null): void {
    if (event.endedAt !== null) return;
    event.endedAt = performance.now();
    event.error = failure;
    event.warnings = session.warnings.length;
    if (events.ended.push(event) > HISTORY) events.ended.shift();
    this.summaries.add(event);
  }

  #digestOf(sql: string, rules: LexicalRules): Digest {
    const ofRules = this.#digests.get(rules) ?? new RecentlyUsed<string, Digest>(CACHED_DIGESTS);
    this.#digests.set(rules, ofRules);
    const known = ofRules.get(sql);
    if (known) return known;
    // Secrets may stand there without quotes, as words.
    const digest = digestOf(maskSecrets(sql), rules);
    ofRules.set(sql, digest);
    return digest;
  }
}

/** A statement on its way. */
export class RunningStatement {
  readonly #event: StatementEvent;
  readonly #end: (failure: StatementFailure | null) => void;

  constructor(event: StatementEvent, end: (failure: StatementFailure | null) => void) {
    this.#event = event;
    this.#end = end;
  }

  /** What kind of statement it is, as in `statement/sql/select`. */
  isKnownAs(name: string): void {
    this.#event.name = name;
  }

  fails(error: unknown): void {
    const known = error instanceof StagewireError ? error : null;
    this.#end({ errno: known?.mysql.errno ?? 1105, sqlState: known?.mysql.sqlState ?? 'HY000', message: (known?.message ?? 'internal error').slice(0, 128) });
  }

  /** Its result, with whose last row it ends. */
  answers(result: Result): Result {
    if (result.kind === 'rows') return { ...result, batches: this.#watched(result) };
    this.#event.rowsAffected = result.affectedRows;
    this.#end(null);
    return result;
  }

  async *#watched({ batches }: RowsResult): AsyncGenerator<Batch> {
    try {
      for await (const batch of batches) {
        this.#event.rowsSent += batch.rowCount;
        yield batch;
      }
    } catch (error) {
      this.fails(error);
      throw error;
    } finally {
      this.#end(null);
    }
  }
}

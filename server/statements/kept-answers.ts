import type { NoCopy, ResultCopy } from '../../engine/results/result-copy.js';
import type { ResultTable } from '../../engine/results/result-table.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { CompiledQuery, ConstantQuery } from '../../sql/query/compiled-query.js';
import type { Query } from '../../sql/query/parse-query.js';
import { tablePlace } from '../../sql/query/quoting.js';
import type { TableSource } from '../../sql/query/tables.js';
import { isVolatile } from '../../sql/query/volatile.js';
import { requirementsOf, type Requirement } from '../privileges/requirements.js';
import type { ResultBatch, RowsResult } from '../result.js';
import type { KeptResult, NotKept } from '../results/kept-result.js';
import { resultLimits, type ResultLimits } from '../results/limits.js';
import { questionKey, tablesFingerprint } from '../results/result-key.js';
import { watchClock } from '../results/watch-clock.js';
import type { Identity } from '../session.js';
import type { StatementContext } from './context.js';
import { constantAsQuery } from './constant-as-query.js';
import { forEngine, type AskedQuery } from './engine-query.js';
import { constantAnswer, runCompiled, runForEngine, runQuery } from './query.js';
import { sessionValues } from './session-values.js';
import { patternOf } from './user-variables.js';

/**
 * The rows of a query, from the result that is kept of the same one if that would be the same now. Else it runs, and its result is kept if it
 * is worth it.
 */
export async function answerKept(statement: Query, context: StatementContext): Promise<RowsResult> {
  const asking = new Asking(statement, context);
  if (statement.hasEffects || statement.into.length > 0) {
    asking.note({ reason: 'effects' });
    return runQuery(statement, context);
  }
  const { values, wasRead } = watchClock(sessionValues(context));
  const compiled = compileQuery(statement, values);
  if (wasRead() || isVolatile(statement.expression)) {
    asking.note({ reason: 'volatile' });
    return runCompiled(statement, compiled, context);
  }
  return asking.answer(compiled);
}

/** A query for which results are kept, on its way. */
class Asking {
  readonly #startedAt = performance.now();
  readonly #statement: Query;
  readonly #context: StatementContext;
  readonly #limits: ResultLimits;
  readonly #owner: Identity;
  readonly #id: string;

  constructor(statement: Query, context: StatementContext) {
    const { session, services: { variables } } = context;
    this.#statement = statement;
    this.#context = context;
    this.#limits = resultLimits(session, variables);
    this.#owner = session.identity;
    this.#id = session.queryIds.of(session.counters.questions);
  }

  note(why: NotKept): void {
    this.#context.services.results.note(this.#owner, this.#id, why);
  }

  async answer(compiled: CompiledQuery | ConstantQuery): Promise<RowsResult> {
    const { results } = this.#context.services;
    const isConstant = compiled.kind === 'constant';
    const asked = isConstant ? constantAsQuery(constantAnswer(compiled)) : await forEngine(compiled, this.#context);
    const key = questionKey({ account: this.#owner.account, sql: asked.sql, parameters: asked.parameters, countsAll: this.#statement.countsAll, sources: isConstant ? [] : this.#sources(compiled) });
    // What a file read by its name is like nobody has looked up.
    const fingerprint = asked.files ? null : tablesFingerprint(asked.tables);
    const known = results.forKey(key);
    if (known && fingerprint !== null && (this.#limits.allowsInconsistent || known.fingerprint === fingerprint)) return this.#again(known);
    // Until its last row is there.
    this.note({ reason: 'failed' });
    const copy = this.#copy();
    const rows = isConstant ? await this.#constantRows(compiled, asked, copy) : await runForEngine(this.#statement, { ...asked, copy }, this.#context);
    const keep = (table: ResultTable): void => {
      results.keep({
        owner: this.#owner, id: this.#id, key, fingerprint, table, columns: rows.columns, foundRows: rows.foundRows,
        sql: this.#context.services.statements.shownTextOf(this.#context.session),
        requirements: distinct([...requirementsOf(this.#statement), ...asked.inherited]), expiresAt: performance.now() + this.#limits.lifetimeMs,
      });
    };
    return { ...rows, batches: this.#copied(rows, copy, keep) };
  }

  /** With the values of variables in place of their names. */
  #sources({ tables }: CompiledQuery): readonly TableSource[] {
    return tables.map(({ source }) => {
      if (source.kind !== 'staged') return source;
      const text = patternOf(source.location.pattern, this.#context.session);
      return { ...source, location: { ...source.location, pattern: text === null ? null : { kind: 'text', text } } };
    });
  }

  #copy(): ResultCopy {
    const { engine, results } = this.#context.services;
    const { mostBytes, leastSeconds } = this.#limits;
    return engine.results.copy({ mostBytes, mostSize: results.capacity, notBefore: this.#startedAt + leastSeconds * 1000 });
  }

  /** The engine may lack a value that a parameter has, such as a TIME of 30 hours. */
  async #constantRows(compiled: ConstantQuery, asked: AskedQuery, copy: ResultCopy): Promise<RowsResult> {
    try {
      const rows = await this.#context.services.engine.query({ ...asked, copy }, this.#context.signal);
      return { kind: 'rows', ...rows, columns: constantAnswer(compiled).columns };
    } catch (error) {
      if (this.#context.signal.aborted) throw error;
      return runCompiled(this.#statement, compiled, this.#context);
    }
  }

  /** The rows of the kept result. */
  async #again(known: KeptResult): Promise<RowsResult> {
    const { results, engine } = this.#context.services;
    const { table, columns, foundRows } = known;
    results.answers(known, this.#id);
    // Until the engine holds it itself.
    table.hold();
    try {
      const { batches } = await engine.query({ sql: `SELECT * FROM ${tablePlace('kept')}`, parameters: [], tables: [{ name: 'kept', result: table }] }, this.#context.signal);
      return { kind: 'rows', columns, batches, ...(foundRows === undefined ? {} : { foundRows }) };
    } finally {
      table.release();
    }
  }

  async *#copied({ batches }: RowsResult, copy: ResultCopy, keep: (table: ResultTable) => void): AsyncGenerator<ResultBatch> {
    let isWhole = false;
    try {
      yield* batches;
      isWhole = true;
    } finally {
      if (!isWhole) copy.abandon();
    }
    const end = await copy.finish();
    if (typeof end === 'string') this.note(this.#whyNot(end));
    else keep(end);
  }

  #whyNot(reason: NoCopy): NotKept {
    const { mostBytes, leastSeconds } = this.#limits;
    switch (reason) {
      case 'too-fast':
        return { reason, seconds: leastSeconds };
      case 'too-large':
        return { reason, bytes: mostBytes, bound: 'query_result_cache_max_bytes' };
      case 'too-large-for-all':
        return { reason: 'too-large', bytes: this.#context.services.results.capacity, bound: 'STAGEWIRE_RESULT_CACHE_SIZE' };
      case 'failed':
        return { reason: 'not-copied' };
    }
  }
}

/** A result that scans results that scan one has the needs of that once. */
function distinct(requirements: readonly Requirement[]): readonly Requirement[] {
  return [...new Map(requirements.map((requirement) => [JSON.stringify(requirement), requirement])).values()];
}

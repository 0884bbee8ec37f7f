import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import { parameterText, type Parameter } from '../../sql/parameter.js';
import type { Call, Expression, PivotedTable, QueryExpression, SelectItem } from '../../sql/query/ast.js';
import { effectsOf, mapItems, openPivots, withPivotValues, withValues, type Effect } from '../../sql/query/effects.js';
import type { Query } from '../../sql/query/parse-query.js';
import type { Relation, Value } from '../../sql/relation.js';
import type { StatementContext } from './context.js';
import { userVariable, variableOf } from './user-variables.js';

/** MySQL's bound. */
const LONGEST_NAME = 64;

/** Runs a query without effects. */
type Run = (query: Query) => Promise<Relation>;

/** Does what a query does, one thing after the other, and gives the query with the answers in their places, as parameters. */
export async function withEffects(query: Query, context: StatementContext, run: Run): Promise<Query> {
  const expression = await withPivots(query, run);
  const values = new Map<Expression, Expression>();
  const parameters = [...query.parameters];
  for (const effect of effectsOf(query.expression)) {
    const args = [];
    for (const operand of operandsOf(effect)) args.push(await valueOf(withValues(operand, values), { ...query, parameters }, run));
    const index = parameters.push(await perform(effect, args, context)) - 1;
    values.set(effect, { kind: 'parameter', index });
  }
  return { ...query, parameters, hasEffects: false, expression: mapItems(expression, (item) => withValues(item, values)) };
}

/** The same with nothing done, to see the columns; null where what they are is an effect. */
export function withoutEffects(query: Query): Query | null {
  if (openPivots(query.expression).length > 0) return null;
  const values = new Map<Expression, Expression>();
  for (const effect of effectsOf(query.expression)) {
    if (effect.kind !== 'user-variable') values.set(effect, effect.kind === 'assignment' ? withValues(effect.value, values) : { kind: 'number', text: '0' });
  }
  return { ...query, hasEffects: false, expression: mapItems(query.expression, (expression) => withValues(expression, values)) };
}

/** As many columns as a table of MySQL may have. */
const MOST_PIVOTED = 4096;

/** Pivots over the values that a query gives, looked up before. */
async function withPivots(query: Query, run: Run): Promise<QueryExpression> {
  const found = new Map<PivotedTable, readonly SelectItem[]>();
  for (const pivot of openPivots(query.expression)) {
    if (!('kind' in pivot.values)) continue;
    const expression = { ...pivot.values, isRecursive: query.expression.isRecursive, with: [...query.expression.with, ...pivot.values.with] };
    const { columns, batches } = await run(asking(query, expression));
    const values: Value[] = [];
    for await (const batch of batches) {
      values.push(...columnValues(batch, columns, 0).filter((value) => value !== null));
      if (values.length > MOST_PIVOTED) throw new StagewireError('BadArguments', `PIVOT would make more than ${MOST_PIVOTED} columns`);
    }
    if (values.length === 0) throw new StagewireError('BadArguments', 'PIVOT finds no values to make columns of');
    found.set(pivot, values.map((value) => ({ expression: literalOf(value), alias: null, text: '' })));
  }
  return withPivotValues(query.expression, found);
}

/** A query for what another one needs, with nothing that the other one does besides. */
function asking(query: Query, expression: QueryExpression): Query {
  return { ...query, hasEffects: false, into: [], countsAll: false, expression };
}

/** The engine compares what it pivots by as text. */
function literalOf(value: Value): Expression {
  if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'number', text: String(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  return { kind: 'text', text: parameterText({ type: { name: 'varchar' }, value }) ?? '' };
}

function operandsOf(effect: Effect): readonly Expression[] {
  return effect.kind === 'call' ? effect.args : effect.kind === 'assignment' ? [effect.value] : [];
}

async function valueOf(expression: Expression, query: Query, run: Run): Promise<Parameter> {
  const { body } = query.expression;
  if (body.kind !== 'select') throw new Error('effects stand in a SELECT');
  const item = { expression, alias: null, text: 'value' };
  const { columns, batches } = await run(asking(query, { ...query.expression, body: { ...body, items: [item] } }));
  let value: Value = null;
  for await (const batch of batches) value = columnValues(batch, columns, 0)[0] ?? null;
  return variableOf(value, columns[0]?.type);
}

async function perform(effect: Effect, args: readonly Parameter[], context: StatementContext): Promise<Parameter> {
  const { session } = context;
  switch (effect.kind) {
    case 'call':
      return variableOf(await performCall(effect, args.map(({ value }) => value), context));
    case 'user-variable':
      return userVariable(session, effect.name);
    case 'assignment': {
      const [value = variableOf(null)] = args;
      session.userVariables.set(effect.name, value);
      return value;
    }
  }
}

async function performCall({ name }: Call, [first = null, second = null]: readonly Value[], { services: { locks }, session, signal }: StatementContext): Promise<number | null> {
  switch (name) {
    case 'get_lock':
      return Number(await locks.take(lockName(first), session.id, secondsOf(second), signal));
    case 'release_lock': {
      const wasOwn = await locks.release(lockName(first), session.id);
      return wasOwn === null ? null : Number(wasOwn);
    }
    case 'release_all_locks':
      return locks.releaseAll(session.id);
    case 'is_free_lock':
      return Number((await locks.ownerOf(lockName(first))) === null);
    case 'is_used_lock':
      return locks.ownerOf(lockName(first));
    default:
      throw new Error(`no lock function ${name}`);
  }
}

/** As MySQL reads numbers: the beginning of a text, and 0 for one that begins with none. */
function secondsOf(value: Value): number {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
  return Number.parseFloat(text) || 0;
}

/** Names are the same in any case. ER_USER_LOCK_WRONG_NAME */
function lockName(value: Value): string {
  const name = value === null ? '' : value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value instanceof Date ? value.toISOString() : String(value);
  if (name === '' || Array.from(name).length > LONGEST_NAME) throw new StagewireError('BadArguments', `Incorrect user-level lock name '${name}'.`, { mysql: { errno: 3057, sqlState: '42000' } });
  return name.toLowerCase();
}

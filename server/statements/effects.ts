import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import type { Parameter } from '../../sql/parameter.js';
import type { Call, Expression } from '../../sql/query/ast.js';
import { effectsOf, mapItems, withValues, type Effect } from '../../sql/query/effects.js';
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
  const values = new Map<Expression, Expression>();
  const parameters = [...query.parameters];
  for (const effect of effectsOf(query.expression)) {
    const args = [];
    for (const operand of operandsOf(effect)) args.push(await valueOf(withValues(operand, values), { ...query, parameters }, run));
    const index = parameters.push(await perform(effect, args, context)) - 1;
    values.set(effect, { kind: 'parameter', index });
  }
  return { ...query, parameters, hasEffects: false, expression: mapItems(query.expression, (expression) => withValues(expression, values)) };
}

/** The same with nothing done, to see the columns. */
export function withoutEffects(query: Query): Query {
  const values = new Map<Expression, Expression>();
  for (const effect of effectsOf(query.expression)) {
    if (effect.kind !== 'user-variable') values.set(effect, effect.kind === 'assignment' ? withValues(effect.value, values) : { kind: 'number', text: '0' });
  }
  return { ...query, hasEffects: false, expression: mapItems(query.expression, (expression) => withValues(expression, values)) };
}

function operandsOf(effect: Effect): readonly Expression[] {
  return effect.kind === 'call' ? effect.args : effect.kind === 'assignment' ? [effect.value] : [];
}

async function valueOf(expression: Expression, query: Query, run: Run): Promise<Parameter> {
  const { body } = query.expression;
  if (body.kind !== 'select') throw new Error('effects stand in a SELECT');
  const item = { expression, alias: null, text: 'value' };
  const { columns, batches } = await run({ ...query, hasEffects: false, into: [], countsAll: false, expression: { ...query.expression, body: { ...body, items: [item] } } });
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
  if (name === '' || [...name].length > LONGEST_NAME) throw new StagewireError('BadArguments', `Incorrect user-level lock name '${name}'.`, { mysql: { errno: 3057, sqlState: '42000' } });
  return name.toLowerCase();
}

import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import type { Call, Expression } from '../../sql/query/ast.js';
import { lockCalls, withValues } from '../../sql/query/lock-calls.js';
import type { Query } from '../../sql/query/parse-query.js';
import type { Relation, Value } from '../../sql/relation.js';
import type { StatementContext } from './context.js';

/** MySQL's bound. */
const LONGEST_NAME = 64;

/** The query with the answers of its lock functions in place of their calls, one after the other. */
export async function withLocks(query: Query, context: StatementContext, run: (query: Query) => Promise<Relation>): Promise<Query> {
  const values = new Map<Expression, Expression>();
  for (const call of lockCalls(query.expression)) {
    const args: Value[] = [];
    for (const argument of call.args) args.push(await valueOf(argument, { ...query, expression: withValues(query.expression, values) }, run));
    const answer = await perform(call, args, context);
    values.set(call, answer === null ? { kind: 'null' } : { kind: 'number', text: String(answer) });
  }
  return { ...query, callsLocks: false, expression: withValues(query.expression, values) };
}

/** The same with nothing done, to see the columns. */
export function withoutLocks(query: Query): Query {
  const values = new Map<Expression, Expression>(lockCalls(query.expression).map((call) => [call, { kind: 'number', text: '0' }]));
  return { ...query, callsLocks: false, expression: withValues(query.expression, values) };
}

async function valueOf(expression: Expression, query: Query, run: (query: Query) => Promise<Relation>): Promise<Value> {
  const { body } = query.expression;
  if (body.kind !== 'select') throw new Error('lock functions stand in a SELECT');
  const { columns, batches } = await run({ ...query, callsLocks: false, into: [], countsAll: false, expression: { ...query.expression, body: { ...body, items: [{ expression, alias: null, text: 'x' }] } } });
  for await (const batch of batches) return columnValues(batch, columns, 0)[0] ?? null;
  return null;
}

async function perform({ name }: Call, [first = null, second = null]: readonly Value[], { services: { locks }, session, signal }: StatementContext): Promise<number | null> {
  switch (name) {
    case 'get_lock':
      return Number(await locks.take(lockName(first), session.id, Number(second ?? 0), signal));
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

/** Names are the same in any case. ER_USER_LOCK_WRONG_NAME */
function lockName(value: Value): string {
  const name = value === null ? '' : value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value instanceof Date ? value.toISOString() : String(value);
  if (name === '' || [...name].length > LONGEST_NAME) throw new StagewireError('BadArguments', `Incorrect user-level lock name '${name}'.`, { mysql: { errno: 3057, sqlState: '42000' } });
  return name.toLowerCase();
}

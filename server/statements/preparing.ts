import { StagewireError } from '../../errors/index.js';
import type { Parameter, VariableSource } from '../../sql/parameter.js';
import type { ScopedStatement } from '../../sql/parse.js';
import { bindStatement, firstWord, prepareText, type PreparedText } from '../../sql/prepare.js';
import type { StatementKind } from '../../sql/statements/index.js';
import type { Services } from '../services.js';
import type { PreparedStatement } from '../statement-service.js';
import { rulesOf } from '../variables/session-rules.js';
import type { StatementContext } from './context.js';
import { describeStatement } from './describe.js';

/** Reads a text that is to be executed later; {@link releaseStatement} must be called for it. Throws as `StatementService.prepare` says. */
export async function prepareStatement(sql: string, scope: Omit<StatementContext, 'stages'>): Promise<PreparedStatement> {
  const { services: { activity, variables }, session } = scope;
  const most = Number(variables.get('max_prepared_stmt_count'));
  if (activity.preparedStatements >= most) throw tooManyPrepared(most);
  const rules = rulesOf(session, variables);
  if (NEEDS_FILES.has(firstWord(sql, rules) ?? '')) throw unpreparable('put');
  const text = prepareText(sql, rules);
  if (text.outline !== null) refuseUnpreparable(text.outline);
  const columns = await describeStatement(text, scope);
  activity.preparedStatements += 1;
  return { text, columns };
}

/** One prepared statement less. */
export function releaseStatement({ activity }: Pick<Services, 'activity'>): void {
  activity.preparedStatements -= 1;
}

/** The statement with its values, for the binary protocol. What stands behind SETTINGS (…) may show itself only now. */
export function bindExecutable(text: PreparedText, parameters: readonly Parameter[], variables: VariableSource): ScopedStatement {
  const bound = bindStatement(text, parameters, variables);
  refuseUnpreparable(bound);
  return bound;
}

/** Statements about prepared statements, and those that need the client's files: what comes in between has no place in the binary protocol. */
const UNPREPARABLE: ReadonlySet<StatementKind> = new Set(['prepare', 'execute', 'deallocate', 'put']);

/**
 * Statements of these words need the client's files whatever else they say. They must be refused before anything of them is read: that is when
 * drivers that prepare everything (Connector/J, PDO) send the statement as a plain query instead, with its values written in.
 */
const NEEDS_FILES: ReadonlySet<string> = new Set(['PUT', 'LOAD']);

function refuseUnpreparable({ statement: { kind } }: ScopedStatement): void {
  if (UNPREPARABLE.has(kind)) throw unpreparable(kind);
}

/** ER_UNSUPPORTED_PS */
function unpreparable(kind: StatementKind): StagewireError {
  const advice = kind === 'put' ? ': send PUT and LOAD DATA as plain queries, in mysql2 by query() instead of execute()' : '';
  return new StagewireError('Unimplemented', `This command is not supported in the prepared statement protocol yet${advice}`, { mysql: { errno: 1295, sqlState: 'HY000' } });
}

/** ER_MAX_PREPARED_STMT_COUNT_REACHED */
function tooManyPrepared(most: number): StagewireError {
  return new StagewireError('BadArguments', `Can't create more than max_prepared_stmt_count statements (current value: ${most})`, { mysql: { errno: 1461, sqlState: '42000' } });
}

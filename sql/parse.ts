import { orReplace } from './grammar/clauses.js';
import { Cursor } from './grammar/cursor.js';
import { statementSettings, type Setting } from './grammar/settings.js';
import { MYSQL_RULES, type LexicalRules } from './lexer/rules.js';
import type { ParameterSource, VariableSource } from './parameter.js';
import { isQueryStart, parseQuery } from './query/parse-query.js';
import { parseCreateConnection, parseDescribeConnection, parseDropConnection, parseShowConnections } from './statements/connections.js';
import { parseAlterFileFormat, parseCreateFileFormat, parseDescribeFileFormat, parseDropFileFormat, parseShowFileFormats } from './statements/file-formats.js';
import { parseList, parsePresign, parseRemove } from './statements/files.js';
import { parseGrant, parseRevoke, parseShowGrants } from './statements/grants.js';
import { parseGet, parseLoadData, parsePut } from './statements/local-files.js';
import { parseKill, parseReloadTls, parseShowProcessList } from './statements/processes.js';
import type { Statement } from './statements/index.js';
import { parseDeallocate, parseExecute, parsePrepare } from './statements/prepared.js';
import { parseSetPassword, parseSetRole } from './statements/accounts.js';
import { parseDo, parseHelp } from './statements/evaluation.js';
import { parseMaintainTables } from './statements/maintenance.js';
import { parseAlterTableKeys, parseFlush, parseIdle, parseLock, parseUnlock } from './statements/no-operation.js';
import { REFUSALS } from './statements/refused.js';
import { parseSet, parseUnset, parseUse } from './statements/session.js';
import { parseBegin, parseCommit, parseReleaseSavepoint, parseRollback, parseSavepoint, parseStartTransaction } from './statements/transactions.js';
import { parseExplain } from './statements/explain.js';
import { parseShowColumns, parseShowCreate, parseShowEngine, parseShowIndexes } from './statements/show-object.js';
import { SHOW_TOPICS } from './statements/show-topics.js';
import { parseShowDatabases, parseShowTables, parseShowVariables, parseShowWarnings } from './statements/show.js';
import { parseAlterStage, parseCreateStage, parseDescribeStage, parseDropStage, parseShowStages } from './statements/stages.js';
import { parseAlterUser, parseCreateUser, parseDropUser, parseShowUsers } from './statements/users.js';
import { parseTruncate } from './statements/truncate.js';
import { parseAlterView, parseCreateView, parseDropTable, parseDropView } from './statements/views.js';

/** A statement with the settings that hold for it alone. */
export interface ScopedStatement {
  readonly statement: Statement;
  readonly settings: readonly Setting[];
}

/** A statement and where the next one begins; null at the end of the text. */
export interface ParsedStatement extends ScopedStatement {
  readonly next: number | null;
}

type Parse = (cursor: Cursor) => Statement;

/** The statements by the words with which they begin; OR REPLACE behind CREATE is looked past. */
const BY_WORDS: readonly (readonly [words: string, parse: Parse])[] = [
  ['CREATE STAGE', parseCreateStage],
  ['CREATE CONNECTION', parseCreateConnection],
  ['CREATE FILE FORMAT', parseCreateFileFormat],
  ['CREATE USER', parseCreateUser],
  ...['VIEW', 'ALGORITHM', 'DEFINER', 'SQL SECURITY'].flatMap((words): [string, Parse][] => [
    [`CREATE ${words}`, parseCreateView],
    [`ALTER ${words}`, parseAlterView],
  ]),
  ['DROP VIEW', parseDropView],
  ...['TABLE', 'TABLES', 'TEMPORARY TABLE', 'TEMPORARY TABLES'].map((words): [string, Parse] => [`DROP ${words}`, parseDropTable]),
  ['ALTER STAGE', parseAlterStage],
  ['ALTER FILE FORMAT', parseAlterFileFormat],
  ['ALTER USER', parseAlterUser],
  ['DROP STAGE', parseDropStage],
  ['DROP CONNECTION', parseDropConnection],
  ['TRUNCATE', parseTruncate],
  ['DROP FILE FORMAT', parseDropFileFormat],
  ['DROP USER', parseDropUser],
  ['DESC STAGE', parseDescribeStage],
  ['DESCRIBE STAGE', parseDescribeStage],
  ['DESC CONNECTION', parseDescribeConnection],
  ['DESCRIBE CONNECTION', parseDescribeConnection],
  ['DESC FILE FORMAT', parseDescribeFileFormat],
  ['DESCRIBE FILE FORMAT', parseDescribeFileFormat],
  // Behind the objects that have a DESCRIBE of their own.
  ['DESC', parseExplain],
  ['DESCRIBE', parseExplain],
  ['EXPLAIN', parseExplain],
  ['SHOW STAGES', parseShowStages],
  ['SHOW CONNECTIONS', parseShowConnections],
  ['SHOW FILE FORMATS', parseShowFileFormats],
  ['SHOW USERS', parseShowUsers],
  ['SHOW GRANTS', parseShowGrants],
  ['SHOW DATABASES', parseShowDatabases],
  ['SHOW SCHEMAS', parseShowDatabases],
  ['SHOW TABLES', parseShowTables],
  ['SHOW FULL TABLES', parseShowTables],
  ['SHOW EXTENDED TABLES', parseShowTables],
  ['SHOW EXTENDED FULL TABLES', parseShowTables],
  ...['', 'GLOBAL ', 'SESSION ', 'LOCAL '].flatMap((scope): [string, Parse][] => [
    [`SHOW ${scope}VARIABLES`, parseShowVariables],
    [`SHOW ${scope}STATUS`, parseShowVariables],
  ]),
  ['SHOW WARNINGS', parseShowWarnings],
  ['SHOW ERRORS', parseShowWarnings],
  ['SHOW PROCESSLIST', parseShowProcessList],
  ['SHOW FULL PROCESSLIST', parseShowProcessList],
  ['KILL', parseKill],
  ['ALTER INSTANCE', parseReloadTls],
  ['SHOW COUNT', parseShowWarnings],
  ...SHOW_TOPICS,
  ...['', 'EXTENDED ', 'FULL ', 'EXTENDED FULL '].flatMap((kind): [string, Parse][] => [
    [`SHOW ${kind}COLUMNS`, parseShowColumns],
    [`SHOW ${kind}FIELDS`, parseShowColumns],
  ]),
  ...['INDEX', 'INDEXES', 'KEYS', 'EXTENDED INDEX', 'EXTENDED INDEXES', 'EXTENDED KEYS'].map((words): [string, Parse] => [`SHOW ${words}`, parseShowIndexes]),
  ['SHOW CREATE', parseShowCreate],
  ['SHOW ENGINE', parseShowEngine],
  ['LIST', parseList],
  ['LS', parseList],
  ['REMOVE', parseRemove],
  ['RM', parseRemove],
  ['PRESIGN', parsePresign],
  ['PUT', parsePut],
  ['LOAD DATA', parseLoadData],
  ['GRANT', parseGrant],
  ['REVOKE', parseRevoke],
  ['SET PASSWORD', parseSetPassword],
  ['SET ROLE', parseSetRole],
  ['SET DEFAULT ROLE', parseSetRole],
  ['USE', parseUse],
  ['PREPARE', parsePrepare],
  ['EXECUTE', parseExecute],
  ['DEALLOCATE PREPARE', parseDeallocate],
  ['DROP PREPARE', parseDeallocate],
  ['BEGIN', parseBegin],
  ['START TRANSACTION', parseStartTransaction],
  ['COMMIT', parseCommit],
  ['ROLLBACK', parseRollback],
  ['SAVEPOINT', parseSavepoint],
  ['RELEASE SAVEPOINT', parseReleaseSavepoint],
  ['DO', parseDo],
  ['HELP', parseHelp],
  ['LOCK', parseLock],
  ['UNLOCK', parseUnlock],
  ['FLUSH', parseFlush],
  ...['ANALYZE', 'OPTIMIZE', 'CHECK', 'REPAIR', 'CHECKSUM'].flatMap((verb) => [' TABLE', ' TABLES', ' LOCAL', ' NO_WRITE_TO_BINLOG'].map((rest): [string, Parse] => [verb + rest, parseMaintainTables])),
  ...['START SLAVE', 'START REPLICA', 'STOP SLAVE', 'STOP REPLICA', 'RESET SLAVE', 'RESET REPLICA', 'RESET QUERY CACHE', 'RESET PERSIST'].map((words): [string, Parse] => [words, parseIdle]),
  ['ALTER TABLE', parseAlterTableKeys],
  ...REFUSALS,
  // Behind SET PASSWORD, GET DIAGNOSTICS and others like them.
  ['SET', parseSet],
  ['GET', parseGet],
  ['UNSET', parseUnset],
];

/** Statements without a query in them: what a variable holds is known while they are read. */
const TAKE_VARIABLES: ReadonlySet<Parse> = new Set<Parse>([
  parseCreateStage, parseAlterStage, parseDropStage, parseDescribeStage, parseShowStages, parseList, parseRemove, parsePresign, parsePut, parseGet, parseLoadData,
  parseCreateConnection, parseDropConnection, parseDescribeConnection, parseShowConnections,
  parseCreateFileFormat, parseAlterFileFormat, parseDropFileFormat, parseDescribeFileFormat, parseShowFileFormats,
  parseShowDatabases, parseShowTables, parseShowVariables, parseShowColumns, parseShowUsers,
]);

interface Beginning {
  readonly words: readonly string[];
  readonly parse: Parse;
}

/** The same by the first word, those with the same one in their order. */
const BY_FIRST_WORD = new Map<string, Beginning[]>();
for (const [text, parse] of BY_WORDS) {
  const words = text.split(' ');
  const [first = ''] = words;
  const alike = BY_FIRST_WORD.get(first) ?? [];
  alike.push({ words, parse });
  BY_FIRST_WORD.set(first, alike);
}

/** The statements that begin with the same word. */
function alikeTo([first = '']: readonly string[]): readonly Beginning[] {
  return BY_FIRST_WORD.get(first) ?? [];
}

/**
 * Reads the statement that begins at or after `offset`; empty statements are passed over. Null when
 * nothing but blanks, comments and semicolons is left. `parameters` stand for the `?` of the text; `rules` are those of
 * the session, `variables` what its variables hold. Throws 1064
 * with the place of the fault, and 1210 or 1232 for a parameter or variable whose value does not fit its place.
 */
export function parseStatement(sql: string, offset = 0, parameters: ParameterSource = 'none', rules: LexicalRules = MYSQL_RULES, variables: VariableSource = 'announced'): ParsedStatement | null {
  const cursor = new Cursor(sql, offset, parameters, rules, variables);
  while (cursor.takeSymbol(';'));
  if (cursor.atEnd()) return null;
  const scoped = readScoped(cursor);
  return { ...scoped, next: nextStatement(cursor) };
}

/**
 * Where the next statement begins, with the cursor at the end of one: behind the semicolon and not at its first word,
 * which may stand in a comment that counts as SQL.
 */
export function nextStatement(cursor: Cursor): number | null {
  while (cursor.takeSymbol(';'));
  return cursor.atEnd() ? null : cursor.previousEnd;
}

/** Reads `[SETTINGS (…)] <statement>` at the cursor, up to its end. */
export function readScoped(cursor: Cursor): ScopedStatement {
  const settings = statementSettings(cursor);
  return { statement: Object.freeze(readStatement(cursor)), settings };
}

function readStatement(cursor: Cursor): Statement {
  if (isQueryStart(cursor)) return parseQuery(cursor);
  const leading = leadingWords(cursor);
  const found = alikeTo(leading).find(({ words }) => words.every((word, index) => leading[index] === word));
  if (found && TAKE_VARIABLES.has(found.parse)) cursor.takeVariables();
  if (found) return found.parse(cursor);
  throw unknownStatement(cursor, leading);
}

/** The words at the cursor that decide which statement it is, without OR REPLACE. */
function leadingWords(cursor: Cursor): readonly string[] {
  const words: string[] = [];
  let token = cursor.token;
  for (; words.length < 6 && token.kind === 'word'; token = cursor.lexer.tokenAt(token.end)) words.push(token.upper);
  if (words[1] === 'OR' && words[2] === 'REPLACE') words.splice(1, 2);
  return words;
}

/** Points at the first word with which no statement goes on. */
function unknownStatement(cursor: Cursor, leading: readonly string[]): Error {
  const alike = alikeTo(leading);
  if (alike.length === 0) return cursor.unexpected('a statement');
  cursor.next();
  orReplace(cursor);
  return cursor.unexpected([...new Set(alike.map(({ words: [, second = ''] }) => second))].join(', '));
}

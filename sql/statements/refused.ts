import { StagewireError, type MysqlCode } from '../../errors/index.js';
import type { Cursor } from '../grammar/cursor.js';

/** Statements of MySQL that this server will not run, by the words with which they begin, and what they are about. */
const REFUSED: readonly (readonly [words: string, what: string])[] = [
  ['XA', 'XA transactions'], ['HANDLER', 'HANDLER'], ['CALL', 'stored procedures'], ['SIGNAL', 'SIGNAL'], ['RESIGNAL', 'RESIGNAL'], ['GET DIAGNOSTICS', 'GET DIAGNOSTICS'],
  ['GET CURRENT DIAGNOSTICS', 'GET DIAGNOSTICS'], ['GET STACKED DIAGNOSTICS', 'GET DIAGNOSTICS'],
  ['INSTALL', 'plugins and components'], ['UNINSTALL', 'plugins and components'], ['CLONE', 'cloning'], ['BINLOG', 'binary logs'],
  ['SHUTDOWN', 'SHUTDOWN over a connection; send the process SIGTERM'], ['RESTART', 'RESTART over a connection'],
  ['CHANGE MASTER', 'replication'], ['CHANGE REPLICATION', 'replication'], ['START GROUP_REPLICATION', 'replication'], ['STOP GROUP_REPLICATION', 'replication'],
  ['IMPORT TABLE', 'IMPORT TABLE'], ['CACHE INDEX', 'key caches'], ['LOAD INDEX', 'key caches'], ['LOAD XML', 'LOAD XML'], ['ALTER INSTANCE', 'ALTER INSTANCE'],
  ['SET RESOURCE', 'resource groups'],
  // There are no tables but those of the server.
  ['INSERT', 'INSERT'], ['UPDATE', 'UPDATE'], ['DELETE', 'DELETE'], ['REPLACE', 'REPLACE'], ['RENAME TABLE', 'RENAME TABLE'], ['RENAME TABLES', 'RENAME TABLE'],
  ['CREATE TABLE', 'CREATE TABLE'], ['CREATE TEMPORARY', 'CREATE TABLE'], ['CREATE INDEX', 'CREATE INDEX'], ['CREATE UNIQUE', 'CREATE INDEX'], ['CREATE FULLTEXT', 'CREATE INDEX'], ['DROP INDEX', 'DROP INDEX'],
  ...['CREATE', 'ALTER', 'DROP'].flatMap((verb): [string, string][] => [[`${verb} DATABASE`, `${verb} DATABASE`], [`${verb} SCHEMA`, `${verb} DATABASE`]]),
  ...['CREATE', 'ALTER', 'DROP'].flatMap((verb): [string, string][] => [
    [`${verb} PROCEDURE`, 'stored procedures'], [`${verb} TRIGGER`, 'triggers'], [`${verb} EVENT`, 'events'], [`${verb} SERVER`, 'servers of FEDERATED'],
    [`${verb} TABLESPACE`, 'tablespaces'], [`${verb} UNDO`, 'tablespaces'], [`${verb} LOGFILE`, 'log file groups'], [`${verb} RESOURCE`, 'resource groups'],
    [`${verb} SPATIAL`, 'spatial reference systems'],
  ]),
];

const unsupported = (what: string) => (): never => {
  throw new StagewireError('Unimplemented', `${what} is not supported by this server`);
};

const failing = (text: string, mysql: MysqlCode) => (): never => {
  throw new StagewireError('Unimplemented', text, { mysql });
};

/** What there is to say to each of them, for the table of statements. */
export const REFUSALS: readonly (readonly [words: string, parse: (cursor: Cursor) => never])[] = [
  ...REFUSED.map(([words, what]) => [words, unsupported(what)] as const),
  // ER_NO_BINARY_LOGGING and ER_FLUSH_MASTER_BINLOG_CLOSED
  ['PURGE', failing('You are not using binary logging', { errno: 1381, sqlState: 'HY000' })],
  ['RESET MASTER', failing('Binlog closed, cannot RESET MASTER', { errno: 1186, sqlState: 'HY000' })],
  ['RESET BINARY', failing('Binlog closed, cannot RESET MASTER', { errno: 1186, sqlState: 'HY000' })],
];

import { showNarrowing, type ShowNarrowing } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';

/** What SHOW lists, apart from the statements that have a grammar of their own, by the words behind SHOW. */
const TOPIC_WORDS = {
  'ENGINES': 'engines', 'STORAGE ENGINES': 'engines', 'PLUGINS': 'plugins',
  'CHARACTER SET': 'character-sets', 'CHARSET': 'character-sets', 'COLLATION': 'collations',
  'PRIVILEGES': 'privileges', 'FUNCTION STATUS': 'function-status', 'PROCEDURE STATUS': 'procedure-status', 'TRIGGERS': 'triggers', 'FULL TRIGGERS': 'triggers',
  'EVENTS': 'events', 'TABLE STATUS': 'table-status', 'OPEN TABLES': 'open-tables', 'PROFILES': 'profiles', 'PROFILE': 'profile',
  'BINARY LOG STATUS': 'binary-log-status', 'MASTER STATUS': 'binary-log-status', 'REPLICA STATUS': 'replica-status', 'SLAVE STATUS': 'replica-status',
  'REPLICAS': 'replicas', 'SLAVE HOSTS': 'replicas', 'BINARY LOGS': 'binary-logs', 'MASTER LOGS': 'binary-logs', 'BINLOG EVENTS': 'binary-logs',
  'RELAYLOG EVENTS': 'binary-logs', 'FUNCTION CODE': 'routine-code', 'PROCEDURE CODE': 'routine-code',
  'FUNCTIONS': 'functions', 'TABLE_FUNCTIONS': 'table-functions', 'SETTINGS': 'settings', 'METRICS': 'metrics', 'CATALOGS': 'catalogs', 'ROLES': 'roles',
  'LOCKS': 'locks', 'STREAMS': 'streams', 'VIEWS': 'views',
  'ALL SLAVES STATUS': 'replica-status', 'ALL REPLICAS STATUS': 'replica-status', 'FULL DATABASES': 'full-databases', 'TAGS': 'tags', 'PROCEDURES': 'procedures',
} as const;

export type ShowTopic = (typeof TOPIC_WORDS)[keyof typeof TOPIC_WORDS];

export interface ShowTopicStatement extends ShowNarrowing {
  readonly kind: 'show-topic';
  readonly topic: ShowTopic;
  /** Null for the session's database. */
  readonly database: string | null;
}

/** The statements by the words with which they begin. */
export const SHOW_TOPICS: readonly (readonly [words: string, parse: (cursor: Cursor) => ShowTopicStatement])[] = Object.entries(TOPIC_WORDS).map(
  ([words, topic]) => [`SHOW ${words}`, (cursor) => parseShowTopic(cursor, words, topic)],
);

/** `SHOW <topic> [{FROM | IN} <database>] [LIKE '<pattern>' | WHERE <expr>] [LIMIT <n>]` */
function parseShowTopic(cursor: Cursor, words: string, topic: ShowTopic): ShowTopicStatement {
  cursor.expect('SHOW', ...words.split(' '));
  if (REFUSED.has(topic)) cursor.skipToEnd();
  if (topic === 'replica-status' && cursor.take('FOR', 'CHANNEL')) cursor.expectString('the name of a channel');
  if (topic === 'profile') profile(cursor);
  const database = cursor.takeOneOf('FROM', 'IN') === null ? null : cursor.expectName('a database name');
  return { kind: 'show-topic', topic, database, ...showNarrowing(cursor) };
}

const PROFILE_TYPES = ['ALL', 'BLOCK IO', 'CONTEXT SWITCHES', 'CPU', 'IPC', 'MEMORY', 'PAGE FAULTS', 'SOURCE', 'SWAPS'] as const;

/** `[<type> [, <type>] …] [FOR QUERY <n>]`: nothing is profiled, whatever is asked for. */
function profile(cursor: Cursor): void {
  const takesType = (): boolean => PROFILE_TYPES.some((words) => cursor.take(...words.split(' ')));
  if (takesType()) {
    while (cursor.takeSymbol(',')) if (!takesType()) throw cursor.unexpected(PROFILE_TYPES.join(', '));
  }
  if (cursor.take('FOR', 'QUERY')) cursor.expectInteger('the number of a query', 0, Number.MAX_SAFE_INTEGER);
}

/** Topics that are always refused, whatever stands behind the words. */
const REFUSED: ReadonlySet<ShowTopic> = new Set<ShowTopic>(['binary-logs', 'routine-code']);

import type { Value } from '../sql/relation.js';
import type { PreparedStatement } from './statement-service.js';
import type { Parameter } from '../sql/parameter.js';
import type { Scalar } from '../sql/query/quoting.js';
import type { SecureTransport } from './tls/tls-door.js';
import type { QueryIds } from './query-ids.js';
import type { Counters } from './status/counters.js';
import type { StampedMap } from './variables/stamped-map.js';
import type { TransactionState } from './transaction-state.js';

export interface Warning {
  readonly level: 'Note' | 'Warning' | 'Error';
  readonly code: number;
  readonly message: string;
}

/** The user a session acts for. */
export interface Identity {
  readonly user: string;
  /** The id of the account, which is not that of a user of the same name who was dropped. */
  readonly account: string;
}

/** What is known of the client of a session. */
export interface ClientInfo {
  /** `address:port`, or `localhost` for the Unix socket. */
  readonly host: string;
  /** What it said about itself when it connected (CONNECT_ATTRS). */
  readonly attributes: ReadonlyMap<string, string>;
  /** Null without TLS. */
  readonly transport: SecureTransport | null;
  readonly compression: 'zlib' | 'zstd' | null;
  /** The collation that it named in the handshake. */
  readonly collationId: number;
  /** A person sits there: `interactive_timeout` counts instead of `wait_timeout`. */
  readonly isInteractive: boolean;
  /** Affected rows are those that were found, not those that were changed. */
  readonly countsFoundRows: boolean;
  /** Takes news of the session's state in OK packets. */
  readonly tracksState: boolean;
  /** Can do without column definitions (`resultset_metadata`). */
  readonly takesOptionalMetadata: boolean;
}

/** What one client connection (or one HTTP request) carries from statement to statement. */
export interface Session {
  /** Connection id, unique in this process. */
  readonly id: number;
  readonly identity: Identity;
  /** Base URL at which this client can reach our HTTP listener. */
  readonly publicUrl: string;
  readonly client: ClientInfo;
  /** What SHOW SESSION STATUS counts. */
  readonly counters: Counters;
  /** Others after the session was reset. */
  queryIds: QueryIds;
  database: string | null;
  /** Session variables that were set, by lower-case name. */
  readonly variables: StampedMap<string, Scalar>;
  /** What the others are: the global values of the time when the session began. */
  defaults: ReadonlyMap<string, Scalar>;
  /** User variables (`@x`) by lower-case name. */
  readonly userVariables: StampedMap<string, Parameter>;
  /** Databend's session variables (`$x`, SET VARIABLE) by lower-case name. */
  readonly sessionVariables: Map<string, Parameter>;
  /** Of the last statement that was not SHOW WARNINGS. */
  warnings: Warning[];
  /** Statements of PREPARE, by lower-case name. */
  readonly prepared: StampedMap<string, PreparedStatement>;
  /** What the client sent along with the running statement, by name. */
  queryAttributes: ReadonlyMap<string, Value>;
  /** What `found_rows()` and `row_count()` say: rows of the last result set; rows that the last statement changed, -1 after a result set. */
  foundRows: number;
  rowCount: number;
  /** Those that were replaced by them, for `@@warning_count`. */
  previousWarnings: readonly Warning[];
  inTransaction: boolean;
  transaction: TransactionState;
  autocommit: boolean;
}

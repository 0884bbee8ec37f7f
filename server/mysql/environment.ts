import type { Socket } from 'node:net';
import type { Authenticator } from '../authentication.js';
import type { LoginGuard } from '../login-guard.js';
import type { ProcessList } from '../processes/process-list.js';
import type { Session } from '../session.js';
import type { StatementService } from '../statement-service.js';
import type { TlsDoor } from '../tls/tls-door.js';
import type { Log } from './log.js';
import type { LongDataBudget } from './long-data.js';
import type { VariableReader } from './state-tracker.js';

/** What every connection of a listener shares. */
export interface ConnectionEnvironment {
  readonly service: StatementService;
  readonly authenticator: Authenticator;
  readonly guard: LoginGuard;
  /** Null: no TLS. */
  readonly tls: TlsDoor | null;
  readonly processes: ProcessList;
  readonly serverVersion: string;
  /** Base URL at which the client of a socket can reach the HTTP listener. */
  readonly publicUrl: (socket: Socket) => string;
  readonly log: Log;
  /** Largest payload that a client may send, in bytes. */
  readonly maxAllowedPacket: number;
  readonly longDataBudget: LongDataBudget;
  /** Time for the whole exchange up to the login. */
  readonly connectTimeoutMs: number;
  /** Time that a client may stay silent between commands, in milliseconds: its session's `wait_timeout`. */
  readonly waitTimeoutMs: (session: Session) => number;
  /** Time that a client may stay silent in the middle of what it sends, in milliseconds: `net_read_timeout`. */
  readonly readTimeoutMs: (session: Session) => number;
  /** Time that a client may take nothing of an answer, in milliseconds: `net_write_timeout`. */
  readonly writeTimeoutMs: (session: Session) => number;
  /** Time from which on a statement counts as slow, in milliseconds: `long_query_time`. */
  readonly slowAfterMs: (session: Session) => number;
  /** A session's variable as SHOW VARIABLES has it; null for an unknown one. */
  readonly shownVariable: VariableReader;
  /** Whether clients must use TLS or the Unix socket: `require_secure_transport`. */
  readonly requiresSecureTransport: () => boolean;
}

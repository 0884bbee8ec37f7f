import pg from 'pg';
import { StagewireError } from '../errors/index.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** The server gives up first and says why; the client's limit is for a server that is silent. */
const STATEMENT_TIMEOUT_MS = 25_000;
const QUERY_TIMEOUT_MS = 30_000;

/** What every connection to the catalog has, whatever it is for. */
export interface ConnectionSettings {
  readonly base: pg.ClientConfig;
  /** Limits for the short statements of daily work. */
  readonly limits: pg.ClientConfig;
  /** `host:port`, for messages. */
  readonly address: string;
}

/**
 * Reads a `postgres://` URL.
 *
 * @throws StagewireError (InvalidConfig), without the text of the URL, which has a password in it
 */
export function connectionSettings(url: string): ConnectionSettings {
  const base: pg.ClientConfig = {
    connectionString: url,
    application_name: 'stagewire',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  if (!/^postgres(ql)?:\/\//.test(url)) throw new StagewireError('InvalidConfig', 'the catalog URL must begin with postgres://');
  try {
    const { host, port } = new pg.Client(base);
    return {
      base,
      limits: {
        statement_timeout: STATEMENT_TIMEOUT_MS,
        query_timeout: QUERY_TIMEOUT_MS,
        idle_in_transaction_session_timeout: QUERY_TIMEOUT_MS,
      },
      address: `${host}:${port}`,
    };
  } catch {
    throw new StagewireError('InvalidConfig', 'the catalog URL cannot be read; expected postgres://user:password@host:port/database');
  }
}

import type { StagewireError } from '../../errors/index.js';
import type { Parameter } from '../../sql/parameter.js';
import type { PreparedText } from '../../sql/prepare.js';

/** What a connection is doing, in the words of MySQL (manual, "Thread Command Values"). */
export type ProcessCommand =
  | 'Connect' | 'Sleep' | 'Quit' | 'Init DB' | 'Query' | 'Field List' | 'Statistics' | 'Processlist' | 'Kill' | 'Debug' | 'Ping' | 'Change user'
  | 'Prepare' | 'Execute' | 'Long Data' | 'Close stmt' | 'Reset stmt' | 'Set option' | 'Fetch' | 'Reset Connection' | 'Refresh' | 'Killed' | 'Error';

/** How a client is connected, in the words of MySQL. */
export type ConnectionType = 'TCP/IP' | 'SSL/TLS' | 'Socket';

/** A prepared statement that runs, and the values that were bound to it. */
export interface Execution {
  readonly text: PreparedText;
  readonly parameters: readonly Parameter[];
}

/** One connection as others see it. */
export interface ClientProcess {
  readonly id: number;
  /** Null until it has logged in. */
  readonly user: string | null;
  /** `address:port`, or `localhost` for the Unix socket. */
  readonly host: string;
  readonly database: string | null;
  readonly command: ProcessCommand;
  /** When it began that, in milliseconds of the Unix epoch. */
  readonly since: number;
  readonly state: string;
  /** The text of the statement that runs, without its secrets. */
  readonly info: string | null;
  /** The same with its values, if it was prepared. */
  readonly execution: Execution | null;
  /** What the client said about itself when it connected. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly connectionType: ConnectionType;
  /** Ends the running statement, if there is one, with this error. */
  abortStatement(reason: StagewireError): void;
  /** Ends the connection, and the running statement before. */
  terminate(): void;
}

/** The connections of this process. */
export class ProcessList {
  private readonly processes = new Map<number, ClientProcess>();

  add(process: ClientProcess): void {
    this.processes.set(process.id, process);
  }

  remove(id: number): void {
    this.processes.delete(id);
  }

  get(id: number): ClientProcess | undefined {
    return this.processes.get(id);
  }

  /** In the order in which they connected. */
  all(): readonly ClientProcess[] {
    return [...this.processes.values()];
  }

  /** The ids of those that are not waiting for their client. */
  busy(): readonly number[] {
    return this.all().filter(({ command }) => command !== 'Sleep').map(({ id }) => id);
  }
}

import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StagewireError } from '../../errors/index.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { Connection, type ConnectionEnvironment } from './connection.js';
import { PacketChannel } from './packet-channel.js';
import { respondErr } from './respond.js';
import { toErrPacket } from './wire-error.js';

export interface MysqlListenerOptions extends ConnectionEnvironment {
  readonly maxConnections: number;
}

/** Bytes per connection that wait in this process for a slow reader, beyond the buffers of the kernel. */
const WRITE_BUFFER = 256 * 1024;
const KEEP_ALIVE_DELAY_MS = 60_000;
/** Time for an aborted statement to end by itself. */
const ABORT_GRACE_MS = 500;

/** The door for MySQL clients: accepts connections, knows them, and closes them at the end. */
export class MysqlListener {
  private readonly options: MysqlListenerOptions;
  private readonly server: Server;
  private readonly connections = new Map<number, Connection>();
  private readonly sockets = new Set<Socket>();
  private lastId = 0;

  constructor(options: MysqlListenerOptions) {
    this.options = options;
    this.server = createServer(
      { noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS, highWaterMark: WRITE_BUFFER },
      (socket) => {
        this.accept(socket);
      },
    );
  }

  /** Starts to accept; port 0 takes a free one. Rejects when the address cannot be had. */
  listen(port: number, host: string): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        this.server.on('error', (error) => {
          this.options.log.error({ err: error }, 'MySQL listener failed to accept');
        });
        resolve(this.server.address() as AddressInfo);
      });
    });
  }

  /**
   * Stops accepting, closes idle connections, lets running statements finish for up to `deadlineMs`
   * milliseconds, then aborts them. Resolves when every connection is closed.
   */
  async stop(deadlineMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    for (const connection of this.connections.values()) connection.stop();
    if (await endsWithin(closed, deadlineMs)) return;
    for (const connection of this.connections.values()) connection.abortStatement(shuttingDown());
    if (await endsWithin(closed, ABORT_GRACE_MS)) return;
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /**
   * KILL: ends the running statement of a connection, or the connection as a whole. False when there is
   * no connection of that id.
   */
  kill(connectionId: number, what: 'query' | 'connection'): boolean {
    const connection = this.connections.get(connectionId);
    if (connection === undefined) return false;
    if (what === 'query') connection.abortStatement(new StagewireError('AbortedQuery', 'the query was killed'));
    else connection.destroy();
    return true;
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => {
      this.sockets.delete(socket);
    });
    if (this.connections.size >= this.options.maxConnections) {
      this.refuse(socket);
      return;
    }
    const connection = new Connection(++this.lastId, socket, this.options);
    this.connections.set(connection.id, connection);
    socket.once('close', () => {
      this.connections.delete(connection.id);
    });
    void connection.run();
  }

  /** ER_CON_COUNT_ERROR in place of the greeting. */
  private refuse(socket: Socket): void {
    const channel = new PacketChannel(socket, 0, () => undefined);
    respondErr(channel, toErrPacket(new ProtocolError(1040, '08004', 'Too many connections'), this.options.log, 0));
    channel.close();
  }
}

/** ER_SERVER_SHUTDOWN */
function shuttingDown(): StagewireError {
  return new StagewireError('AbortedQuery', 'the server is shutting down', { mysql: { errno: 1053, sqlState: '08S01' } });
}

async function endsWithin(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  const timer = new AbortController();
  const ended = promise.then(() => true);
  const late = delay(milliseconds, false, { signal: timer.signal }).catch(() => false);
  const result = await Promise.race([ended, late]);
  timer.abort();
  return result;
}

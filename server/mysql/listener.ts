import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StagewireError } from '../../errors/index.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import type { Networks } from '../networks.js';
import { clientAt, originOf, UNIX_SOCKET_ORIGIN, type ClientOrigin } from './client-origin.js';
import { Connection } from './connection.js';
import type { ConnectionEnvironment } from './environment.js';
import { PacketChannel } from './packet-channel.js';
import { receiveProxyHeader } from './proxy/receive-proxy-header.js';
import { respondErr } from './respond.js';
import { removeStaleSocket } from './unix-socket.js';
import { toErrPacket } from './wire-error.js';

export interface MysqlListenerOptions extends ConnectionEnvironment {
  readonly maxConnections: number;
  /** Where proxies connect from that begin with a header of the PROXY protocol. */
  readonly proxyNetworks: Networks;
}

/** Bytes per connection that wait in this process for a slow reader, beyond the buffers of the kernel. */
const WRITE_BUFFER = 256 * 1024;
const KEEP_ALIVE_DELAY_MS = 60_000;
/**
 * Connections that the kernel completes and keeps until they are accepted; it may have a lower bound of its own (net.core.somaxconn). Of those
 * beyond it a client may believe that it is connected and wait for a greeting that never comes.
 */
const BACK_LOG = 4096;
/** Time for an aborted statement to end by itself. */
const ABORT_GRACE_MS = 500;

/** The door for MySQL clients: accepts connections, knows them, and closes them at the end. */
export class MysqlListener {
  private readonly options: MysqlListenerOptions;
  private readonly servers: Server[] = [];
  private readonly connections = new Map<number, Connection>();
  private readonly sockets = new Set<Socket>();
  private lastId = 0;

  constructor(options: MysqlListenerOptions) {
    this.options = options;
  }

  /** Starts to accept; port 0 takes a free one. Rejects when the address cannot be had. */
  async listen(port: number, host: string): Promise<AddressInfo> {
    const server = this.open((socket) => {
      if (!this.options.proxyNetworks.isEmpty && this.options.proxyNetworks.has(socket.remoteAddress ?? '')) void this.acceptProxied(socket);
      else this.accept(socket, originOf(socket));
    });
    await listening(server, () => server.listen({ port, host, backlog: BACK_LOG }));
    return server.address() as AddressInfo;
  }

  /**
   * Accepts on a Unix socket too, which is removed at the end. One that a dead server left is replaced.
   * @throws StagewireError (InvalidConfig) when the path is in use
   */
  async listenOnUnixSocket(path: string): Promise<void> {
    await removeStaleSocket(path);
    const server = this.open((socket) => { this.accept(socket, UNIX_SOCKET_ORIGIN); });
    await listening(server, () => server.listen({ path, backlog: BACK_LOG, readableAll: true, writableAll: true }));
  }

  /**
   * Stops accepting, closes idle connections, lets running statements finish for up to `deadlineMs`
   * milliseconds, then aborts them. Resolves when every connection is closed.
   */
  async stop(deadlineMs: number): Promise<void> {
    const closed = Promise.all(this.servers.map((server) => new Promise<void>((resolve) => { server.close(() => { resolve(); }); }))).then(() => undefined);
    for (const connection of this.connections.values()) connection.stop();
    if (await endsWithin(closed, deadlineMs)) return;
    for (const connection of this.connections.values()) connection.abortStatement(shuttingDown());
    if (await endsWithin(closed, ABORT_GRACE_MS)) return;
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private open(accept: (socket: Socket) => void): Server {
    const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS, highWaterMark: WRITE_BUFFER }, (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => {
        this.sockets.delete(socket);
      });
      accept(socket);
    });
    server.on('error', (error) => {
      if (server.listening) this.options.log.error({ err: error }, 'MySQL listener failed to accept');
    });
    this.servers.push(server);
    return server;
  }

  /** What comes from a proxy and does not begin as it must costs its connection and nothing else. */
  private async acceptProxied(socket: Socket): Promise<void> {
    const deadline = setTimeout(() => socket.destroy(), this.options.connectTimeoutMs);
    try {
      const client = await receiveProxyHeader(socket);
      if (!socket.destroyed) this.accept(socket, client ? clientAt(client.address, client.port) : originOf(socket));
    } catch (error) {
      this.options.log.warn({ err: error, proxy: socket.remoteAddress }, 'connection without a header of the PROXY protocol');
      socket.on('error', () => undefined);
      socket.destroy();
    } finally {
      clearTimeout(deadline);
    }
  }

  private accept(socket: Socket, origin: ClientOrigin): void {
    this.options.service.activity.connections += 1;
    if (this.connections.size >= this.options.maxConnections) {
      this.refuse(socket);
      return;
    }
    const connection = new Connection(++this.lastId, socket, origin, this.options);
    this.connections.set(connection.id, connection);
    socket.once('close', () => {
      this.connections.delete(connection.id);
    });
    void connection.run();
  }

  /** ER_CON_COUNT_ERROR in place of the greeting. */
  private refuse(socket: Socket): void {
    this.options.service.activity.refusedConnections += 1;
    const channel = new PacketChannel(socket, 0, () => undefined);
    respondErr(channel, toErrPacket(new ProtocolError(1040, '08004', 'Too many connections'), this.options.log, 0));
    channel.close();
  }
}

/** Resolves when a server listens, rejects when it can't. */
function listening(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    listen();
  });
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

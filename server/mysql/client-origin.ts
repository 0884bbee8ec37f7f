import type { Socket } from 'node:net';

/** Where a client connects from; behind a proxy that we trust, the client of the proxy. */
export interface ClientOrigin {
  /** An IP address; `localhost` for the Unix socket. */
  readonly address: string;
  /** Null for the Unix socket. */
  readonly port: number | null;
}

/** Every client of the Unix socket is of this machine. */
export const UNIX_SOCKET_ORIGIN: ClientOrigin = { address: 'localhost', port: null };

export function originOf(socket: Socket): ClientOrigin {
  return clientAt(socket.remoteAddress ?? '', socket.remotePort ?? 0);
}

/** An IPv4 address within IPv6 is that IPv4 address. */
export function clientAt(address: string, port: number): ClientOrigin {
  return { address: address.replace(/^::ffff:(?=\d+\.)/i, ''), port };
}

/** As SHOW PROCESSLIST has it. */
export function hostText({ address, port }: ClientOrigin): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

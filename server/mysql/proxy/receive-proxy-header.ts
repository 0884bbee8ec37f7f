import type { Socket } from 'node:net';
import { readProxyHeader, type ProxiedClient } from './proxy-header.js';

/**
 * Waits for the header that a proxy sends first. What comes behind it stays in the socket, which is paused. Rejects with
 * ProxyHeaderError for anything else, and with an Error when the socket closes before.
 */
export function receiveProxyHeader(socket: Socket): Promise<ProxiedClient> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const settle = (): void => {
      socket.off('data', receive).off('close', lost).off('end', lost).off('error', lost);
      socket.pause();
    };
    const lost = (): void => {
      settle();
      reject(new Error('the connection was closed'));
    };
    const receive = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      try {
        const header = readProxyHeader(bytes);
        if (header === null) return;
        settle();
        if (bytes.length > header.length) socket.unshift(bytes.subarray(header.length));
        resolve(header.client);
      } catch (error) {
        settle();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    socket.on('data', receive).once('close', lost).once('end', lost).on('error', lost);
  });
}

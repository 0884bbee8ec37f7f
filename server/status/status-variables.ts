import type { MetadataContext } from '../metadata/schema-object.js';

/** Names and values of the status variables, by name. */
export function statusVariables({ services, session }: MetadataContext): readonly (readonly [name: string, value: string])[] {
  const { activity } = services;
  const { transport, compression } = session.client;
  return [
    ['Compression', compression === null ? 'OFF' : 'ON'],
    ['Compression_algorithm', compression ?? ''],
    ['Questions', String(activity.questions)],
    ['Ssl_cipher', transport?.cipher ?? ''],
    ['Ssl_version', transport?.version ?? ''],
    ['Threads_connected', String(activity.threadsConnected)],
    ['Uptime', String(Math.floor((Date.now() - activity.startedAt.getTime()) / 1000))],
  ];
}

import type { MetadataContext } from '../metadata/schema-object.js';

/** Names and values of the status variables, by name. */
export function statusVariables({ services }: MetadataContext): readonly (readonly [name: string, value: string])[] {
  const { activity } = services;
  return [
    ['Questions', String(activity.questions)],
    ['Threads_connected', String(activity.threadsConnected)],
    ['Uptime', String(Math.floor((Date.now() - activity.startedAt.getTime()) / 1000))],
  ];
}

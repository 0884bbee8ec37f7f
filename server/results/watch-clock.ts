import type { SessionValues } from '../../sql/query/session-values.js';

const CLOCKS: ReadonlySet<PropertyKey> = new Set<keyof SessionValues>(['now', 'utcNow']);

/** The values of a session, and whether a query that was translated with them asks what time it is. */
export function watchClock(values: SessionValues): { readonly values: SessionValues; wasRead: () => boolean } {
  let wasRead = false;
  const watched = new Proxy(values, {
    get(target, name) {
      wasRead ||= CLOCKS.has(name);
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { values: watched, wasRead: () => wasRead };
}

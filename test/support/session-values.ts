import type { SessionValues } from '../../sql/query/session-values.js';

/** A session for tests that translate queries without a server. */
export const SESSION: SessionValues = {
  database: 'default',
  user: 'ann@%',
  connectionId: 7,
  version: '8.4.0-test',
  now: new Date('2024-03-05T07:08:09.010Z'),
  utcNow: new Date('2024-03-05T07:08:09.010Z'),
  timeZone: 'UTC',
  currentRole: '',
  foundRows: 3,
  rowCount: -1,
  onlyFullGroupBy: true,
  divisionByZero: 'error',
  numericCast: 'rounding',
  systemVariable: (scope, name) => `${scope ?? ''}:${name}`,
  userVariable: (name) => (name === 'a' ? { type: { name: 'varchar' }, value: "it's" } : { type: { name: 'null' }, value: null }),
  sessionVariable: (name) => ({ type: { name: 'int64' }, value: name.length }),
  queryId: (position) => (position === 0 ? null : `query ${position}`),
  queryAttribute: () => null,
};

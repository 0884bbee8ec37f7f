import { expect, test } from 'vitest';
import { connectionSettings } from '../../catalog/connection-settings.js';
import { NamedLocks } from '../../catalog/named-locks.js';
import { silentLog } from '../support/logger.js';
import { describeOnEachPostgres, query } from '../support/postgres.js';
import { until } from '../support/until.js';

describeOnEachPostgres('named locks', (createDatabase) => {
  test('a connection that is lost takes its locks along, and none of the one behind it', async () => {
    const url = await createDatabase();
    const [own, other] = [new NamedLocks(connectionSettings(url), silentLog), new NamedLocks(connectionSettings(url), silentLog)];
    let losses = 0;
    let again: Promise<boolean> = Promise.resolve(false);
    own.onLoss(() => {
      losses += 1;
      again = own.tryTake('b');
    });
    expect(await own.tryTake('a')).toBe(true);
    await query(url, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    await until('the loss is noticed', () => losses > 0);
    expect(await again).toBe(true);
    expect([await other.tryTake('a'), await other.tryTake('b')]).toEqual([true, false]);
    await own.release('b');
    expect(await other.tryTake('b')).toBe(true);
    expect(losses).toBe(1);
    await Promise.all([own.close(), other.close()]);
  });
});

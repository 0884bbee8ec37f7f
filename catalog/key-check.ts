import { randomBytes } from 'node:crypto';
import { StagewireError } from '../errors/index.js';
import type { Database } from './database.js';
import { Secrets } from './secrets.js';

const OWNER = 'key check';
const KNOWN_VALUE = 'stagewire';

interface KeyCheckRow {
  salt: Buffer;
  sealed: Buffer;
}

/**
 * The secrets of this catalog. Its first user leaves a value sealed with his key; the others must be
 * able to open it.
 *
 * @throws StagewireError (InvalidConfig) when the key is not the one this catalog was made with
 */
export async function openSecrets(db: Database, secretKey: Buffer | string): Promise<Secrets> {
  if (secretKey.length === 0) throw new StagewireError('InvalidConfig', 'the secret key is empty');
  const { salt, sealed } = await db.transaction(async (tx) => {
    const find = (): Promise<KeyCheckRow[]> => tx.query<KeyCheckRow>('SELECT salt, sealed FROM stagewire.key_check');
    const [existing] = await find();
    if (existing) return existing;
    const fresh = randomBytes(32);
    // Another server may be the first at the same moment; then its row counts.
    await tx.query('INSERT INTO stagewire.key_check (salt, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      fresh,
      new Secrets(secretKey, fresh).seal(OWNER, KNOWN_VALUE),
    ]);
    const [row] = await find();
    if (!row) throw new Error('key_check has no row');
    return row;
  });
  const secrets = new Secrets(secretKey, salt);
  try {
    if (secrets.unseal(OWNER, sealed) === KNOWN_VALUE) return secrets;
  } catch (error) {
    throw wrongKey(error);
  }
  throw wrongKey();
}

function wrongKey(cause?: unknown): StagewireError {
  return new StagewireError(
    'InvalidConfig',
    'STAGEWIRE_SECRET_KEY (or, without it, secret.key in the data directory) does not match the one this catalog was made with',
    { cause },
  );
}

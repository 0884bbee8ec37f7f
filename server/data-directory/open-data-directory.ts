import { randomBytes, randomUUID } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StagewireError } from '../../errors/index.js';
import { readOrGenerate } from './generated-file.js';
import { lockDirectory } from './lock.js';

const SECRET_KEY_BYTES = 32;

/** The directory with everything this server keeps on its own machine, ours alone until released. */
export interface DataDirectory {
  /** Absolute. */
  readonly path: string;
  /** Names this directory, and so the server that owns it, among all that share a catalog. A UUID. */
  readonly instanceId: string;
  /** The generated secret key of 32 bytes, made at the first call ever. */
  secretKey(): Promise<Buffer>;
  release(): Promise<void>;
}

/**
 * Creates the data directory if needed (mode 0700) and locks it against a second stagewire.
 *
 * @throws StagewireError (InvalidConfig) when it is in use, or cannot be created or written
 */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  const absolute = resolve(path);
  try {
    await mkdir(absolute, { recursive: true, mode: 0o700 });
    await access(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StagewireError('InvalidConfig', `data directory ${absolute} cannot be used: ${(error as Error).message}`, { cause: error });
  }
  const lock = await lockDirectory(join(absolute, 'lock'), absolute);
  try {
    const instanceId = await readOrGenerate(join(absolute, 'instance.id'), () => Buffer.from(`${randomUUID()}\n`));
    return {
      path: absolute,
      instanceId: instanceId.toString('utf8').trim(),
      secretKey: () => readSecretKey(join(absolute, 'secret.key')),
      release: () => lock.release(),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function readSecretKey(path: string): Promise<Buffer> {
  const key = await readOrGenerate(path, () => randomBytes(SECRET_KEY_BYTES));
  if (key.length !== SECRET_KEY_BYTES) {
    throw new StagewireError('InvalidConfig', `${path} must hold ${SECRET_KEY_BYTES} bytes and holds ${key.length}; restore it from a backup`);
  }
  return key;
}

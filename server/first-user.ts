import type { Logger } from 'pino';
import { StagewireError } from '../errors/index.js';
import type { Catalog } from '../catalog/index.js';
import { createVerifiers } from './authentication.js';
import { ADMINISTRATOR } from './privileges/authorize.js';
import { SettingsError } from './settings.js';

/** Whether the listener would be open to this machine alone. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Creates the first user, or gives him the password of the setting for as long as nobody has changed it by
 * a statement. Refuses (SettingsError) to listen to the network while he has no password.
 */
export async function ensureFirstUser(catalog: Catalog, password: string | null, host: string, log: Logger): Promise<void> {
  const existing = await catalog.users.get(ADMINISTRATOR);
  if (!existing) await create(catalog, password ?? '');
  else if (password !== null && existing.passwordFromSetting) await catalog.users.update(ADMINISTRATOR, await createVerifiers(password, 'default'));
  else if (password !== null) log.info('STAGEWIRE_ROOT_PASSWORD is ignored: the password of root was changed by ALTER USER');

  const user = await catalog.users.get(ADMINISTRATOR);
  if (!isLoopbackHost(host) && user && !user.nativeHash && !user.sha2) {
    throw new SettingsError(`STAGEWIRE_HOST='${host}' would open the server to the network while root has no password; set STAGEWIRE_ROOT_PASSWORD`);
  }
}

async function create(catalog: Catalog, password: string): Promise<void> {
  const verifiers = await createVerifiers(password, 'default');
  try {
    await catalog.users.create({ name: ADMINISTRATOR, plugin: 'default', ...verifiers, passwordFromSetting: true, defaultRole: null, disabled: false, requires: 'none' });
  } catch (error) {
    // Another server on this catalog was faster.
    if (!(error instanceof StagewireError && error.kind === 'UserAlreadyExists')) throw error;
  }
}

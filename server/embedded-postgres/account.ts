import { readFile, stat } from 'node:fs/promises';
import { StagewireError } from '../../errors/index.js';

/** The ordinary account under which PostgreSQL runs, since it refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** In this order; both come with the system where they exist. */
const CANDIDATES = ['postgres', 'nobody'];

/**
 * The account for the cluster in `clusterDirectory`; null when this process is not root and PostgreSQL
 * can run as it does. An existing cluster keeps its owner.
 *
 * @throws StagewireError (InvalidConfig) when the system has no account to use
 */
export async function chooseAccount(clusterDirectory: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDirectory).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  for (const name of CANDIDATES) {
    const account = accounts.get(name);
    if (account) return account;
  }
  throw new StagewireError(
    'InvalidConfig',
    'PostgreSQL does not run as root, and there is neither an account "postgres" nor "nobody" to run it; run stagewire as another user, or set STAGEWIRE_CATALOG_URL',
  );
}

/** Lines of passwd(5): name, password, uid, gid, … separated by colons. */
function parsePasswd(text: string): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && uid && gid && Number(uid) > 0) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

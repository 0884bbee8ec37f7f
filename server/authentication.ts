import { createHash, generateKeyPair, randomBytes, scrypt, timingSafeEqual, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { StagewireError } from '../errors/index.js';
import {
  cachingSha2Digest,
  CACHING_SHA2_PASSWORD,
  checkCachingSha2,
  decryptPassword,
} from '../protocol/auth/caching-sha2-password.js';
import { checkNativePassword, nativePasswordHash, NATIVE_PASSWORD } from '../protocol/auth/native-password.js';
import { RecentAccounts } from './recent-accounts.js';

/** `default` is a user created without WITH: either plugin will do. */
export type AccountPlugin = 'default' | typeof NATIVE_PASSWORD | typeof CACHING_SHA2_PASSWORD | 'no_password';

/** scrypt(password, salt of 16 bytes, N=16384, r=8, p=1), 32 bytes. */
export interface Sha2Verifier {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** What is kept of a password. Both null: the password is empty. */
export interface Verifiers {
  /** SHA1(SHA1(password)), 20 bytes. */
  readonly nativeHash: Buffer | null;
  readonly sha2: Sha2Verifier | null;
}

/** `x509`: TLS, and a certificate of the client that our authority signed. */
export type TransportRequirement = 'none' | 'ssl' | 'x509';

export interface Account extends Verifiers {
  /** Another one for an account of the same name that is made later. */
  readonly id: string;
  readonly name: string;
  readonly plugin: AccountPlugin;
  readonly disabled: boolean;
  /** What the connection must be like (REQUIRE of CREATE USER). */
  readonly requires: TransportRequirement;
}

/** Where accounts come from: the one question that logging in asks the catalog. */
export interface AccountSource {
  find(name: string): Promise<Account | null>;
  /** How often this process has changed accounts; more as soon as a change can be seen. */
  changes(): number;
}

const SALT_LENGTH = 16;
const SCRYPT_HASH_LENGTH = 32;
const SCRYPT_COST = { N: 16_384, r: 8, p: 1 } as const;
/** Number of accounts whose digest is remembered for the fast path. */
const CACHE_SIZE = 1000;

const generateRsaKeyPair = promisify(generateKeyPair);

/** What CREATE USER and ALTER USER store for a password; for an empty one nothing. */
export async function createVerifiers(password: string, plugin: AccountPlugin): Promise<Verifiers> {
  if (password === '' || plugin === 'no_password') return { nativeHash: null, sha2: null };
  const nativeHash = plugin === CACHING_SHA2_PASSWORD ? null : nativePasswordHash(password);
  if (plugin === NATIVE_PASSWORD) return { nativeHash, sha2: null };
  const salt = randomBytes(SALT_LENGTH);
  return { nativeHash, sha2: { salt, hash: await slowHash(password, salt) } };
}

/** The text of ER_ACCESS_DENIED_ERROR (1045). */
export function accessDeniedText(user: string, remoteAddress: string, usingPassword: boolean): string {
  return `Access denied for user '${user}'@'${displayAddress(remoteAddress)}' (using password: ${usingPassword ? 'YES' : 'NO'})`;
}

/**
 * Decides who may log in, for the MySQL listener (the plugins' exchanges) and for HTTP Basic (the clear
 * password). Nothing it answers tells an unknown user from a wrong password.
 */
export class Authenticator {
  private readonly accounts: RecentAccounts;
  /** SHA256(SHA256(password)) of passwords that proved right, by user and verifier; oldest first. */
  private readonly digests = new Map<string, Buffer>();
  private keyPair: Promise<{ publicKey: KeyObject; privateKey: KeyObject }> | null = null;

  /** @param now milliseconds that only grow */
  constructor(accounts: AccountSource, now: () => number = () => performance.now()) {
    this.accounts = new RecentAccounts(accounts, now);
  }

  /** The account of a name; for an unknown name a stand-in that no password opens. */
  async findAccount(name: string): Promise<Account> {
    return (await this.accounts.find(name)) ?? standIn(name);
  }

  /** The account of a name as it was a moment ago, or null. It may let somebody in, but what it refuses must be asked of {@link findAccount}. */
  recentAccount(name: string): Account | null {
    return this.accounts.recent(name);
  }

  /** Whether an account lets a client in that has no password. */
  acceptsEmptyPassword(account: Account, remoteAddress: string): boolean {
    if (account.disabled || !hasEmptyPassword(account)) return false;
    return account.name !== 'root' || isLoopback(remoteAddress);
  }

  /** Checks a response of mysql_native_password. */
  checkNative(account: Account, response: Buffer, scramble: Buffer): boolean {
    if (account.disabled || account.nativeHash === null) return false;
    return checkNativePassword(response, scramble, account.nativeHash);
  }

  /**
   * Checks a response of caching_sha2_password against the passwords seen before. False says nothing
   * against the client: full authentication decides.
   */
  checkSha2Fast(account: Account, response: Buffer, scramble: Buffer): boolean {
    if (account.disabled || account.sha2 === null) return false;
    const digest = this.digests.get(cacheKey(account.name, account.sha2));
    return digest !== undefined && checkCachingSha2(response, scramble, digest);
  }

  /** Checks a non-empty clear password against whatever verifier the account has. */
  async checkClear(account: Account, password: Buffer): Promise<boolean> {
    if (account.disabled || password.length === 0) return false;
    const right = await this.matches(account, password);
    if (right && account.sha2 !== null) this.remember(cacheKey(account.name, account.sha2), cachingSha2Digest(password));
    return right;
  }

  /**
   * The account of a user who gave a clear password, for HTTP Basic. Throws AuthenticateFailure (1045)
   * for an unknown user, a wrong password, a disabled account and a remote root without password.
   */
  async verifyPassword(name: string, password: string, remoteAddress: string): Promise<Account> {
    const account = await this.findAccount(name);
    const accepted =
      password === ''
        ? this.acceptsEmptyPassword(account, remoteAddress)
        : await this.checkClear(account, Buffer.from(password, 'utf8'));
    if (accepted) return account;
    throw new StagewireError('AuthenticateFailure', accessDeniedText(name, remoteAddress, password !== ''));
  }

  /** Public key for full authentication without TLS, in PEM. The pair is made at the first call. */
  async publicKeyPem(): Promise<string> {
    const { publicKey } = await this.rsaKeyPair();
    return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** The password that a client encrypted with our public key, or null if it did not. */
  async decrypt(encrypted: Buffer, scramble: Buffer): Promise<Buffer | null> {
    const { privateKey } = await this.rsaKeyPair();
    return decryptPassword(encrypted, scramble, privateKey);
  }

  private rsaKeyPair(): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
    this.keyPair ??= generateRsaKeyPair('rsa', { modulusLength: 2048 });
    return this.keyPair;
  }

  private async matches(account: Account, password: Buffer): Promise<boolean> {
    if (account.nativeHash !== null) return timingSafeEqual(nativePasswordHash(password), account.nativeHash);
    if (account.sha2 === null) return false;
    const known = this.digests.get(cacheKey(account.name, account.sha2));
    if (known !== undefined && timingSafeEqual(cachingSha2Digest(password), known)) return true;
    return timingSafeEqual(await slowHash(password, account.sha2.salt), account.sha2.hash);
  }

  private remember(key: string, digest: Buffer): void {
    this.digests.delete(key);
    this.digests.set(key, digest);
    const oldest = this.digests.keys().next();
    if (this.digests.size > CACHE_SIZE && !oldest.done) this.digests.delete(oldest.value);
  }
}

function hasEmptyPassword(account: Account): boolean {
  return account.nativeHash === null && account.sha2 === null;
}

/** Random verifiers: an unknown user goes the way of a known one and fails where that one may. */
function standIn(name: string): Account {
  return {
    id: '',
    name,
    plugin: 'default',
    nativeHash: randomBytes(20),
    sha2: { salt: randomBytes(SALT_LENGTH), hash: randomBytes(SCRYPT_HASH_LENGTH) },
    disabled: false,
    requires: 'none',
  };
}

/** The verifier is part of the key, so that a changed password is not opened by the old one. */
function cacheKey(name: string, sha2: Sha2Verifier): string {
  return createHash('sha256').update(sha2.salt).update(sha2.hash).update(name).digest('base64');
}

function slowHash(password: string | Buffer, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, SCRYPT_HASH_LENGTH, SCRYPT_COST, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}

/** Whether an address is of this very machine: 127.0.0.0/8, ::1, the former inside IPv6, and `localhost` for the Unix socket. */
export function isLoopback(remoteAddress: string): boolean {
  const address = displayAddress(remoteAddress);
  return address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}

/** An IPv4 client of a listener for both families shows up as `::ffff:127.0.0.1`. */
function displayAddress(remoteAddress: string): string {
  return remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
}

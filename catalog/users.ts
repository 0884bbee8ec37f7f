import { randomUUID } from 'node:crypto';
import { StagewireError } from '../errors/index.js';
import type { Database, Queryable } from './database.js';
import { toIlikePattern } from './like-pattern.js';
import type { Secrets } from './secrets.js';

export type AuthPlugin = 'default' | 'mysql_native_password' | 'caching_sha2_password' | 'no_password';

/** `ssl`: TLS; `x509`: a certificate of the client besides. */
export type TransportRequirement = 'none' | 'ssl' | 'x509';

/** A user (`'name'@'%'`) with what his password is checked against, never the password. */
export interface UserRecord {
  /** A user of the same name that is made later has another one. */
  readonly id: string;
  readonly name: string;
  readonly plugin: AuthPlugin;
  /** For mysql_native_password: SHA1(SHA1(password)), 20 bytes. */
  readonly nativeHash: Buffer | null;
  /** For caching_sha2_password. */
  readonly sha2: { readonly salt: Buffer; readonly hash: Buffer } | null;
  /** The password comes from a setting of the server, which has the last word at each start. */
  readonly passwordFromSetting: boolean;
  readonly defaultRole: string | null;
  readonly disabled: boolean;
  /** What the connections of the user must be like. */
  readonly requires: TransportRequirement;
  readonly createdOn: Date;
}

export type NewUser = Omit<UserRecord, 'id' | 'createdOn'>;
export type UserChanges = Partial<Omit<NewUser, 'name'>>;

interface UserRow {
  id: string;
  name: string;
  plugin: AuthPlugin;
  verifiers_sealed: Buffer;
  password_from_setting: boolean;
  default_role: string | null;
  disabled: boolean;
  requires: TransportRequirement;
  created_on: Date;
}

/** The sealed value; binary as base64. */
interface Verifiers {
  nativeHash: string | null;
  sha2: { salt: string; hash: string } | null;
}

const COLUMNS = 'id, name, plugin, verifiers_sealed, password_from_setting, default_role, disabled, requires, created_on';

export class Users {
  readonly #db: Database;
  readonly #secrets: Secrets;

  #changes = 0;

  constructor(db: Database, secrets: Secrets) {
    this.#db = db;
    this.#secrets = secrets;
  }

  /** How often users were changed here; more before whoever changes one hears that it is done. */
  get changes(): number {
    return this.#changes;
  }

  /** Null when there is none. Names are case-sensitive. */
  async get(name: string): Promise<UserRecord | null> {
    const [row] = await this.#db.read<UserRow>(`SELECT ${COLUMNS} FROM stagewire.users WHERE name = $1`, [name]);
    return row ? this.#toRecord(row) : null;
  }

  /** By name. `namePattern` is a MySQL LIKE pattern, and case does not count in it. */
  async list({ namePattern = '%' }: { namePattern?: string | undefined } = {}): Promise<UserRecord[]> {
    const rows = await this.#db.read<UserRow>(
      `SELECT ${COLUMNS} FROM stagewire.users WHERE name COLLATE "default" ILIKE $1 ORDER BY name`,
      [toIlikePattern(namePattern)],
    );
    return rows.map((row) => this.#toRecord(row));
  }

  /** @throws StagewireError UserAlreadyExists */
  async create(user: NewUser): Promise<void> {
    const created = await this.#change((tx) => this.#insert(tx, user));
    if (!created) throw new StagewireError('UserAlreadyExists', `User '${user.name}'@'%' already exists.`);
  }

  /** The replaced user's grants are gone: the new one is somebody else. */
  async createOrReplace(user: NewUser): Promise<void> {
    let created = false;
    // Another session can create it between our DELETE and INSERT; then ours is the later replacement.
    while (!created) {
      created = await this.#change(async (tx) => {
        await tx.query('DELETE FROM stagewire.users WHERE name = $1', [user.name]);
        return this.#insert(tx, user);
      });
    }
  }

  /**
   * Only what is in `changes` changes.
   *
   * @throws StagewireError UnknownUser
   */
  async update(name: string, changes: UserChanges): Promise<void> {
    await this.#change(async (tx) => {
      const [row] = await tx.query<UserRow>(`SELECT ${COLUMNS} FROM stagewire.users WHERE name = $1 FOR UPDATE`, [name]);
      if (!row) throw unknownUser(name);
      await tx.query(
        `UPDATE stagewire.users
         SET plugin = $3, verifiers_sealed = $4, password_from_setting = $5, default_role = $6, disabled = $7, requires = $8
         WHERE id = $1 AND name = $2`,
        this.#toValues(row.id, { ...this.#toRecord(row), ...changes }),
      );
    });
  }

  /** Deletes the user with his grants. False when there was none. */
  async delete(name: string): Promise<boolean> {
    const deleted = await this.#change((tx) => tx.query('DELETE FROM stagewire.users WHERE name = $1 RETURNING id', [name]));
    return deleted.length > 0;
  }

  async #change<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    try {
      return await this.#db.transaction(work);
    } finally {
      this.#changes += 1;
    }
  }

  async #insert(tx: Queryable, user: NewUser): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO stagewire.users (id, name, plugin, verifiers_sealed, password_from_setting, default_role, disabled, requires)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
      this.#toValues(randomUUID(), user),
    );
    return inserted.length > 0;
  }

  #toValues(id: string, user: NewUser): unknown[] {
    const verifiers: Verifiers = {
      nativeHash: user.nativeHash && user.nativeHash.toString('base64'),
      sha2: user.sha2 && { salt: user.sha2.salt.toString('base64'), hash: user.sha2.hash.toString('base64') },
    };
    const sealed = this.#secrets.seal(`user:${id}`, verifiers);
    return [id, user.name, user.plugin, sealed, user.passwordFromSetting, user.defaultRole, user.disabled, user.requires];
  }

  #toRecord(row: UserRow): UserRecord {
    const { nativeHash, sha2 } = this.#secrets.unseal(`user:${row.id}`, row.verifiers_sealed) as Verifiers;
    return {
      id: row.id,
      name: row.name,
      plugin: row.plugin,
      nativeHash: nativeHash === null ? null : Buffer.from(nativeHash, 'base64'),
      sha2: sha2 && { salt: Buffer.from(sha2.salt, 'base64'), hash: Buffer.from(sha2.hash, 'base64') },
      passwordFromSetting: row.password_from_setting,
      defaultRole: row.default_role,
      disabled: row.disabled,
      requires: row.requires,
      createdOn: row.created_on,
    };
  }
}

export function unknownUser(name: string): StagewireError {
  return new StagewireError('UnknownUser', `User '${name}'@'%' does not exist.`);
}

import { randomUUID } from 'node:crypto';
import { StagewireError } from '../errors/index.js';
import type { Database, Queryable } from './database.js';
import type { Secrets } from './secrets.js';

/** A named set of storage parameters. */
export interface ConnectionRecord {
  readonly name: string;
  readonly storageType: string;
  /** By lower-case name; secrets among them. */
  readonly params: Readonly<Record<string, string>>;
  readonly createdOn: Date;
}

export type NewConnection = Omit<ConnectionRecord, 'createdOn'>;

interface ConnectionRow {
  id: string;
  name: string;
  storage_type: string;
  params_sealed: Buffer;
  created_on: Date;
}

const COLUMNS = 'id, name, storage_type, params_sealed, created_on';

export class Connections {
  readonly #db: Database;
  readonly #secrets: Secrets;

  constructor(db: Database, secrets: Secrets) {
    this.#db = db;
    this.#secrets = secrets;
  }

  async get(name: string): Promise<ConnectionRecord | null> {
    const [row] = await this.#db.read<ConnectionRow>(`SELECT ${COLUMNS} FROM stagewire.connections WHERE name = $1`, [name]);
    return row ? this.#toRecord(row) : null;
  }

  /** By name. */
  async list(): Promise<ConnectionRecord[]> {
    const rows = await this.#db.read<ConnectionRow>(`SELECT ${COLUMNS} FROM stagewire.connections ORDER BY name`);
    return rows.map((row) => this.#toRecord(row));
  }

  /** @throws StagewireError ConnectionAlreadyExists */
  async create(connection: NewConnection): Promise<void> {
    const created = await this.#db.transaction((tx) => this.#insert(tx, connection));
    if (!created) throw new StagewireError('ConnectionAlreadyExists', `Connection '${connection.name}' already exists.`);
  }

  async createOrReplace(connection: NewConnection): Promise<void> {
    let created = false;
    // Another session can create it between our DELETE and INSERT; then ours is the later replacement.
    while (!created) {
      created = await this.#db.transaction(async (tx) => {
        await tx.query('DELETE FROM stagewire.connections WHERE name = $1', [connection.name]);
        return this.#insert(tx, connection);
      });
    }
  }

  /** False when there was none. */
  async delete(name: string): Promise<boolean> {
    const deleted = await this.#db.transaction((tx) =>
      tx.query('DELETE FROM stagewire.connections WHERE name = $1 RETURNING id', [name]),
    );
    return deleted.length > 0;
  }

  async #insert(tx: Queryable, { name, storageType, params }: NewConnection): Promise<boolean> {
    const id = randomUUID();
    const inserted = await tx.query(
      `INSERT INTO stagewire.connections (id, name, storage_type, params_sealed) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING id`,
      [id, name, storageType, this.#secrets.seal(`connection:${id}`, params)],
    );
    return inserted.length > 0;
  }

  #toRecord(row: ConnectionRow): ConnectionRecord {
    return {
      name: row.name,
      storageType: row.storage_type,
      params: this.#secrets.unseal(`connection:${row.id}`, row.params_sealed) as Record<string, string>,
      createdOn: row.created_on,
    };
  }
}

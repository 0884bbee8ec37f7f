import { StagewireError } from '../errors/index.js';
import type { FileFormat } from '../sql/file-format.js';
import type { Database } from './database.js';

/** A named file format. */
export interface FileFormatRecord {
  readonly name: string;
  readonly format: FileFormat;
  /** User identity, such as `'root'@'%'`. */
  readonly creator: string;
  readonly createdOn: Date;
}

export type NewFileFormat = Omit<FileFormatRecord, 'createdOn'>;

interface FileFormatRow {
  name: string;
  definition: FileFormat;
  creator: string;
  created_on: Date;
}

const COLUMNS = 'name, definition, creator, created_on';
const INSERT = 'INSERT INTO stagewire.file_formats (name, definition, creator) VALUES ($1, $2, $3)';

export class FileFormats {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async get(name: string): Promise<FileFormatRecord | null> {
    const [row] = await this.#db.read<FileFormatRow>(`SELECT ${COLUMNS} FROM stagewire.file_formats WHERE name = $1`, [name]);
    return row ? toRecord(row) : null;
  }

  /** By name. */
  async list(): Promise<FileFormatRecord[]> {
    const rows = await this.#db.read<FileFormatRow>(`SELECT ${COLUMNS} FROM stagewire.file_formats ORDER BY name`);
    return rows.map(toRecord);
  }

  /** @throws StagewireError FileFormatAlreadyExists */
  async create(format: NewFileFormat): Promise<void> {
    const created = await this.#db.transaction((tx) => tx.query(`${INSERT} ON CONFLICT DO NOTHING RETURNING name`, toValues(format)));
    if (created.length === 0) throw taken(format.name);
  }

  async createOrReplace(format: NewFileFormat): Promise<void> {
    await this.#db.transaction((tx) =>
      tx.query(
        `${INSERT} ON CONFLICT (name) DO UPDATE
         SET definition = excluded.definition, creator = excluded.creator, created_on = excluded.created_on`,
        toValues(format),
      ),
    );
  }

  /** Puts another definition in the place of the present one; false when there was none. What `change` throws leaves everything as it is. */
  async update(name: string, change: (present: FileFormat) => FileFormat): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const [row] = await tx.query<FileFormatRow>(`SELECT ${COLUMNS} FROM stagewire.file_formats WHERE name = $1 FOR UPDATE`, [name]);
      if (!row) return false;
      await tx.query('UPDATE stagewire.file_formats SET definition = $2 WHERE name = $1', [name, JSON.stringify(change(row.definition))]);
      return true;
    });
  }

  /**
   * False when there was none.
   * @throws StagewireError FileFormatAlreadyExists
   */
  async rename(name: string, to: string): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const names = await tx.query<{ name: string }>('SELECT name FROM stagewire.file_formats WHERE name = ANY($1) FOR UPDATE', [[name, to]]);
      if (!names.some((row) => row.name === name)) return false;
      if (name === to) return true;
      if (names.length > 1) throw taken(to);
      await tx.query('UPDATE stagewire.file_formats SET name = $2 WHERE name = $1', [name, to]);
      return true;
    });
  }

  /** False when there was none. */
  async delete(name: string): Promise<boolean> {
    const deleted = await this.#db.transaction((tx) =>
      tx.query('DELETE FROM stagewire.file_formats WHERE name = $1 RETURNING name', [name]),
    );
    return deleted.length > 0;
  }
}

function taken(name: string): StagewireError {
  return new StagewireError('FileFormatAlreadyExists', `File format '${name}' already exists.`);
}

function toValues({ name, format, creator }: NewFileFormat): unknown[] {
  return [name, JSON.stringify(format), creator];
}

function toRecord(row: FileFormatRow): FileFormatRecord {
  return { name: row.name, format: row.definition, creator: row.creator, createdOn: row.created_on };
}

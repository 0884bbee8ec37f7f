import { StagewireError } from '../errors/index.js';
import type { LexicalRules } from '../sql/lexer/rules.js';
import type { Column } from '../sql/relation.js';
import type { Database, Queryable } from './database.js';

/** A view: a query under a name. */
export interface ViewRecord {
  readonly database: string;
  readonly name: string;
  /** The names that the definition gives its columns; empty where the query names them. */
  readonly columnNames: readonly string[];
  /** What reading it gives, as it was when the view was defined. */
  readonly columns: readonly Column[];
  /** As it was written. */
  readonly query: string;
  /** How quotes and backslashes in the query are read. */
  readonly rules: LexicalRules;
  /** Where names without a database are looked up. */
  readonly currentDatabase: string;
  /** User identity, such as `'root'@'%'`. */
  readonly creator: string;
  readonly createdOn: Date;
}

export type NewView = Omit<ViewRecord, 'createdOn'>;

interface ViewRow {
  database: string;
  name: string;
  column_names: string[];
  columns: Column[];
  query: string;
  double_quoted_names: boolean;
  backslash_escapes: boolean;
  current_database: string;
  creator: string;
  created_on: Date;
}

const COLUMNS = 'database, name, column_names, columns, query, double_quoted_names, backslash_escapes, current_database, creator, created_on';
const INSERT = `
  INSERT INTO stagewire.views (database, name_key, name, column_names, columns, query, double_quoted_names, backslash_escapes, current_database, creator)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** The views of all databases. Names are compared without regard to case, and kept as they were written. */
export class Views {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Those of the names that there are, or all of a database, by name. */
  async list(database: string, names: readonly string[] | null): Promise<ViewRecord[]> {
    const rows = await this.#db.read<ViewRow>(
      `SELECT ${COLUMNS} FROM stagewire.views WHERE database = $1 AND ($2::text[] IS NULL OR name_key = ANY ($2)) ORDER BY name`,
      [database, names?.map(keyOf) ?? null],
    );
    return rows.map(toRecord);
  }

  /** @throws StagewireError TableAlreadyExists */
  async create(view: NewView): Promise<void> {
    const created = await this.#db.transaction((tx) => tx.query(`${INSERT} ON CONFLICT DO NOTHING RETURNING name`, toValues(view)));
    if (created.length === 0) throw new StagewireError('TableAlreadyExists', `Table '${view.name}' already exists`);
  }

  async createOrReplace(view: NewView): Promise<void> {
    await this.#db.transaction((tx) => replace(tx, view));
  }

  /** A new definition for a view. False when there is none of that name. */
  async alter(view: NewView): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const [known] = await tx.query('SELECT 1 FROM stagewire.views WHERE database = $1 AND name_key = $2 FOR UPDATE', [view.database, keyOf(view.name)]);
      if (known) await replace(tx, view);
      return known !== undefined;
    });
  }

  /** Deletes all of them, or with `lenient` those that there are. Returns the names of which there is none; if not lenient, nothing has happened then. */
  async delete(database: string, names: readonly string[], lenient: boolean): Promise<readonly string[]> {
    const keys = names.map(keyOf);
    return this.#db.transaction(async (tx) => {
      const rows = await tx.query<{ name_key: string }>('SELECT name_key FROM stagewire.views WHERE database = $1 AND name_key = ANY ($2) ORDER BY name_key FOR UPDATE', [database, keys]);
      const known = new Set(rows.map((row) => row.name_key));
      const missing = names.filter((name) => !known.has(keyOf(name)));
      if (lenient || missing.length === 0) await tx.query('DELETE FROM stagewire.views WHERE database = $1 AND name_key = ANY ($2)', [database, keys]);
      return missing;
    });
  }
}

const keyOf = (name: string): string => name.toLowerCase();

async function replace(tx: Queryable, view: NewView): Promise<void> {
  await tx.query(
    `${INSERT} ON CONFLICT (database, name_key) DO UPDATE
     SET name = excluded.name, column_names = excluded.column_names, columns = excluded.columns, query = excluded.query,
         double_quoted_names = excluded.double_quoted_names, backslash_escapes = excluded.backslash_escapes,
         current_database = excluded.current_database, creator = excluded.creator, created_on = excluded.created_on`,
    toValues(view),
  );
}

function toValues({ database, name, columnNames, columns, query, rules, currentDatabase, creator }: NewView): unknown[] {
  return [database, keyOf(name), name, JSON.stringify(columnNames), JSON.stringify(columns), query, rules.doubleQuotedNames, rules.backslashEscapes, currentDatabase, creator];
}

function toRecord(row: ViewRow): ViewRecord {
  return {
    database: row.database,
    name: row.name,
    columnNames: row.column_names,
    columns: row.columns,
    query: row.query,
    rules: { doubleQuotedNames: row.double_quoted_names, backslashEscapes: row.backslash_escapes },
    currentDatabase: row.current_database,
    creator: row.creator,
    createdOn: row.created_on,
  };
}

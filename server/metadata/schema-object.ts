import type { Column } from '../../sql/relation.js';
import type { StatementContext } from '../statements/context.js';

/** What reading metadata needs of a statement. */
export type MetadataContext = Pick<StatementContext, 'services' | 'session' | 'signal'>;

/** A column of a table or view, as tools ask for it. */
export interface ObjectColumn extends Column {
  /** As MySQL writes it in COLUMN_TYPE, for example `bigint unsigned`. */
  readonly mysqlType: string;
  readonly comment?: string;
}

/** A table or view of a database. */
export interface SchemaObject {
  readonly database: string;
  readonly name: string;
  readonly type: 'BASE TABLE' | 'VIEW' | 'SYSTEM VIEW';
  readonly comment: string;
  readonly createdOn: Date;
  /** `'ann'@'%'`; null for objects that come with the server. */
  readonly owner: string | null;
  /** The query of a view; null for others, for views that come with the server, and for a user who may not read it. */
  readonly definition: string | null;
  /** The names that the definition gives its columns; absent or empty if it gives none. */
  readonly columnNames?: readonly string[];
  /** Asked for when needed only, because it may mean to look into files. */
  columns(context: MetadataContext): Promise<readonly ObjectColumn[]>;
}

/** Narrows what is asked for; names are compared without regard to case. A source may return more, never less. */
export interface ObjectFilter {
  readonly databases: readonly string[] | null;
  readonly names: readonly string[] | null;
}

/** Something that has tables or views: the system tables, the views over stages … */
export interface ObjectSource {
  /** The objects that the session's user may see, by database and name. */
  objects(context: MetadataContext, filter: ObjectFilter): AsyncIterable<SchemaObject>;
}

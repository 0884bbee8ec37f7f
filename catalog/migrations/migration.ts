/** One step of the schema. Once released a migration never changes; names sort in the order of their numbers. */
export interface Migration {
  readonly name: string;
  /** Statements, all in one transaction. Everything is named with its schema: search_path is not ours. */
  readonly sql: string;
}

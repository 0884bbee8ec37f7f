/** Another engine that answers queries on local files. */
export interface QueryPeer {
  readonly name: string;
  /** Runs a query and reads its answer to the end; gives the number of rows. */
  ask(sql: string): Promise<number>;
  /** Of its process; null where that is not known. */
  readonly pid: number | null;
  stop(): Promise<void>;
}

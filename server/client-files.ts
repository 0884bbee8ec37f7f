/**
 * Files on the machine of the client, which a connection can ask for while a statement runs (LOCAL INFILE).
 * One at a time; what is left of one is dropped before the statement is answered.
 */
export interface ClientFiles {
  /** Whether the client lets itself be asked. */
  readonly allowed: boolean;
  /**
   * Asks for a file by its name there, when the first bytes are wanted, and yields it in blocks as it comes; each
   * is good until the next is asked for. No bytes at
   * all stand for an empty file as well as for one that the client has not got or does not give away: clients
   * send the same for all three. Throws when the client goes away or falls silent.
   */
  request(name: string): AsyncIterable<Uint8Array>;
}

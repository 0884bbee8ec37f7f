import { createHash, randomBytes } from 'node:crypto';

/**
 * Ids of the statements of one session. They are not kept: each follows from its place among them, so that statements of which nobody asks
 * cost nothing.
 */
export class QueryIds {
  #seed: Buffer | null = null;

  /** The id, written as a UUID, of the statement in that place, from 1 on. */
  of(place: number): string {
    this.#seed ??= randomBytes(16);
    const bytes = createHash('sha256').update(this.#seed).update(String(place)).digest();
    // Version 8: made as one likes (RFC 9562, section 5.8).
    bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
    bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
    return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
}

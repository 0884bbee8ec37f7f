import type { Join, Joined, Joining } from '../gathered/gather.js';
import { footerParts, type FooterParts } from './footer-parts.js';
import { MAGIC, TAIL_BYTES, tailOf } from './footer.js';
import { compactBytes, i64, listHeader } from './writer/compact-writer.js';
import { COMPACT } from './thrift.js';

/** Parquet files of one schema as one file with the row groups of all: what is before their footers, one behind the other, and one footer. */
export const JOIN_PARQUET: Join = { variant: 'row groups', begin: () => new JoiningParquet() };

class JoiningParquet implements Joining {
  #first: FooterParts | null = null;
  #position = 0;
  #rows = 0;
  #groups = 0;
  readonly #groupBytes: Uint8Array[] = [];

  add(content: Buffer): Joined | null {
    if (content.length < 2 * MAGIC.length + TAIL_BYTES || content.toString('latin1', content.length - MAGIC.length) !== MAGIC) return null;
    const dataEnd = content.length - TAIL_BYTES - content.readUInt32LE(content.length - TAIL_BYTES);
    if (dataEnd < MAGIC.length) return null;
    const parts = footerParts(content.subarray(dataEnd, -TAIL_BYTES), dataEnd, this.#position);
    if (!parts) return null;
    this.#first ??= parts;
    if (!parts.common.equals(this.#first.common)) return null;
    this.#rows += parts.rows;
    this.#groups += parts.groups;
    this.#groupBytes.push(...parts.groupBytes);
    this.#position += dataEnd;
    return { parts: [content.subarray(0, dataEnd)], rows: () => parts.rows };
  }

  /** Struct `FileMetaData`, its length and the magic number (parquet.thrift). */
  end(): readonly Uint8Array[] {
    if (!this.#first) return [];
    const { before, behind } = this.#first;
    const footer = [before, compactBytes(i64(this.#rows)), Buffer.from([(1 << 4) | COMPACT.LIST]), listHeader(COMPACT.STRUCT, this.#groups), ...this.#groupBytes, behind];
    return [...footer, tailOf(footer.reduce((sum, part) => sum + part.length, 0))];
  }
}

import type { FileRange } from '../../sources/source-file.js';
import { ByteSource, emptySource } from './byte-source.js';
import { damaged } from './damaged.js';
import { LARGEST_METADATA } from './limits.js';
import { readStripeFooter, type EncodingMessage, type StripeInformation } from './messages.js';
import type { OrcFile } from './tail.js';

/** `Stream.Kind` of orc_proto.proto. */
const STREAM = { present: 0, data: 1, length: 2, dictionary: 3, secondary: 5 } as const;
export type StreamKind = keyof typeof STREAM;

/** `ColumnEncoding.Kind` of orc_proto.proto, by number. */
const ENCODINGS = [{ version: 1, isDictionary: false }, { version: 1, isDictionary: true }, { version: 2, isDictionary: false }, { version: 2, isDictionary: true }] as const;

export interface ColumnEncoding {
  /** Of the runs of whole numbers. */
  readonly version: 1 | 2;
  /** Entries of the dictionary; null if there is none. */
  readonly dictionarySize: number | null;
}

/** The streams of a stripe, which hold its columns. */
export class Stripe {
  readonly rows: number;
  /** Of the writer, empty for none. */
  readonly timeZone: string;
  readonly file: OrcFile;
  readonly #streams = new Map<string, { readonly offset: number; readonly length: number }>();
  readonly #encodings: readonly EncodingMessage[];

  constructor(file: OrcFile, { offset, indexLength, dataLength, footerLength, rows }: StripeInformation) {
    const footerStart = offset + indexLength + dataLength;
    const footer = readStripeFooter(new ByteSource({ descriptor: file.descriptor, offset: footerStart, length: footerLength }, file.blocks).rest(LARGEST_METADATA));
    let at = offset;
    for (const { kind, column, length } of footer.streams) {
      this.#streams.set(`${column} ${kind}`, { offset: at, length });
      at += length;
      if (at > footerStart) throw damaged('a stream lies outside of its stripe');
    }
    this.rows = rows;
    this.timeZone = footer.timeZone;
    this.file = file;
    this.#encodings = footer.encodings;
  }

  /** Whether the writer wrote a stream. */
  has(column: number, kind: StreamKind): boolean {
    return this.#streams.has(`${column} ${STREAM[kind]}`);
  }

  /** Where the streams of those columns are. */
  rangesOf(columns: ReadonlySet<number>): readonly FileRange[] {
    const ranges = [...columns].flatMap((column) => Object.values(STREAM).map((kind) => this.#streams.get(`${column} ${kind}`)));
    return ranges.filter((range) => range !== undefined).filter(({ length }) => length > 0);
  }

  /** The bytes of a stream; one that the writer left out is empty. */
  stream(column: number, kind: StreamKind): ByteSource {
    const place = this.#streams.get(`${column} ${STREAM[kind]}`);
    return place ? new ByteSource({ descriptor: this.file.descriptor, ...place }, this.file.blocks) : emptySource();
  }

  encoding(column: number): ColumnEncoding {
    const { kind = 0, dictionarySize = 0 } = this.#encodings[column] ?? {};
    const encoding = ENCODINGS[kind];
    if (!encoding) throw damaged(`a column has the unknown encoding ${kind}`);
    return { version: encoding.version, dictionarySize: encoding.isDictionary ? dictionarySize : null };
  }
}

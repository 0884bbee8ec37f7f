import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { StagewireError } from '../../../errors/index.js';
import { damaged } from './damaged.js';

/** Reads the fields of a message by their numbers (orc_proto.proto); others are skipped. */
type Fields = Readonly<Record<number, (reader: BinaryReader, wireType: WireType) => void>>;

function read(bytes: Uint8Array, fields: Fields): void {
  const reader = new BinaryReader(bytes);
  try {
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      const field = fields[number];
      if (field) field(reader, wireType);
      else reader.skip(wireType, number);
    }
  } catch (error) {
    // What is wrong with the bytes, the library says in errors of several classes.
    throw error instanceof StagewireError ? error : damaged('its metadata is damaged', error);
  }
}

/** Exact to 2^53, which is beyond every offset and count in a file. */
const uint = (reader: BinaryReader): number => Number(reader.uint64());

/** Repeated numbers, packed into one field or each in its own. */
function uints(reader: BinaryReader, wireType: WireType, into: number[]): void {
  if (wireType !== WireType.LengthDelimited) {
    into.push(uint(reader));
    return;
  }
  const packed = new BinaryReader(reader.bytes());
  while (packed.pos < packed.len) into.push(uint(packed));
}

export interface PostScript {
  readonly footerLength: number;
  readonly compression: number;
  readonly blockSize: number;
  readonly version: readonly number[];
  readonly magic: string;
}

export function readPostScript(bytes: Uint8Array): PostScript {
  const found = { footerLength: 0, compression: 0, blockSize: 256 * 1024, version: [] as number[], magic: '' };
  read(bytes, {
    1: (reader) => { found.footerLength = uint(reader); },
    2: (reader) => { found.compression = uint(reader); },
    3: (reader) => { found.blockSize = uint(reader); },
    4: (reader, wireType) => { uints(reader, wireType, found.version); },
    8000: (reader) => { found.magic = reader.string(); },
  });
  return found;
}

/** Where a stripe is: indexes, data and footer follow one another. */
export interface StripeInformation {
  readonly offset: number;
  readonly indexLength: number;
  readonly dataLength: number;
  readonly footerLength: number;
  readonly rows: number;
}

export interface TypeMessage {
  readonly kind: number;
  readonly subtypes: readonly number[];
  readonly fieldNames: readonly string[];
  /** Null where the file says nothing. */
  readonly precision: number | null;
  readonly scale: number | null;
}

export interface FooterMessage {
  readonly stripes: readonly StripeInformation[];
  readonly types: readonly TypeMessage[];
  /** Who wrote the file; 0 is the library for Java. */
  readonly writer: number;
  /** 0 unknown, 1 Julian and Gregorian, 2 proleptic Gregorian. */
  readonly calendar: number;
  readonly encrypted: boolean;
}

export function readFooterMessage(bytes: Uint8Array): FooterMessage {
  const found = { stripes: [] as StripeInformation[], types: [] as TypeMessage[], writer: 0, calendar: 0, encrypted: false };
  read(bytes, {
    3: (reader) => { found.stripes.push(readStripeInformation(reader.bytes())); },
    4: (reader) => { found.types.push(readType(reader.bytes())); },
    9: (reader) => { found.writer = uint(reader); },
    10: (reader) => {
      reader.bytes();
      found.encrypted = true;
    },
    11: (reader) => { found.calendar = uint(reader); },
  });
  return found;
}

function readStripeInformation(bytes: Uint8Array): StripeInformation {
  const found = { offset: 0, indexLength: 0, dataLength: 0, footerLength: 0, rows: 0 };
  read(bytes, {
    1: (reader) => { found.offset = uint(reader); },
    2: (reader) => { found.indexLength = uint(reader); },
    3: (reader) => { found.dataLength = uint(reader); },
    4: (reader) => { found.footerLength = uint(reader); },
    5: (reader) => { found.rows = uint(reader); },
  });
  return found;
}

function readType(bytes: Uint8Array): TypeMessage {
  const found = { kind: 0, subtypes: [] as number[], fieldNames: [] as string[], precision: null as number | null, scale: null as number | null };
  read(bytes, {
    1: (reader) => { found.kind = uint(reader); },
    2: (reader, wireType) => { uints(reader, wireType, found.subtypes); },
    3: (reader) => { found.fieldNames.push(reader.string()); },
    5: (reader) => { found.precision = uint(reader); },
    6: (reader) => { found.scale = uint(reader); },
  });
  return found;
}

export interface StreamMessage {
  readonly kind: number;
  readonly column: number;
  readonly length: number;
}

export interface EncodingMessage {
  readonly kind: number;
  readonly dictionarySize: number;
}

export interface StripeFooterMessage {
  /** In the order in which they lie in the stripe. */
  readonly streams: readonly StreamMessage[];
  /** By column. */
  readonly encodings: readonly EncodingMessage[];
  /** Of the writer, `Europe/Berlin`; empty for none. */
  readonly timeZone: string;
}

export function readStripeFooter(bytes: Uint8Array): StripeFooterMessage {
  const found = { streams: [] as StreamMessage[], encodings: [] as EncodingMessage[], timeZone: '' };
  read(bytes, {
    1: (reader) => { found.streams.push(readStream(reader.bytes())); },
    2: (reader) => { found.encodings.push(readEncoding(reader.bytes())); },
    3: (reader) => { found.timeZone = reader.string(); },
  });
  return found;
}

function readStream(bytes: Uint8Array): StreamMessage {
  const found = { kind: 0, column: 0, length: 0 };
  read(bytes, {
    1: (reader) => { found.kind = uint(reader); },
    2: (reader) => { found.column = uint(reader); },
    3: (reader) => { found.length = uint(reader); },
  });
  return found;
}

function readEncoding(bytes: Uint8Array): EncodingMessage {
  const found = { kind: 0, dictionarySize: 0 };
  read(bytes, {
    1: (reader) => { found.kind = uint(reader); },
    2: (reader) => { found.dictionarySize = uint(reader); },
  });
  return found;
}

import iconv from 'iconv-lite';

/** Text in a character set other than UTF-8, to and from bytes. */
export interface TextCodec {
  /** Whether ASCII is in its place, so that text of nothing else needs no work. */
  readonly keepsAscii: boolean;
  /** What is no character of the set becomes U+FFFD. */
  decode(bytes: Buffer): string;
  /** What the set lacks becomes `?`, one for each character. */
  encode(text: string): Buffer;
}

/** Null stands for UTF-8, which needs no work of ours. */
export type Transcoding = TextCodec | null;

/** What writes text for a reader. */
export type ResultTranscoding = Pick<TextCodec, 'keepsAscii' | 'encode'> | null;

/** MySQL's names, where text is UTF-8 as it is: `utf8mb3` is not cut down to three bytes, and `binary` converts nothing. */
const UTF8_NAMES: ReadonlySet<string> = new Set(['utf8mb4', 'utf8mb3', 'binary']);

/** Sets of one byte per character, by MySQL's names, under those of iconv-lite. */
const SINGLE_BYTE: Readonly<Record<string, string>> = {
  ascii: 'ascii', cp1250: 'cp1250', cp1251: 'cp1251', cp1256: 'cp1256', cp1257: 'cp1257', cp850: 'cp850', cp852: 'cp852', cp866: 'cp866',
  greek: 'iso88597', hebrew: 'iso88598', koi8r: 'koi8r', koi8u: 'koi8u', latin1: 'windows1252', latin2: 'iso88592', latin5: 'iso88599',
  latin7: 'iso885913', macce: 'maccenteuro', macroman: 'macroman', tis620: 'tis620',
};

/** The others. iconv-lite has the Windows variants of some, which hold all of MySQL's and more. */
const MULTI_BYTE: Readonly<Record<string, string>> = {
  big5: 'big5', cp932: 'cp932', eucjpms: 'eucjp', euckr: 'euckr', gb18030: 'gb18030', gb2312: 'gb2312', gbk: 'gbk', sjis: 'shiftjis', ujis: 'eucjp',
};

/** Sets whose letters are no ASCII: text is read in them, but no statement can be written in one. */
const WIDE: Readonly<Record<string, (text: string) => Buffer>> = {
  ucs2: (text) => Buffer.from(text.replaceAll(BEYOND_UCS2, '?'), 'utf16le').swap16(),
  utf16: (text) => Buffer.from(text, 'utf16le').swap16(),
  utf16le: (text) => Buffer.from(text, 'utf16le'),
  utf32: (text) => iconv.encode(text, 'utf32be', { addBOM: false }),
};
const BEYOND_UCS2 = /[\u{10000}-\u{10ffff}]/gu;

/** Subsets of the tables that iconv-lite has for them: both bytes of a character are above this. */
const ABOVE_A0: ReadonlySet<string> = new Set(['gb2312', 'euckr']);

const QUESTION_MARK = 0x3f;
const REPLACEMENT = 0xfffd;
const codecs = new Map<string, TextCodec>();

/**
 * How text of a character set is written, by MySQL's name for it; undefined for sets that can't be had: those that
 * iconv-lite lacks, and UTF-16 with its kin, whose letters are no ASCII and which no statement can be written in.
 */
export function transcodingOf(characterSet: string): Transcoding | undefined {
  if (UTF8_NAMES.has(characterSet)) return null;
  const known = codecs.get(characterSet);
  if (known !== undefined) return known;
  const codec = createCodec(characterSet);
  if (codec !== undefined) codecs.set(characterSet, codec);
  return codec;
}

/** The same for text that is only written, which may be in UTF-16 and its kin too. */
export function resultTranscodingOf(characterSet: string): ResultTranscoding | undefined {
  const encode = WIDE[characterSet];
  return encode === undefined ? transcodingOf(characterSet) : { keepsAscii: false, encode };
}

function createCodec(characterSet: string): TextCodec | undefined {
  const singleByte = SINGLE_BYTE[characterSet];
  if (singleByte !== undefined) return singleByteCodec(singleByte, characterSet === 'latin1');
  const multiByte = MULTI_BYTE[characterSet];
  return multiByte === undefined ? undefined : multiByteCodec(multiByte, ABOVE_A0.has(characterSet));
}

/** By tables of our own, made from those of iconv-lite; `isComplete`: bytes without a character stand for the control of their number, as in MySQL's latin1. */
function singleByteCodec(encoding: string, isComplete: boolean): TextCodec {
  const units = Uint16Array.from({ length: 256 }, (_, byte) => {
    const unit = iconv.decode(Buffer.of(byte), encoding).charCodeAt(0);
    return isComplete && unit === REPLACEMENT ? byte : unit;
  });
  const bytesOf = new Uint8Array(0x1_0000).fill(QUESTION_MARK);
  for (const [byte, unit] of units.entries()) if (unit !== REPLACEMENT) bytesOf[unit] = byte;
  return {
    keepsAscii: true,
    decode: (bytes) => Buffer.from(Uint16Array.from(bytes, (byte) => units[byte] ?? REPLACEMENT).buffer).toString('utf16le'),
    encode: (text) => {
      const encoded = Buffer.allocUnsafe(text.length);
      let size = 0;
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        // A character beyond 16 bits is one that is missing, not two.
        if (unit >= 0xdc00 && unit <= 0xdfff && at > 0) continue;
        encoded[size++] = bytesOf[unit] ?? QUESTION_MARK;
      }
      return encoded.subarray(0, size);
    },
  };
}

function multiByteCodec(encoding: string, isAboveA0: boolean): TextCodec {
  return {
    keepsAscii: true,
    decode: (bytes) => iconv.decode(bytes, encoding),
    encode: (text) => (isAboveA0 ? onlyAboveA0(iconv.encode(text, encoding)) : iconv.encode(text, encoding)),
  };
}

/** Puts a question mark in the place of characters that only the larger set has, in place. */
function onlyAboveA0(bytes: Buffer): Buffer {
  let size = 0;
  for (let at = 0; at < bytes.length; at++) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      bytes[size++] = first;
      continue;
    }
    // In the larger tables 0x80 alone is the sign of the euro.
    const second = first === 0x80 ? 0 : bytes[++at] ?? 0;
    if (first > 0xa0 && second > 0xa0) {
      bytes[size++] = first;
      bytes[size++] = second;
    } else {
      bytes[size++] = QUESTION_MARK;
    }
  }
  return bytes.subarray(0, size);
}

import { fstatSync } from 'node:fs';
import { StagewireError } from '../../../errors/index.js';
import { blockCodec } from './block-codecs.js';
import { ByteSource, type Blocks } from './byte-source.js';
import { damaged } from './damaged.js';
import { LARGEST_METADATA } from './limits.js';
import { readFooterMessage, readPostScript, type PostScript, type StripeInformation } from './messages.js';
import { fileFields, type OrcField } from './schema.js';

/** What the end of a file tells of all of it (ORC specification, File Tail). */
export interface OrcFile {
  readonly descriptor: number;
  readonly blocks: Blocks | null;
  readonly fields: readonly OrcField[];
  readonly stripes: readonly StripeInformation[];
  /** Days and times before 1582 count in the calendar of their time. */
  readonly hybridCalendar: boolean;
  /** Decimals of up to 18 digits are whole numbers in runs, as in the unfinished version 2 of the format. */
  readonly decimalsInRuns: boolean;
}

const MAGIC = 'ORC';
const JAVA_WRITER = 0;
const CALENDAR = { unknown: 0, julianGregorian: 1 } as const;
/** Versions that exist; the last is that of the unfinished version 2. */
const VERSIONS = ['0.11', '0.12', '1.9999'];

/** Reads the tail of an open file. 1046 if it is not that of an ORC file, 1002 for what can't be read. */
export function readTail(descriptor: number): OrcFile {
  const { size } = fstatSync(descriptor);
  const last = (end: number, length: number, blocks: Blocks | null): Uint8Array => {
    if (length > end) throw damaged('the file ends too early');
    if (length > LARGEST_METADATA) throw damaged('its footer is too long');
    return new ByteSource({ descriptor, offset: end - length, length }, blocks).rest(LARGEST_METADATA);
  };
  const postScriptLength = last(size, Math.min(size, 1), null)[0] ?? 0;
  const postScriptEnd = size - 1;
  if (postScriptLength === 0 || postScriptLength > postScriptEnd) throw notOrc();
  const postScript = postScriptOf(last(postScriptEnd, postScriptLength, null));
  checkVersion(postScript.version);
  const codec = blockCodec(postScript.compression);
  const blocks = codec && { codec, size: postScript.blockSize };
  const footerEnd = postScriptEnd - postScriptLength;
  const footer = readFooterMessage(last(footerEnd, postScript.footerLength, blocks));
  if (footer.encrypted) throw new StagewireError('Unimplemented', 'it has encrypted columns, which can\'t be read');
  for (const stripe of footer.stripes) checkStripe(stripe, footerEnd - postScript.footerLength);
  return {
    descriptor,
    blocks,
    fields: fileFields(footer.types),
    stripes: footer.stripes,
    hybridCalendar: footer.calendar === CALENDAR.julianGregorian || (footer.calendar === CALENDAR.unknown && footer.writer === JAVA_WRITER),
    decimalsInRuns: postScript.version[0] === 1,
  };
}

const notOrc = (): StagewireError => damaged(`it does not end with the postscript of an ${MAGIC} file`);

function postScriptOf(bytes: Uint8Array): PostScript {
  try {
    const postScript = readPostScript(bytes);
    if (postScript.magic === MAGIC) return postScript;
  } catch {
    // Any bytes may stand at the end of what is no ORC file.
  }
  throw notOrc();
}

/** Files of the very first writers have none. */
function checkVersion(version: readonly number[]): void {
  const text = version.join('.');
  if (version.length > 0 && !VERSIONS.includes(text)) throw new StagewireError('Unimplemented', `it is of version ${text} of the format, which can't be read`);
}

function checkStripe({ offset, indexLength, dataLength, footerLength }: StripeInformation, end: number): void {
  const stripeEnd = offset + indexLength + dataLength + footerLength;
  if (!Number.isSafeInteger(stripeEnd) || stripeEnd > end) throw damaged('a stripe lies outside of the file');
}

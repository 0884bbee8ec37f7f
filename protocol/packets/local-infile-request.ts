import type { ByteWriter } from '../byte-writer.js';
import type { ResultTranscoding } from '../charsets/text-codec.js';

const HEADER = 0xfb;

/**
 * Manual page "LOCAL INFILE Request": asks the client for a file by its name on the client's machine. It
 * answers with the content in packets of any size, then an empty one ("LOCAL INFILE Data").
 */
export function writeLocalInfileRequest(bytes: ByteWriter, fileName: string, transcoding: ResultTranscoding = null): void {
  bytes.uint8(HEADER);
  bytes.textIn(transcoding, fileName);
}

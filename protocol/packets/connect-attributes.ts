import type { ByteWriter } from '../byte-writer.js';
import { PayloadReader } from '../payload-reader.js';

/** Names and values that a client tells about itself, such as `_client_name` or `program_name`. */
export type ConnectAttributes = ReadonlyMap<string, string>;

export const NO_ATTRIBUTES: ConnectAttributes = new Map();

/** The attributes at the end of a handshake response, with their total length in front. */
export function readConnectAttributes(reader: PayloadReader): ConnectAttributes {
  const pairs = new PayloadReader(reader.lenencBytes());
  const attributes = new Map<string, string>();
  while (pairs.remaining > 0) {
    const name = pairs.lenencText();
    attributes.set(name, pairs.lenencText());
  }
  return attributes;
}

export function writeConnectAttributes(bytes: ByteWriter, attributes: ConnectAttributes): void {
  const lenencSize = (text: string): number => {
    const size = Buffer.byteLength(text, 'utf8');
    return size + (size < 251 ? 1 : size < 0x1_0000 ? 3 : 4);
  };
  let total = 0;
  for (const [name, value] of attributes) total += lenencSize(name) + lenencSize(value);
  bytes.lenencInteger(total);
  for (const [name, value] of attributes) {
    bytes.lenencText(name);
    bytes.lenencText(value);
  }
}

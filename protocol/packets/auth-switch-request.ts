import type { ByteWriter } from '../byte-writer.js';
import type { PayloadReader } from '../payload-reader.js';

const HEADER = 0xfe;

/** The server asks the client to authenticate anew with another plugin. */
export interface AuthSwitchRequest {
  readonly plugin: string;
  /** 20 bytes without NUL. */
  readonly scramble: Buffer;
}

/** Manual page "Protocol::AuthSwitchRequest". */
export function writeAuthSwitchRequest(bytes: ByteWriter, packet: AuthSwitchRequest): void {
  bytes.uint8(HEADER);
  bytes.nulTerminatedText(packet.plugin);
  bytes.bytes(packet.scramble);
  bytes.uint8(0);
}

/** Manual page "Protocol::AuthSwitchRequest"; the reader stands behind the header byte. */
export function readAuthSwitchRequest(reader: PayloadReader): AuthSwitchRequest {
  const plugin = reader.nulTerminatedText();
  const data = reader.rest();
  return { plugin, scramble: data.at(-1) === 0 ? data.subarray(0, -1) : data };
}

import type { ByteWriter } from '../byte-writer.js';

const HEADER = 0x01;

/** Manual page "Protocol::AuthMoreData": what the plugin of the server tells the plugin of the client. */
export function writeAuthMoreData(bytes: ByteWriter, data: Uint8Array): void {
  bytes.uint8(HEADER);
  bytes.bytes(data);
}

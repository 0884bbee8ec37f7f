import { isIP } from 'node:net';

/** Who a proxy says that it speaks for; null: nobody but itself (its health check, or a client that it does not know). */
export type ProxiedClient = { readonly address: string; readonly port: number } | null;

export interface ProxyHeader {
  readonly client: ProxiedClient;
  /** Bytes that the header took. */
  readonly length: number;
}

const V1_PREFIX = Buffer.from('PROXY ');
/** With its line end (specification, section 2.1). */
const V1_LONGEST = 107;
const V2_SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const V2_FIXED = 16;
/** More than any address with all the extensions that are in use. */
const V2_LONGEST = 4096;

/** The bytes are no header of the PROXY protocol. */
export class ProxyHeaderError extends Error {}

/**
 * Reads the header at the start of `bytes` (The PROXY protocol, versions 1 and 2); null when more bytes are needed.
 * Throws ProxyHeaderError for anything that is not one.
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader | null {
  if (startsLike(bytes, V2_SIGNATURE)) return bytes.length < V2_FIXED ? null : readVersion2(bytes);
  if (startsLike(bytes, V1_PREFIX)) return bytes.length < V1_PREFIX.length ? null : readVersion1(bytes);
  throw new ProxyHeaderError('no header of the PROXY protocol');
}

/** Whether what is there of `bytes` is what `start` begins with. */
function startsLike(bytes: Buffer, start: Buffer): boolean {
  const length = Math.min(bytes.length, start.length);
  return bytes.subarray(0, length).equals(start.subarray(0, length));
}

function readVersion1(bytes: Buffer): ProxyHeader | null {
  const end = bytes.subarray(0, V1_LONGEST).indexOf('\r\n');
  if (end < 0) {
    if (bytes.length >= V1_LONGEST) throw new ProxyHeaderError('the line of the header does not end');
    return null;
  }
  const length = end + 2;
  const [, protocol, address = '', , port = '', ...more] = bytes.toString('latin1', 0, end).split(' ');
  if (protocol === 'UNKNOWN') return { client: null, length };
  const version = protocol === 'TCP4' ? 4 : protocol === 'TCP6' ? 6 : null;
  if (version === null || isIP(address) !== version || !/^\d{1,5}$/.test(port) || Number(port) > 65_535 || more.length !== 1) {
    throw new ProxyHeaderError('the header names no address');
  }
  return { client: { address, port: Number(port) }, length };
}

function readVersion2(bytes: Buffer): ProxyHeader | null {
  const versionAndCommand = bytes.readUInt8(12);
  const family = bytes.readUInt8(13) >> 4;
  const length = V2_FIXED + bytes.readUInt16BE(14);
  if (versionAndCommand >> 4 !== 2 || (versionAndCommand & 0xf) > 1 || length > V2_LONGEST) throw new ProxyHeaderError('a header of an unknown version');
  if (bytes.length < length) return null;
  const isLocal = (versionAndCommand & 0xf) === 0;
  return { client: isLocal ? null : readAddress(family, bytes.subarray(V2_FIXED, length)), length };
}

/** The source of a connection: two addresses, then two ports. */
function readAddress(family: number, block: Buffer): ProxiedClient {
  switch (family) {
    case 1:
      if (block.length < 12) throw new ProxyHeaderError('the addresses are cut short');
      return { address: block.subarray(0, 4).join('.'), port: block.readUInt16BE(8) };
    case 2:
      if (block.length < 36) throw new ProxyHeaderError('the addresses are cut short');
      return { address: ipv6Text(block.subarray(0, 16)), port: block.readUInt16BE(32) };
    default:
      return null;
  }
}

function ipv6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  // The URL parser writes the short form, and an embedded IPv4 address stays recognisable.
  const isMapped = bytes.subarray(0, 12).equals(Buffer.from('00000000000000000000ffff', 'hex'));
  return isMapped ? `::ffff:${bytes.subarray(12).join('.')}` : new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

import { isIP } from 'node:net';
import { crc32c } from './crc32c.js';

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
/** Bytes of the addresses by their family: IPv4, IPv6, Unix sockets (section 2.2). */
const V2_ADDRESSES: Readonly<Record<number, number>> = { 1: 12, 2: 36, 3: 216 };
/** Unspecified, a stream, datagrams. */
const V2_TRANSPORTS = 3;
/** A type and two bytes of length. */
const TLV_FIXED = 3;
/** PP2_TYPE_CRC32C */
const TLV_CRC32C = 0x03;

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
  const [, protocol, address = '', destination = '', port = '', destinationPort = '', ...more] = bytes.toString('latin1', 0, end).split(' ');
  if (protocol === 'UNKNOWN') return { client: null, length };
  const version = protocol === 'TCP4' ? 4 : protocol === 'TCP6' ? 6 : null;
  const areAddresses = version !== null && [address, destination].every((each) => isIP(each) === version);
  if (!areAddresses || ![port, destinationPort].every(isPort) || more.length > 0) throw new ProxyHeaderError('the header names no address');
  return { client: { address, port: Number(port) }, length };
}

/** Decimal, without zeros in front. */
const isPort = (text: string): boolean => /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;

function readVersion2(bytes: Buffer): ProxyHeader | null {
  const versionAndCommand = bytes.readUInt8(12);
  const length = V2_FIXED + bytes.readUInt16BE(14);
  if (versionAndCommand >> 4 !== 2 || (versionAndCommand & 0xf) > 1) throw new ProxyHeaderError('a header of an unknown version');
  if (bytes.length < length) return null;
  // Of LOCAL the family and all behind it mean nothing.
  const isLocal = (versionAndCommand & 0xf) === 0;
  return { client: isLocal ? null : readProxied(bytes.subarray(0, length)), length };
}

function readProxied(header: Buffer): ProxiedClient {
  const [family, transport] = [header.readUInt8(13) >> 4, header.readUInt8(13) & 0xf];
  if (family === 0) return null;
  const addressBytes = V2_ADDRESSES[family];
  if (addressBytes === undefined || transport >= V2_TRANSPORTS) throw new ProxyHeaderError('a family of addresses that there is not');
  if (header.length < V2_FIXED + addressBytes) throw new ProxyHeaderError('the addresses are cut short');
  checkExtensions(header, V2_FIXED + addressBytes);
  return readAddress(family, header.subarray(V2_FIXED));
}

/** The source of a connection: two addresses, then two ports. Whoever comes by a Unix socket of the proxy is of its machine. */
function readAddress(family: number, block: Buffer): ProxiedClient {
  switch (family) {
    case 1:
      return { address: block.subarray(0, 4).join('.'), port: block.readUInt16BE(8) };
    case 2:
      return { address: ipv6Text(block.subarray(0, 16)), port: block.readUInt16BE(32) };
    default:
      return null;
  }
}

/** Behind the addresses each extension says its length (section 2.2.7). A checksum is that of the whole header with zeros in its place. */
function checkExtensions(header: Buffer, start: number): void {
  for (let at = start; at < header.length; ) {
    const value = at + TLV_FIXED;
    const end = value <= header.length ? value + header.readUInt16BE(at + 1) : Infinity;
    if (end > header.length) throw new ProxyHeaderError('an extension is cut short');
    if (header[at] === TLV_CRC32C && !hasChecksum(header, value, end)) throw new ProxyHeaderError('the checksum is wrong');
    at = end;
  }
}

function hasChecksum(header: Buffer, value: number, end: number): boolean {
  return end - value === 4 && crc32c(Buffer.from(header).fill(0, value, end)) === header.readUInt32BE(value);
}

function ipv6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  // The URL parser writes the short form, and an embedded IPv4 address stays recognisable.
  const isMapped = bytes.subarray(0, 12).equals(Buffer.from('00000000000000000000ffff', 'hex'));
  return isMapped ? `::ffff:${bytes.subarray(12).join('.')}` : new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

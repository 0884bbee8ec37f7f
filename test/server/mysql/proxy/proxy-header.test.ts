import { describe, expect, it } from 'vitest';
import { crc32c } from '../../../../server/mysql/proxy/crc32c.js';
import { ProxyHeaderError, readProxyHeader } from '../../../../server/mysql/proxy/proxy-header.js';

const SIGNATURE = '0d0a0d0a000d0a515549540a';
/** 203.0.113.7:50123 to 192.168.0.1:3306 */
const TCP4 = 'cb007107c0a80001c3cb0cea';
const TCP6 = '20010db8000000000000000000000007' + '20010db8000000000000000000000001' + 'c3cb0cea';
const MAPPED = '00000000000000000000ffffcb007107' + '00000000000000000000ffffc0a80001' + 'c3cb0cea';
const UNIX = '2f746d702f61'.padEnd(432, '0');

function version2(command: string, family: string, block: string): Buffer {
  const body = Buffer.from(block, 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([Buffer.from(SIGNATURE + command + family, 'hex'), length, body]);
}

/** A header whose last extension is its checksum. */
function withChecksum(block: string, family = '11'): Buffer {
  const header = version2('21', family, `${block}03000400000000`);
  header.writeUInt32BE(crc32c(header), header.length - 4);
  return header;
}

describe('CRC-32C', () => {
  // RFC 3720, appendix B.4
  it.each([
    ['of zeros', Buffer.alloc(32), 0x8a9136aa],
    ['of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['of digits', Buffer.from('123456789'), 0xe3069283],
  ])('%s', (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});

describe('headers of the PROXY protocol', () => {
  it.each<[string, Buffer, string | null]>([
    ['TCP4', Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 50123 3306\r\n'), '203.0.113.7 50123'],
    ['TCP6', Buffer.from('PROXY TCP6 2001:db8::7 ::1 0 65535\r\n'), '2001:db8::7 0'],
    ['UNKNOWN', Buffer.from('PROXY UNKNOWN\r\n'), null],
    ['UNKNOWN with something behind it', Buffer.from('PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n'), null],
    ['version 2, IPv4', version2('21', '11', TCP4), '203.0.113.7 50123'],
    ['version 2, datagrams', version2('21', '12', TCP4), '203.0.113.7 50123'],
    ['version 2, IPv6', version2('21', '21', TCP6), '2001:db8::7 50123'],
    ['version 2, IPv4 in IPv6', version2('21', '21', MAPPED), '::ffff:203.0.113.7 50123'],
    ['version 2, Unix sockets', version2('21', '31', UNIX), null],
    ['version 2, no family', version2('21', '00', ''), null],
    ['LOCAL', version2('20', '00', ''), null],
    ['LOCAL, whatever its family', version2('20', 'ff', 'abcdef'), null],
    ['extensions', version2('21', '11', `${TCP4}02000b6578616d706c652e636f6d040000`), '203.0.113.7 50123'],
    ['extensions as long as can be', version2('21', '11', `${TCP4}04ffd8${'00'.repeat(0xffd8)}`), '203.0.113.7 50123'],
    ['a checksum', withChecksum(TCP4), '203.0.113.7 50123'],
    ['a checksum behind others', withChecksum(`${TCP6}0400020000`, '21'), '2001:db8::7 50123'],
  ])('%s', (_name, header, expected) => {
    const read = readProxyHeader(Buffer.concat([header, Buffer.from('what follows')]));
    expect(read?.length).toBe(header.length);
    expect(read?.client ? `${read.client.address} ${read.client.port}` : null).toBe(expected);
    for (let length = 1; length < header.length; length += header.length > 300 ? 97 : 1) expect(readProxyHeader(header.subarray(0, length))).toBeNull();
  });

  it.each<[string, Buffer]>([
    ['a handshake', Buffer.from('00000001', 'hex')],
    ['small letters', Buffer.from('proxy TCP4 203.0.113.7 10.0.0.1 50123 3306\r\n')],
    ['no addresses', Buffer.from('PROXY TCP4 here there 1 2\r\n')],
    ['a destination that is no address', Buffer.from('PROXY TCP4 203.0.113.7 there 1 2\r\n')],
    ['addresses of the other family', Buffer.from('PROXY TCP6 203.0.113.7 10.0.0.1 1 2\r\n')],
    ['a port beyond the last', Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 1 65536\r\n')],
    ['a port with a zero in front', Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 01 2\r\n')],
    ['too few words', Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 1\r\n')],
    ['too many words', Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 1 2 3\r\n')],
    ['a line without end', Buffer.from(`PROXY TCP4 ${'1'.repeat(200)}`)],
    ['version 3', version2('31', '11', TCP4)],
    ['a command that there is not', version2('22', '11', TCP4)],
    ['a family that there is not', version2('21', '41', TCP4)],
    ['a transport that there is not', version2('21', '13', TCP4)],
    ['addresses cut short', version2('21', '11', TCP4.slice(0, -2))],
    ['paths cut short', version2('21', '31', TCP4)],
    ['an extension cut short', version2('21', '11', `${TCP4}0400ff00`)],
    ['half an extension', version2('21', '11', `${TCP4}0400`)],
    ['a wrong checksum', version2('21', '11', `${TCP4}03000412345678`)],
    ['a checksum of another length', version2('21', '11', `${TCP4}0300021234`)],
  ])('%s is none', (_name, header) => {
    expect(() => readProxyHeader(header)).toThrow(ProxyHeaderError);
  });
});

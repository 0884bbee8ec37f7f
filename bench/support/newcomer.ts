import { connect, type Socket } from 'node:net';
import { CACHING_SHA2_PASSWORD, CachingSha2, cachingSha2Response } from '../../protocol/auth/caching-sha2-password.js';
import { NATIVE_PASSWORD } from '../../protocol/auth/native-password.js';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { readHandshakeV10 } from '../../protocol/packets/handshake-v10.js';
import { writeHandshakeResponse41 } from '../../protocol/packets/handshake-response-41.js';
import { PayloadReader } from '../../protocol/payload-reader.js';
import { CLIENT_CAPABILITIES } from '../../test/server/mysql/raw-client.js';

/** Who logs in; an empty password by mysql_native_password, any other by caching_sha2_password. */
export interface Account {
  readonly user: string;
  readonly password: string;
}

const SELECT_ONE = Buffer.from('\x09\0\0\0\x03SELECT 1', 'latin1');
const QUIT = Buffer.of(1, 0, 0, 0, 1);
/** The OK packet in place of an EOF ends the answer. */
const ANSWER_END = Buffer.of(7, 0, 0, 4, 0xfe);

/**
 * Connects, logs in, asks SELECT 1 and quits, with no more work than that takes, or the client would be what is
 * measured. Answers are taken to come in one piece each, which over loopback they do.
 */
export function visit(port: number, account: Account): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let greeted = false;
    socket.on('error', reject);
    socket.on('close', () => { reject(new Error('the server closed the connection')); });
    socket.on('data', (bytes) => {
      if (!greeted) {
        greeted = true;
        socket.write(loginPacket(bytes, account));
      } else if (!answer(socket, bytes, account, reject)) {
        return;
      } else {
        resolve();
        socket.end(QUIT);
        socket.destroySoon();
      }
    });
  });
}

/** Goes on with what came; true when it was the answer to the question. */
function answer(socket: Socket, bytes: Buffer, { password }: Account, fail: (error: Error) => void): boolean {
  if (bytes.includes(ANSWER_END)) return true;
  if (bytes[4] === 0xff) fail(new Error(bytes.toString('latin1')));
  else if (bytes[5] === CachingSha2.PERFORM_FULL_AUTHENTICATION) socket.write(packet(Buffer.from(`${password}\0`), 3));
  else socket.write(SELECT_ONE);
  return false;
}

function loginPacket(greeting: Buffer, { user, password }: Account): Buffer {
  const { scramble } = readHandshakeV10(new PayloadReader(greeting.subarray(4)));
  const bytes = new ByteWriter();
  writeHandshakeResponse41(bytes, {
    kind: 'response',
    capabilities: CLIENT_CAPABILITIES,
    maxPacketSize: 1 << 24,
    collation: 45,
    user,
    authResponse: cachingSha2Response(password, scramble),
    database: null,
    authPlugin: password === '' ? NATIVE_PASSWORD : CACHING_SHA2_PASSWORD,
    attributes: new Map(),
    zstdLevel: 3,
  });
  return packet(bytes.take(), 1);
}

function packet(payload: Buffer, sequenceId: number): Buffer {
  return Buffer.concat([Buffer.of(payload.length & 0xff, payload.length >> 8, 0, sequenceId), payload]);
}

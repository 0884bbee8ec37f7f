import type { Socket } from 'node:net';
import { RawClient } from '../../test/server/mysql/raw-client.js';

const HEADER_BYTES = 4;
const COM_QUERY = 3;
const ERR = 0xff;
const OK = 0xfe;

/** A connection that counts the rows of an answer and looks at nothing else of them, so that the server is what is measured. */
export class RowCounter {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #packet: (payload: Buffer) => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.removeAllListeners('data');
    socket.on('data', (chunk) => { this.#read(chunk); });
  }

  static async connect(port: number): Promise<RowCounter> {
    return new RowCounter((await RawClient.logIn(port)).socket);
  }

  /** Runs a query; gives the number of rows. */
  ask(sql: string): Promise<number> {
    return new Promise((resolve, reject) => {
      // The packets of a result: how many columns, the columns, the rows, OK.
      let packets = -1;
      let columns = 0;
      this.#packet = (payload) => {
        packets += 1;
        if (payload[0] === ERR) reject(new Error(`${payload.toString('utf8', 9)}: ${sql}`));
        else if (packets === 0) columns = payload[0] ?? 0;
        else if (packets > columns && payload[0] === OK) resolve(packets - columns - 1);
      };
      const size = 1 + Buffer.byteLength(sql);
      this.#socket.write(Buffer.concat([Buffer.of(size & 0xff, size >> 8, 0, 0, COM_QUERY), Buffer.from(sql)]));
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + bytes.readUIntLE(at, 3);
      if (end > bytes.length) break;
      this.#packet(bytes.subarray(at + HEADER_BYTES, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
  }
}

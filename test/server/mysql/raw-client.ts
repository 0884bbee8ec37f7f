import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as tlsConnect, type TLSSocket } from 'node:tls';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { Capability } from '../../../protocol/capabilities.js';
import { PacketReader } from '../../../protocol/framing/packet-reader.js';
import { PacketWriter } from '../../../protocol/framing/packet-writer.js';
import { Sequence } from '../../../protocol/framing/sequence.js';
import { readHandshakeV10, type HandshakeV10 } from '../../../protocol/packets/handshake-v10.js';
import { writeHandshakeResponse41, type HandshakeResponse41 } from '../../../protocol/packets/handshake-response-41.js';
import { PayloadReader } from '../../../protocol/payload-reader.js';

export const CLIENT_CAPABILITIES =
  Capability.LONG_PASSWORD |
  Capability.PROTOCOL_41 |
  Capability.SECURE_CONNECTION |
  Capability.PLUGIN_AUTH |
  Capability.MULTI_RESULTS |
  Capability.DEPRECATE_EOF;

/** A client that says exactly what a test wants, and shows exactly what came back. */
export class RawClient {
  socket: Socket;
  private readonly sequence = new Sequence();
  private readonly reader = new PacketReader(this.sequence, 1 << 30);
  private readonly writer = new PacketWriter(this.sequence);
  /** What came since the test took the framing into its own hands. */
  private unframed: Buffer | null = null;
  private ended = false;
  private wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.listenTo(socket);
  }

  private listenTo(socket: Socket): void {
    socket.on('data', (chunk) => {
      if (this.unframed === null) this.reader.push(chunk);
      else this.unframed = Buffer.concat([this.unframed, chunk]);
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  /** `localAddress` is one of this machine, to connect from. */
  static async connect(port: number, localAddress?: string): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', ...(localAddress === undefined ? {} : { localAddress }) });
    const client = new RawClient(socket);
    await once(socket, 'connect');
    return client;
  }

  /** Connects and logs in as root without password. */
  static async logIn(port: number, changes: Partial<HandshakeResponse41> = {}, localAddress?: string): Promise<RawClient> {
    const client = await RawClient.connect(port, localAddress);
    await client.readHandshake();
    client.respond(changes);
    const answer = await client.read();
    if (answer?.[0] !== 0) throw new Error(`login failed: ${answer?.toString('latin1') ?? 'connection closed'}`);
    return client;
  }

  async readHandshake(): Promise<HandshakeV10> {
    const payload = await this.read();
    if (payload === null) throw new Error('connection closed before the handshake');
    return readHandshakeV10(new PayloadReader(payload));
  }

  /** Asks for TLS and goes on over it, whatever certificate the server has. */
  async startTls(): Promise<TLSSocket> {
    const bytes = new ByteWriter();
    bytes.uint32(CLIENT_CAPABILITIES | Capability.SSL);
    bytes.uint32(1 << 24);
    bytes.uint8(45);
    bytes.zeros(23);
    this.send(bytes.take());
    const { socket } = this;
    socket.removeAllListeners('data');
    const secured = tlsConnect({ socket, rejectUnauthorized: false });
    await once(secured, 'secureConnect');
    this.socket = secured;
    this.listenTo(secured);
    return secured;
  }

  respond(changes: Partial<HandshakeResponse41> = {}): void {
    const bytes = new ByteWriter();
    writeHandshakeResponse41(bytes, {
      kind: 'response',
      capabilities: CLIENT_CAPABILITIES,
      maxPacketSize: 1 << 24,
      collation: 45,
      user: 'root',
      authResponse: Buffer.alloc(0),
      database: null,
      authPlugin: 'mysql_native_password',
      attributes: new Map(),
      zstdLevel: 3,
      ...changes,
    });
    this.send(bytes.take());
  }

  /** Sends a payload as the next packet of the conversation. */
  send(payload: Buffer): void {
    this.writer.begin().bytes(payload);
    this.writer.end();
    this.socket.write(this.writer.take());
  }

  /** Sends a command: its code and what follows. */
  command(code: number, rest: string | Buffer = ''): void {
    this.sequence.restart();
    this.send(Buffer.concat([Buffer.of(code), Buffer.from(rest)]));
  }

  query(sql: string): void {
    this.command(3, sql);
  }

  /** The next payload, or null when the server has closed. */
  async read(): Promise<Buffer | null> {
    for (;;) {
      const payload = this.reader.next();
      if (payload !== null || this.ended) return payload;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Sends bytes as they are; from then on {@link readUnframed} reads. */
  sendBytes(bytes: Buffer): void {
    this.unframed ??= Buffer.alloc(0);
    this.socket.write(bytes);
  }

  /** The next payload whatever its sequence id, or null when the server has closed. */
  async readUnframed(): Promise<Buffer | null> {
    for (;;) {
      const bytes = (this.unframed ??= Buffer.alloc(0));
      if (bytes.length >= 4) {
        const end = 4 + bytes.readUIntLE(0, 3);
        if (bytes.length >= end) {
          this.unframed = bytes.subarray(end);
          return bytes.subarray(4, end);
        }
      }
      if (this.ended) return null;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** A payload that must come. */
  async expectPayload(): Promise<Buffer> {
    const payload = await this.read();
    if (payload === null) throw new Error('connection closed');
    return payload;
  }

  destroy(): void {
    this.socket.destroy();
  }
}

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import { StagewireError } from '../../errors/index.js';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Signs the certificates of clients; null: clients are not asked for one. */
  readonly ca: string | null;
}

/** What a connection with TLS turned out to be. */
export interface SecureTransport {
  /** `TLSv1.2` or `TLSv1.3` */
  readonly version: string;
  /** The OpenSSL name of the cipher suite. */
  readonly cipher: string;
  /** Whether the client showed a certificate that our authority signed. */
  readonly clientCertified: boolean;
}

const LEAST_VERSION = 'TLSv1.2';

/** Puts TLS on top of connections, with certificates that can be read anew while it works. */
export class TlsDoor {
  private readonly files: TlsFiles;
  private context: SecureContext;

  private constructor(files: TlsFiles, context: SecureContext) {
    this.files = files;
    this.context = context;
  }

  /** @throws StagewireError (InvalidConfig) for files that can't be read or don't fit together */
  static async open(files: TlsFiles): Promise<TlsDoor> {
    return new TlsDoor(files, await readContext(files));
  }

  /** Reads the files again, for connections from now on. When they can't be used all stays as it is, and it throws. */
  async reload(): Promise<void> {
    this.context = await readContext(this.files);
  }

  /** The server's half of a TLS handshake over a paused socket. Rejects when the client can't agree or goes away. */
  secure(socket: Socket): Promise<TLSSocket> {
    const requestCert = this.files.ca !== null;
    const secured = new TLSSocket(socket, { isServer: true, secureContext: this.context, requestCert, rejectUnauthorized: false });
    // A socket without a server of node:tls reports what goes wrong in the handshake, and after it, by this event alone.
    secured.on('_tlsError', () => { secured.destroy(); });
    return new Promise((resolve, reject) => {
      const fail = (): void => { reject(new Error('no TLS handshake')); };
      secured.once('close', fail);
      secured.on('error', fail);
      secured.once('secure', () => {
        secured.off('close', fail);
        if (hasBadCertificate(secured)) secured.destroy(new Error('a client certificate that is not signed by our authority'));
        else resolve(secured);
      });
    });
  }
}

/** What is known of a connection after its handshake. */
export function describeTransport(socket: TLSSocket): SecureTransport {
  return { version: socket.getProtocol() ?? '', cipher: socket.getCipher().name, clientCertified: isCertified(socket) };
}

/** A certificate is welcome but not asked for by all means; one that is shown must be good. */
function hasBadCertificate(socket: TLSSocket): boolean {
  return socket.getPeerX509Certificate() !== undefined && !isCertified(socket);
}

function isCertified(socket: TLSSocket): boolean {
  // Node checks the chain by itself only for sockets that a server of node:tls made.
  const { ssl } = socket as unknown as { ssl?: { verifyError(): Error | null | undefined } };
  return socket.getPeerX509Certificate() !== undefined && ssl !== undefined && !ssl.verifyError();
}

async function readContext(files: TlsFiles): Promise<SecureContext> {
  const [cert, key, ca] = await Promise.all([readPem(files.cert), readPem(files.key), files.ca === null ? null : readPem(files.ca)]);
  try {
    new X509Certificate(cert);
    return createSecureContext({ cert, key, minVersion: LEAST_VERSION, sessionIdContext: 'stagewire', ...(ca === null ? {} : { ca }) });
  } catch (error) {
    throw unusable(files.cert, error);
  }
}

async function readPem(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw unusable(file, error);
  }
}

function unusable(file: string, error: unknown): StagewireError {
  return new StagewireError('InvalidConfig', `TLS can not use ${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}

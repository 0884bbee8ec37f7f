import type { Logger } from 'pino';
import type { ObjectStore } from '../../storage/object-store.js';
import type { UrlSigner } from '../../storage/signed-url.js';
import type { Identity } from '../session.js';

/** Where the files of one upload are written to. */
export interface UploadTarget {
  /** Writes one file below the relative path of the upload; it is seen when this resolves, or not at all. */
  write(fileName: string, body: AsyncIterable<Uint8Array>, options: WriteFileOptions): Promise<void>;
}

export interface WriteFileOptions {
  /** Upper bound of the bytes, where it is known. */
  readonly sizeHint?: number;
  readonly signal: AbortSignal;
}

export interface Uploads {
  /** 2501 for an unknown stage, 1063 without WRITE, 1006 for a path that leaves the stage. */
  begin(identity: Identity, stageName: string, relativePath: string): Promise<UploadTarget>;
}

export interface Downloads {
  /** Where a staged file is kept. 2501 for an unknown stage, 1063 without READ, 1006 for the path of no file. */
  open(identity: Identity, stage: string, path: string): Promise<{ readonly store: ObjectStore; readonly key: string }>;
}

export interface SignedObjects {
  /** The store that a checked signature names, or null if this server has none of that id any more. */
  open(storeId: string): Promise<ObjectStore | null>;
}

/** What the listener asks of the rest of the server. */
export interface HttpDependencies {
  /** 1045 or 5100 if user and password do not fit. */
  authenticate(user: string, password: string, remoteAddress: string): Promise<Identity>;
  readonly uploads: Uploads;
  readonly downloads: Downloads;
  readonly signedObjects: SignedObjects;
  readonly signer: UrlSigner;
  readonly log: Logger;
}

export interface HttpListenerOptions extends HttpDependencies {
  /** Time without a byte on a connection that ends it. Default 60,000. */
  readonly idleTimeoutMs?: number;
  /** Time for the headers of a request to arrive. Default 20,000. */
  readonly headersTimeoutMs?: number;
}

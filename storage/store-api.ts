import type { IncomingMessage } from 'node:http';
import type { ObjectInfo, PresignedRequest, WriteOptions } from './object-store.js';
import type { StoreErrors } from './store-errors.js';
import type { Written } from './upload/write-in-parts.js';

/** What is asked for of an object; headers of RFC 9110 are made of it. */
export interface GetRequest {
  /** Value of a Range header. */
  readonly range: string | undefined;
  /** The version that the object must still have; status 412 if it was replaced. */
  readonly version: string | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface SignRequest {
  readonly method: 'GET' | 'PUT';
  /** Seconds from now. */
  readonly expiresIn: number;
  readonly contentType: string | undefined;
}

/** Which keys there can be beside the rules of all stores. */
export interface KeyRules {
  /** Of UTF-8. */
  readonly longestBytes: number;
  /** What no key may hold, for the server would take it for something else, and how errors say so: "holds a backslash". */
  readonly forbidden?: { readonly pattern: RegExp; readonly said: string };
}

/**
 * The operations of a store's HTTP API on one bucket or container. Keys are whole; what fails is thrown as it came,
 * `StoreResponseError` for what the store refused. `ApiStore` makes an object store of them.
 */
export interface StoreApi {
  readonly errors: StoreErrors;
  readonly keyRules: KeyRules;
  /** Pages of the objects whose keys begin with `rootPrefix + prefix`, with keys after `rootPrefix`. */
  list(rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncIterable<readonly ObjectInfo[]>;
  /** Null for an object that does not exist in a container that does. */
  stat(key: string, signal: AbortSignal | undefined): Promise<Written | null>;
  /** The response with its body unread. */
  get(key: string, request: GetRequest): Promise<IncomingMessage>;
  write(key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written>;
  /** Removes `rootPrefix + key` for each key. */
  remove(rootPrefix: string, keys: Iterable<string> | AsyncIterable<string>, signal: AbortSignal | undefined): Promise<void>;
  presign(key: string, request: SignRequest): Promise<PresignedRequest>;
  sweep(prefix: string): Promise<void>;
  close(): void;
}

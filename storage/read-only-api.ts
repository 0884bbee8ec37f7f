import type { IncomingMessage } from 'node:http';
import type { ObjectInfo } from './object-store.js';
import type { GetRequest, KeyRules, StoreApi } from './store-api.js';
import type { StoreErrors } from './store-errors.js';
import type { Written } from './upload/write-in-parts.js';

/** A store of which the API, or what is used of it, only reads. The connections are those of all such stores. */
export abstract class ReadOnlyApi implements StoreApi {
  abstract readonly errors: StoreErrors;
  abstract readonly keyRules: KeyRules;
  abstract list(rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncIterable<readonly ObjectInfo[]>;
  abstract stat(key: string, signal: AbortSignal | undefined): Promise<Written | null>;
  abstract get(key: string, request: GetRequest): Promise<IncomingMessage>;

  write(): Promise<never> {
    return Promise.reject(this.errors.onlyRead('write'));
  }

  remove(): Promise<never> {
    return Promise.reject(this.errors.onlyRead('remove files'));
  }

  presign(): Promise<never> {
    return Promise.reject(this.errors.onlyRead('presign'));
  }

  sweep(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    // Nothing is its own.
  }
}

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { StagewireError } from '../errors/index.js';

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/**
 * Encrypts what must not stand in the catalog in clear. A sealed value is: version (1 byte), nonce (12),
 * tag (16), ciphertext. It is bound to its owner, such as `stage:<id>`, so that a value that somebody
 * copies to another row does not open there.
 */
export class Secrets {
  readonly #key: Buffer;

  /** `secretKey` is the server's, of any length; `salt` the catalog's own (RFC 5869). */
  constructor(secretKey: Buffer | string, salt: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', secretKey, salt, 'stagewire catalog secrets', 32));
  }

  /** Seals any JSON value. */
  seal(owner: string, value: unknown): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(owner));
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), text]);
  }

  /** @throws StagewireError (Internal) when it was sealed with another key or for another owner, or was changed */
  unseal(owner: string, sealed: Buffer): unknown {
    try {
      if (sealed[0] !== VERSION) throw new Error(`sealed by version ${sealed[0] ?? 'none'}`);
      const decipher = createDecipheriv(CIPHER, this.#key, sealed.subarray(1, 1 + NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(owner))
        .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES));
      const text = Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]);
      return JSON.parse(text.toString('utf8'));
    } catch (error) {
      throw new StagewireError('Internal', `the encrypted parameters of ${owner} in the catalog cannot be opened`, { cause: error });
    }
  }
}

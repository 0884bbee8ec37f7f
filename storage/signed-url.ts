import { createHmac, timingSafeEqual } from 'node:crypto';
import { StagewireError } from '../errors/index.js';
import type { PresignedRequest } from './object-store.js';

/** Where our own HTTP listener serves signed URLs: `<public URL>/v1/stage_object/<store id>/<key>?…`. */
export const SIGNED_OBJECT_PATH = '/v1/stage_object/';
/** The longest validity that S3 knows; ours is the same. */
export const LONGEST_EXPIRY_SECONDS = 7 * 24 * 60 * 60;

/** What a signature allows. */
export interface SignedObject {
  readonly storeId: string;
  readonly key: string;
  readonly method: 'GET' | 'PUT';
  /** The Content-Type that a PUT must come with, where one was fixed. */
  readonly contentType?: string;
}

/** 1006 unless the validity is 1 second to 7 days. */
export function refuseBadExpiry(seconds: number): void {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_EXPIRY_SECONDS) return;
  throw new StagewireError('BadArguments', `a presigned URL is valid for 1 to ${LONGEST_EXPIRY_SECONDS} seconds, not ${seconds}`);
}

/** Signs and checks URLs with HMAC-SHA256. Servers with the same key accept each other's URLs. */
export class UrlSigner {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** A request for `object` that our listener at `publicUrl` accepts for `expiresIn` seconds. */
  presign(publicUrl: string, object: SignedObject, expiresIn: number): PresignedRequest {
    refuseBadExpiry(expiresIn);
    const expires = Math.floor(Date.now() / 1000) + expiresIn;
    const query = new URLSearchParams({ method: object.method, expires: String(expires) });
    if (object.contentType !== undefined) query.set('content_type', object.contentType);
    query.set('signature', this.#sign(object, expires).toString('hex'));
    const key = object.key.split('/').map(encodeURIComponent).join('/');
    const path = `${SIGNED_OBJECT_PATH}${encodeURIComponent(object.storeId)}/${key}`;
    const url = `${publicUrl.replace(/\/+$/, '')}${path}?${query.toString()}`;
    const headers = { host: new URL(publicUrl).host, ...(object.contentType !== undefined && { 'content-type': object.contentType }) };
    return { method: object.method, url, headers };
  }

  /**
   * The object that a request line's target (`/v1/stage_object/…?…`) is signed for. 5100 if the URL is
   * not whole, was changed or has expired. The caller compares the method and content type.
   */
  verify(target: string): SignedObject {
    const { object, expires, signature } = parseTarget(target);
    const expected = this.#sign(object, expires);
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw new StagewireError('AuthenticateFailure', 'the signature of the URL is not valid: it was changed, or signed by another server');
    }
    if (Date.now() / 1000 >= expires) {
      throw new StagewireError('AuthenticateFailure', `the URL expired at ${new Date(expires * 1000).toISOString()}`);
    }
    return object;
  }

  #sign(object: SignedObject, expires: number): Buffer {
    // JSON keeps the fields apart whatever stands in them.
    const fields = ['stagewire-url-1', object.method, object.storeId, object.key, expires, object.contentType ?? null];
    return createHmac('sha256', this.#key).update(JSON.stringify(fields)).digest();
  }
}

function parseTarget(target: string): { readonly object: SignedObject; readonly expires: number; readonly signature: Buffer } {
  const malformed = new StagewireError('AuthenticateFailure', 'the URL is not a complete presigned URL');
  const [path = '', search = ''] = splitOnce(target, '?');
  if (!path.startsWith(SIGNED_OBJECT_PATH)) throw malformed;
  const [storeId = '', key = ''] = splitOnce(path.slice(SIGNED_OBJECT_PATH.length), '/').map((part) => decode(part, malformed));
  const query = new URLSearchParams(search);
  const method = query.get('method');
  const expires = Number(query.get('expires') ?? Number.NaN);
  const contentType = query.get('content_type');
  const signature = query.get('signature') ?? '';
  if (storeId === '' || key === '' || (method !== 'GET' && method !== 'PUT') || !Number.isSafeInteger(expires)) throw malformed;
  // Node's decoder stops silently at the first character that is no hex digit.
  if (!/^([0-9a-f]{2})*$/.test(signature)) throw malformed;
  return {
    object: { storeId, key, method, ...(contentType !== null && { contentType }) },
    expires,
    signature: Buffer.from(signature, 'hex'),
  };
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(part: string, malformed: StagewireError): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw malformed;
  }
}

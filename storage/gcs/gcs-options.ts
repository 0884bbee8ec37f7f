/** How to reach a prefix of a bucket in Google Cloud Storage. */
export interface GcsOptions {
  /** `https://storage.googleapis.com`. */
  readonly endpointUrl: string;
  readonly bucket: string;
  /** Put before every key; empty or ends with `/`, does not begin with one. */
  readonly rootPrefix: string;
  /** The key file of a service account, JSON in base64. Without it requests are anonymous. */
  readonly credential?: string;
  /** Whether the token's server may be one of plain http. */
  readonly allowInsecure: boolean;
  /** Milliseconds to wait for a connection, and for the next byte once connected. Default 15,000. */
  readonly idleTimeoutMs?: number;
}

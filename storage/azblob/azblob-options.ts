/** How to reach a prefix of a container in Azure Blob Storage. */
export interface AzblobOptions {
  /** `https://account.blob.core.windows.net`; emulators have the account in the path, `http://127.0.0.1:10000/account`. */
  readonly endpointUrl: string;
  readonly container: string;
  /** Put before every key; empty or ends with `/`, does not begin with one. */
  readonly rootPrefix: string;
  /** Without it the first label of the host. */
  readonly accountName?: string;
  /** In base64. Without it requests are anonymous. */
  readonly accountKey?: string;
  /** Milliseconds to wait for a connection, and for the next byte once connected. Default 15,000. */
  readonly idleTimeoutMs?: number;
}

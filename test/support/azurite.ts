import { AzblobClient } from '../../storage/azblob/azblob-client.js';
import { findTool, startLocalServer } from './local-server.js';

/** A real Azurite on the loopback, with its data in memory. */
export interface Azurite {
  /** With the account in its path. */
  readonly endpointUrl: string;
  readonly accountName: string;
  readonly accountKey: string;
  /** One that anybody may read, if so said. */
  createContainer(name: string, options?: { readonly isPublic: boolean }): Promise<void>;
  stop(): Promise<void>;
}

const ACCOUNT = { accountName: 'stagewiretest', accountKey: Buffer.from('a key of the tests alone').toString('base64') };

/** Starts Azurite (`npm install azurite`), or gives null where it is missing; see `findTool`. */
export async function startAzurite(whatNeedsIt: string): Promise<Azurite | null> {
  const binary = findTool({ name: 'Azurite', variable: 'STAGEWIRE_TEST_AZURITE', file: 'azurite-blob' }, whatNeedsIt);
  if (binary === null) return null;
  const { origin, stop } = await startLocalServer({
    name: 'Azurite',
    binary,
    args: (port) => Promise.resolve(['--silent', '--inMemoryPersistence', '--disableTelemetry', '--blobHost', '127.0.0.1', '--blobPort', String(port)]),
    env: { AZURITE_ACCOUNTS: `${ACCOUNT.accountName}:${ACCOUNT.accountKey}` },
    readyPath: '/',
  });
  const endpointUrl = `${origin}/${ACCOUNT.accountName}`;
  return {
    endpointUrl,
    ...ACCOUNT,
    async createContainer(container, { isPublic } = { isPublic: false }) {
      const client = new AzblobClient({ endpointUrl, container, rootPrefix: '', ...ACCOUNT });
      await client.ask({ method: 'PUT', query: { restype: 'container' }, headers: isPublic ? { 'x-ms-blob-public-access': 'container' } : {}, body: Buffer.alloc(0) });
      client.close();
    },
    stop,
  };
}

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { findTool, startLocalServer } from './local-server.js';

/** A real fake-gcs-server on the loopback, which asks for no rights, and beside it a server of tokens. */
export interface FakeGcs {
  readonly endpointUrl: string;
  /** Key file of a service account, JSON in base64. */
  readonly credential: string;
  createBucket(name: string): Promise<void>;
  stop(): Promise<void>;
}

const TOKEN = 'token-of-the-tests';

/** Starts fake-gcs-server (`go install github.com/fsouza/fake-gcs-server@latest`), or gives null where it is missing; see `findTool`. */
export async function startFakeGcs(whatNeedsIt: string): Promise<FakeGcs | null> {
  const binary = findTool({ name: 'fake-gcs-server', variable: 'STAGEWIRE_TEST_FAKE_GCS', file: 'fake-gcs-server' }, whatNeedsIt);
  if (binary === null) return null;
  const server = await startLocalServer({
    name: 'GCS',
    binary,
    args: (port, directory) => Promise.resolve([
      '-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-public-host', `127.0.0.1:${port}`, '-external-url', `http://127.0.0.1:${port}`,
      '-backend', 'filesystem', '-filesystem-root', directory, '-log-level', 'error',
    ]),
    readyPath: '/storage/v1/b',
  });
  const tokens = createServer((request, response) => {
    request.resume().on('end', () => response.end(JSON.stringify({ access_token: TOKEN, expires_in: 3600 })));
  }).listen(0, '127.0.0.1');
  await once(tokens, 'listening');
  return {
    endpointUrl: server.origin,
    credential: keyFile(`http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`),
    async createBucket(name) {
      await fetch(`${server.origin}/storage/v1/b`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) });
    },
    async stop() {
      tokens.closeAllConnections();
      tokens.close();
      await server.stop();
    },
  };
}

/** Key file of a new service account, JSON in base64. */
export function keyFile(tokenUri: string, pair = generateKeyPairSync('rsa', { modulusLength: 2048 })): string {
  const private_key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
  return Buffer.from(JSON.stringify({ type: 'service_account', client_email: 'tests@example.iam.gserviceaccount.com', private_key, token_uri: tokenUri })).toString('base64');
}

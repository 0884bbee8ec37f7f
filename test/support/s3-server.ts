import { Client } from 'minio';
import { findTool, freePort, startLocalServer } from './local-server.js';

/** A real MinIO on the loopback, with its data in a temporary directory. */
export interface S3Server {
  readonly endpointUrl: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  createBucket(name: string): Promise<void>;
  /** Ids of the multipart uploads that were begun for a key and not ended. */
  unfinishedUploads(bucket: string, key: string): Promise<string[]>;
  stop(): Promise<void>;
}

export interface S3ServerOptions {
  /** Buckets are names below these hosts, too. */
  readonly domains?: readonly string[];
  /** The one for which requests must be signed. */
  readonly region?: string;
}

const KEYS = { accessKeyId: 'stagewire-test', secretAccessKey: 'stagewire-test-secret' };

/** Starts MinIO (`go install github.com/minio/minio@latest`), or gives null where there is no binary; see `findTool`. */
export async function startS3Server(whatNeedsIt: string, { domains, region }: S3ServerOptions = {}): Promise<S3Server | null> {
  const binary = findTool({ name: 'MinIO binary', variable: 'STAGEWIRE_TEST_MINIO', file: 'minio' }, whatNeedsIt);
  if (binary === null) return null;
  const { origin, stop } = await startLocalServer({
    name: 'MinIO',
    binary,
    args: async (port, directory) => ['server', '--quiet', '--address', `127.0.0.1:${port}`, '--console-address', `127.0.0.1:${await freePort()}`, directory],
    env: {
      MINIO_ROOT_USER: KEYS.accessKeyId, MINIO_ROOT_PASSWORD: KEYS.secretAccessKey, MINIO_BROWSER: 'off', MINIO_UPDATE: 'off',
      ...(domains && { MINIO_DOMAIN: domains.join(',') }),
      ...(region !== undefined && { MINIO_SITE_REGION: region }),
    },
    readyPath: '/minio/health/ready',
  });
  const { hostname, port } = new URL(origin);
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey: KEYS.accessKeyId, secretKey: KEYS.secretAccessKey, ...(region !== undefined && { region }) });
  return {
    endpointUrl: origin,
    ...KEYS,
    createBucket: (name) => client.makeBucket(name, region),
    unfinishedUploads: async (bucket, key) => (await client.listIncompleteUploadsQuery(bucket, key, '', '', '')).uploads.map((upload) => upload.uploadId),
    stop,
  };
}

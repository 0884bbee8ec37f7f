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

const KEYS = { accessKeyId: 'stagewire-test', secretAccessKey: 'stagewire-test-secret' };

/** Starts MinIO (`go install github.com/minio/minio@latest`), or gives null where there is no binary; see `findTool`. `domain`: buckets are names below it, too. */
export async function startS3Server(whatNeedsIt: string, domain?: string): Promise<S3Server | null> {
  const binary = findTool({ name: 'MinIO binary', variable: 'STAGEWIRE_TEST_MINIO', file: 'minio' }, whatNeedsIt);
  if (binary === null) return null;
  const { origin, stop } = await startLocalServer({
    name: 'MinIO',
    binary,
    args: async (port, directory) => ['server', '--quiet', '--address', `127.0.0.1:${port}`, '--console-address', `127.0.0.1:${await freePort()}`, directory],
    env: {
      MINIO_ROOT_USER: KEYS.accessKeyId, MINIO_ROOT_PASSWORD: KEYS.secretAccessKey, MINIO_BROWSER: 'off', MINIO_UPDATE: 'off',
      ...(domain !== undefined && { MINIO_DOMAIN: domain }),
    },
    readyPath: '/minio/health/ready',
  });
  const { hostname, port } = new URL(origin);
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey: KEYS.accessKeyId, secretKey: KEYS.secretAccessKey });
  return {
    endpointUrl: origin,
    ...KEYS,
    createBucket: (name) => client.makeBucket(name),
    unfinishedUploads: async (bucket, key) => (await client.listIncompleteUploadsQuery(bucket, key, '', '', '')).uploads.map((upload) => upload.uploadId),
    stop,
  };
}

import { startS3Server, type S3Server } from '../../test/support/s3-server.js';
import { startServer, type BenchServer } from './server.js';
import { withDirectory } from './temporary.js';

const BUCKET = 'bench';

/** Runs something on a server over the directory store, which is `<directory>/store`. */
export async function withServer<T>(work: (server: BenchServer, directory: string) => Promise<T>, env: Readonly<Record<string, string>> = {}): Promise<T> {
  return withDirectory(async (directory) => {
    const server = await startServer(directory, env);
    try {
      return await work(server, directory);
    } finally {
      await server.stop();
    }
  });
}

export interface S3Place {
  readonly s3: S3Server;
  readonly bucket: string;
}

/** Runs something on a server over a bucket of a MinIO of its own, or gives null where there is no MinIO. */
export async function withS3Server<T>(what: string, work: (server: BenchServer, place: S3Place) => Promise<T>): Promise<T | null> {
  const s3 = await startS3Server(what);
  if (!s3) return null;
  try {
    await s3.createBucket(BUCKET);
    const env = {
      STAGEWIRE_STORAGE_URL: `s3://${BUCKET}/?endpoint_url=${s3.endpointUrl}&region=us-east-1`,
      STAGEWIRE_S3_ACCESS_KEY_ID: s3.accessKeyId,
      STAGEWIRE_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    };
    return await withServer((server) => work(server, { s3, bucket: BUCKET }), env);
  } finally {
    await s3.stop();
  }
}

import { Client } from 'minio';
import type { S3Server } from '../../test/support/s3-server.js';

/** A client that signs URLs, so that a peer can go to the store without us. */
export function minioClient({ endpointUrl, accessKeyId, secretAccessKey }: S3Server): Client {
  const { hostname, port } = new URL(endpointUrl);
  return new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey: accessKeyId, secretKey: secretAccessKey, region: 'us-east-1' });
}

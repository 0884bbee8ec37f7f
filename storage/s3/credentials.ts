import { AssumeRoleProvider } from 'minio/dist/esm/AssumeRoleProvider.mjs';
import { StagewireError } from '../../errors/index.js';
import type { HttpConnections } from '../http-connections.js';
import { readAnswer } from '../read-body.js';
import { parseXml, textOf, type XmlElement } from '../xml.js';
import type { Endpoint } from './endpoint.js';
import { S3ResponseError } from './s3-errors.js';
import { exchange } from './s3-exchange.js';
import type { S3Options } from './s3-options.js';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Gives the keys to sign a request with, or null for an anonymous one. */
export type Credentials = () => Promise<Keys | null>;

/** 2002 if the options do not fit together. */
export function createCredentials(options: S3Options, region: () => Promise<string>, endpoint: Endpoint, connections: HttpConnections): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, roleArn } = options;
  refuseUnsendable({ region: options.region, access_key_id: accessKeyId, session_token: sessionToken });
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new StagewireError('InvalidConfig', 'access_key_id and secret_access_key must be given together');
  }
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    if (roleArn !== undefined) throw new StagewireError('InvalidConfig', 'role_arn needs access_key_id and secret_access_key: the role is assumed with them');
    return () => Promise.resolve(null);
  }
  if (roleArn === undefined) {
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    return () => Promise.resolve(keys);
  }
  if (sessionToken !== undefined) throw new StagewireError('InvalidConfig', 'role_arn and session_token cannot be used together');
  return assumedRole({ accessKeyId, secretAccessKey }, roleArn, options.externalId, region, endpoint, connections);
}

/** These stand in headers of every request, which hold printable ASCII. RFC 9110, 5.5. */
function refuseUnsendable(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || /^[\x21-\x7E]+$/.test(value)) continue;
    throw new StagewireError('InvalidConfig', `${name} is empty or holds a character other than letters, digits and signs of ASCII`);
  }
}

function assumedRole(
  keys: Keys,
  roleArn: string,
  externalId: string | undefined,
  region: () => Promise<string>,
  endpoint: Endpoint,
  connections: HttpConnections,
): Credentials {
  let provider: Promise<BoundedAssumeRole> | undefined;
  const create = async (): Promise<BoundedAssumeRole> => {
    const name = await region();
    return new BoundedAssumeRole(connections, {
      stsEndpoint: endpoint.stsUrl(name),
      accessKey: keys.accessKeyId,
      secretKey: keys.secretAccessKey,
      region: name,
      roleArn,
      roleSessionName: 'stagewire',
      ...(externalId !== undefined && { externalId }),
    });
  };
  return async () => {
    provider ??= create().catch((error: unknown) => {
      provider = undefined;
      throw error;
    });
    const credentials = await (await provider).getCredentials().catch((error: unknown) => {
      // The provider wraps what its request threw.
      const cause = error instanceof Error ? error.cause : error;
      if (!(cause instanceof S3ResponseError)) throw cause;
      throw new StagewireError('StoragePermissionDenied', `role '${roleArn}' cannot be assumed at ${endpoint.origin}`, { cause });
    });
    return { accessKeyId: credentials.getAccessKey(), secretAccessKey: credentials.getSecretKey(), sessionToken: credentials.getSessionToken() };
  };
}

/** Sends the request through our connections, which give up on a silent service. */
class BoundedAssumeRole extends AssumeRoleProvider {
  readonly #connections: HttpConnections;

  constructor(connections: HttpConnections, options: ConstructorParameters<typeof AssumeRoleProvider>[0]) {
    super(options);
    this.#connections = connections;
  }

  /** STS API: AssumeRole. */
  override async performRequest(): ReturnType<AssumeRoleProvider['performRequest']> {
    const { requestOptions, requestData } = this.getRequestConfig();
    const host = requestOptions.hostname ?? '';
    const protocol = requestOptions.protocol === 'http:' ? 'http:' : 'https:';
    const response = await exchange(this.#connections, {
      target: {
        protocol,
        hostname: host.replace(/^\[|\]$/g, ''),
        port: Number(requestOptions.port || (protocol === 'https:' ? 443 : 80)),
        host,
        path: requestOptions.path ?? '/',
      },
      method: requestOptions.method ?? 'POST',
      headers: Object.fromEntries(Object.entries(requestOptions.headers ?? {}).map(([name, value]) => [name, String(value)])),
      body: Buffer.from(requestData),
      signal: undefined,
    });
    const credentials = find(parseXml(await readAnswer(response)), 'Credentials');
    if (!credentials) throw new Error('the answer to AssumeRole holds no credentials');
    const text = (name: string): string => textOf(credentials, name);
    return {
      AssumeRoleResponse: {
        AssumeRoleResult: {
          Credentials: {
            AccessKeyId: text('AccessKeyId'),
            SecretAccessKey: text('SecretAccessKey'),
            SessionToken: text('SessionToken'),
            Expiration: text('Expiration'),
          },
        },
      },
    };
  }
}

function find(element: XmlElement | null, name: string): XmlElement | null {
  if (!element || element.name === name) return element;
  for (const child of element.children) {
    const found = find(child, name);
    if (found) return found;
  }
  return null;
}

import { describe, expect, it } from 'vitest';
import { StagewireError } from '../../errors/index.js';
import { describeStorage } from '../../sql/storage-description.js';
import { directoryParams, parseStorageUri } from '../../sql/storage-uri.js';

const open = (uri: string, params: Record<string, string> = {}): ReturnType<typeof directoryParams> => directoryParams(parseStorageUri(uri), params);

describe('locations become stored parameters', () => {
  it('s3, with the first spelling winning and the endpoint completed', () => {
    expect(open('S3://b/in%20x/', { aws_key_id: 'old', access_key_id: 'id', aws_secret_key: 'secret', endpoint_url: 'minio.local:9000/' })).toEqual({
      type: 's3', bucket: 'b', root: '/in x/', endpoint_url: 'https://minio.local:9000', access_key_id: 'id', secret_access_key: 'secret', enable_virtual_host_style: false,
    });
    expect(open('s3://b')).toMatchObject({ root: '/', endpoint_url: 'https://s3.amazonaws.com' });
  });

  it('fs and others', () => {
    expect(open('fs:///data/in/')).toEqual({ type: 'fs', root: '/data/in/' });
    expect(open('azblob://c/p/', { endpoint_url: 'acc.blob.core.windows.net', account_key: 'k' })).toEqual({
      type: 'azblob', bucket: 'c', root: '/p/', endpoint_url: 'https://acc.blob.core.windows.net', options: { account_key: 'k' },
    });
  });

  it.each([
    ['s3://b/p', {}, 4000, "must end with '/'"],
    ['ftp://b/p/', {}, 4000, 'protocol ftp is not supported yet.'],
    ['b/p/', {}, 4000, 'is no location'],
    ['s3:///p/', {}, 4000, 'names no bucket'],
    ['/tmp/', {}, 1005, 'must use fs:///tmp/ instead of /tmp/'],
    ['file:///tmp/', {}, 1005, 'must use fs:///tmp/'],
    ['fs://tmp/', {}, 1005, 'fs locations must start with fs:///'],
    ['@s/', {}, 1005, "should not start with '@'"],
    ['s3://b/p/../q/', {}, 4000, "must not hold '..'"],
    ['https://h/d/?sig=s', {}, 4000, "'https://h/d/' of a stage must not have a query"],
    ['https://h/d?sig=100%/', {}, 4000, "Got 'https://h/d'"],
    ['https://?sig=s', {}, 4000, "'https://' names no bucket"],
    ['https://h/%zz?sig=s', {}, 4000, "'https://h/%zz' is not percent-encoded"],
    ['https:/h/d/?sig=s', {}, 4000, "'https:/h/d/' is no location"],
    ['file:///tmp/?sig=s', {}, 1005, 'must use fs:///tmp/ instead'],
    ['s3://b/%zz/', {}, 4000, 'percent'],
    ['s3://b/', { foo: 'x' }, 4000, 'expected [endpoint_url'],
    ['s3://b/', { access_key_id: 'x' }, 2002, 'must be given together'],
    ['s3://b/', { enable_virtual_host_style: 'maybe' }, 4000, 'value for enable_virtual_host_style is invalid: maybe'],
    ['azblob://c/p/', {}, 2002, 'azblob needs endpoint_url'],
    ['s3://b/', { endpoint_url: 'http://u:p@host' }, 2002, 'must not hold a user name'],
  ])('%s %j is %i', (uri, params, code, text) => {
    let error: unknown;
    try {
      open(uri, params);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StagewireError);
    expect((error as StagewireError).code).toBe(code);
    expect((error as StagewireError).text).toContain(text);
    expect((error as StagewireError).text).not.toContain('sig=');
  });

  it('a question mark is part of a path, but for web servers', () => {
    expect(open('s3://b/a?b/')).toMatchObject({ root: '/a?b/' });
    expect(parseStorageUri('https://h/a.csv?q=100%')).toMatchObject({ path: '/a.csv', query: 'q=100%', shown: 'https://h/a.csv' });
    expect(parseStorageUri('https://h?q=/')).toMatchObject({ bucket: 'h', path: '/', query: 'q=/' });
  });
});

it('a description masks secrets and orders keys', () => {
  const storage = open('s3://b/p/', { access_key_id: 'QWERTY123456', secret_access_key: 'abcd', region: 'eu' });
  expect(describeStorage(storage)).toEqual({
    storageType: 's3',
    url: 's3://b/p/',
    endpoint: 'https://s3.amazonaws.com',
    hasCredentials: true,
    hasEncryptionKey: false,
    params: '{"access_key_id":"QW***56","bucket":"b","enable_virtual_host_style":false,"endpoint_url":"https://s3.amazonaws.com","region":"eu","root":"/p/","secret_access_key":"***","type":"S3"}',
  });
});

import type { NewStage } from '../../catalog/index.js';
import { openCatalog, type Catalog, type CatalogOptions } from '../../catalog/index.js';
import { silentLog } from './logger.js';

/** A catalog at the URL, with a key and an instance of its own unless given. */
export function openTestCatalog(url: string, options: Partial<CatalogOptions> = {}): Promise<Catalog> {
  return openCatalog({ url, secretKey: 'a key for tests', instanceId: 'instance-1', log: silentLog, poolSize: 5, ...options });
}

/** An internal stage unless `storage` is given. */
export function newStage(name: string, changes: Partial<NewStage> = {}): NewStage {
  return {
    name,
    storage: null,
    fileFormat: { type: 'CSV', options: { field_delimiter: ',', record_delimiter: '\0', skip_header: 1, null_if: ['', 'NULL'] } },
    copyOptions: { on_error: 'abort', size_limit: 10, purge: false },
    comment: '',
    creator: `'root'@'%'`,
    owner: null,
    grantTo: null,
    ...changes,
  };
}

export const s3Storage = {
  type: 's3',
  bucket: 'raw',
  root: '/in/',
  endpoint_url: 'http://127.0.0.1:9000',
  access_key_id: 'AKIA-CLEARTEXT-ID',
  secret_access_key: 'cleartext-secret-access-key',
  enable_virtual_host_style: false,
} as const;

import type { Row } from './system-table.js';

/** The name of our one storage engine. */
export const ENGINE_NAME = 'STAGEWIRE';

/** Rows of ENGINES and SHOW ENGINES. */
export const ENGINE_ROWS: readonly Row[] = [
  { ENGINE: ENGINE_NAME, SUPPORT: 'DEFAULT', COMMENT: 'Staged files, queried in place', TRANSACTIONS: 'NO', XA: 'NO', SAVEPOINTS: 'NO' },
];

const plugin = (name: string, type: string, description: string): Row => ({
  PLUGIN_NAME: name, PLUGIN_VERSION: '1.0', PLUGIN_STATUS: 'ACTIVE', PLUGIN_TYPE: type, PLUGIN_TYPE_VERSION: '1.0',
  PLUGIN_AUTHOR: 'Stagewire', PLUGIN_DESCRIPTION: description, PLUGIN_LICENSE: 'Apache-2.0', LOAD_OPTION: 'FORCE',
});

/** Rows of PLUGINS and SHOW PLUGINS: what in MySQL would be plugins and here is built in. */
export const PLUGIN_ROWS: readonly Row[] = [
  plugin('mysql_native_password', 'AUTHENTICATION', 'Native MySQL authentication'),
  plugin('caching_sha2_password', 'AUTHENTICATION', 'Caching SHA-2 authentication'),
  plugin(ENGINE_NAME, 'STORAGE ENGINE', 'Staged files, queried in place'),
];

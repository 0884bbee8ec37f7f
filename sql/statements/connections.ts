import { StagewireError } from '../../errors/index.js';
import { connectionParams, ifExists, ifNotExists, orReplace, showNarrowing, type IfExists, type ShowNarrowing } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import { objectName } from '../grammar/object-name.js';
import { bareOptions } from '../grammar/options.js';
import { normalizeConnectionParams, schemeRule, type ConnectionParams } from '../storage-uri.js';
import { syntaxError } from '../syntax-error.js';

export interface CreateConnection {
  readonly kind: 'create-connection';
  readonly name: string;
  readonly ifExists: IfExists;
  readonly storageType: string;
  readonly params: ConnectionParams;
}

/** `CREATE [OR REPLACE] CONNECTION [IF NOT EXISTS] <name> STORAGE_TYPE = '<type>' [<key> = '<value>' …]` */
export function parseCreateConnection(cursor: Cursor): CreateConnection {
  cursor.expect('CREATE');
  const replace = orReplace(cursor);
  cursor.expect('CONNECTION');
  const existing = ifNotExists(cursor, replace);
  const name = objectName(cursor, 'a connection name');
  if (!cursor.isWord('STORAGE_TYPE')) throw cursor.unexpected('STORAGE_TYPE');
  const at = cursor.token;
  const { storage_type: type = '', ...params } = connectionParams(bareOptions(cursor));
  cursor.expectEnd();
  if (type === '') throw syntaxError(cursor.sql, at, 'STORAGE_TYPE must not be empty');
  if (params['connection_name'] !== undefined) throw new StagewireError('StorageOther', 'can not use connection_name when create connection');
  const storageType = type.toLowerCase();
  return { kind: 'create-connection', name, ifExists: existing, storageType, params: normalizeConnectionParams(schemeRule(storageType), params) };
}

export interface DropConnection {
  readonly kind: 'drop-connection';
  readonly name: string;
  readonly ifExists: boolean;
}

/** `DROP CONNECTION [IF EXISTS] <name>` */
export function parseDropConnection(cursor: Cursor): DropConnection {
  cursor.expect('DROP', 'CONNECTION');
  const lenient = ifExists(cursor);
  const name = objectName(cursor, 'a connection name');
  cursor.expectEnd();
  return { kind: 'drop-connection', name, ifExists: lenient };
}

export interface DescribeConnection {
  readonly kind: 'describe-connection';
  readonly name: string;
}

/** `{DESC | DESCRIBE} CONNECTION <name>` */
export function parseDescribeConnection(cursor: Cursor): DescribeConnection {
  if (cursor.takeOneOf('DESC', 'DESCRIBE') === null) throw cursor.unexpected('DESCRIBE');
  cursor.expect('CONNECTION');
  const name = objectName(cursor, 'a connection name');
  cursor.expectEnd();
  return { kind: 'describe-connection', name };
}

export interface ShowConnections extends ShowNarrowing {
  readonly kind: 'show-connections';
}

/** `SHOW CONNECTIONS [LIKE … | WHERE …] [LIMIT n]` */
export function parseShowConnections(cursor: Cursor): ShowConnections {
  cursor.expect('SHOW', 'CONNECTIONS');
  return { kind: 'show-connections', ...showNarrowing(cursor) };
}

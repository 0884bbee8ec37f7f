import { StagewireError } from '../../errors/index.js';
import { formatTypeOf, type FileFormat } from '../../sql/file-format.js';
import { buildFileFormat } from '../../sql/file-format-options.js';
import type { UriClause } from '../../sql/grammar/clauses.js';
import type { FileFormatClause } from '../../sql/grammar/file-format.js';
import type { StorageParams } from '../../sql/storage-params.js';
import { directoryParams, parseStorageUri, schemeRule } from '../../sql/storage-uri.js';
import type { StatementContext } from './context.js';

/** The format itself: a named one is copied, and a type word names that type with its defaults. 2507 for an unknown name. */
export async function resolveFileFormat(clause: FileFormatClause, { services }: StatementContext): Promise<FileFormat> {
  if (clause.kind === 'inline') return clause.format;
  if (formatTypeOf(clause.name) !== null) return buildFileFormat(clause.name, new Map());
  const named = await services.catalog.fileFormats.get(clause.name);
  if (!named) throw unknownFileFormat(clause.name);
  return named.format;
}

export function unknownFileFormat(name: string): StagewireError {
  return new StagewireError('UnknownFileFormat', `Unknown UserDefinedFileFormat '${name}'; SHOW FILE FORMATS lists them`);
}

/** The parameters of an external location; those of a named connection are copied. 2510 for an unknown one. */
export async function resolveLocation(clause: UriClause, { services }: StatementContext): Promise<StorageParams> {
  const uri = parseStorageUri(clause.uri);
  if (clause.connectionName === null) return directoryParams(uri, clause.params);
  const connection = await services.catalog.connections.get(clause.connectionName);
  if (!connection) throw unknownConnection(clause.connectionName);
  if (schemeRule(connection.storageType).type !== schemeRule(uri.scheme).type) {
    throw new StagewireError('StorageOther', `protocol from connection_name=${connection.name} (${connection.storageType}) not match with uri protocol (${uri.scheme}).`);
  }
  return directoryParams(uri, connection.params);
}

export function unknownConnection(name: string): StagewireError {
  return new StagewireError('UnknownConnection', `Connection '${name}' does not exist.`);
}

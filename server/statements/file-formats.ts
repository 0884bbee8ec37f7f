import type { FileFormatRecord } from '../../catalog/index.js';
import { StagewireError } from '../../errors/index.js';
import { formatAsSql } from '../../sql/file-format.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { DONE, identityText, type Handler } from './context.js';
import { createNamed } from './existing.js';
import { narrow } from './narrow.js';

export const createFileFormat: Handler<'create-file-format'> = async ({ name, ifExists, format }, { services, session }) => {
  const { fileFormats } = services.catalog;
  const record = { name, format, creator: identityText(session.identity.user) };
  await createNamed(ifExists, 'FileFormatAlreadyExists', {
    create: () => fileFormats.create(record),
    replace: () => fileFormats.createOrReplace(record),
  });
  return DONE;
};

export const dropFileFormat: Handler<'drop-file-format'> = async ({ name, ifExists }, { services }) => {
  if (!(await services.catalog.fileFormats.delete(name)) && !ifExists) {
    throw new StagewireError('UnknownFileFormat', `Unknown UserDefinedFileFormat '${name}'; SHOW FILE FORMATS lists them`);
  }
  return DONE;
};

const COLUMNS: readonly ColumnDefinition<FileFormatRecord>[] = [
  { name: 'name', type: 'varchar', of: ({ name }) => name },
  { name: 'format_options', type: 'varchar', of: ({ format }) => formatAsSql(format) },
];

export const showFileFormats: Handler<'show-file-formats'> = async (statement, context) =>
  narrow(smallRelation(COLUMNS, await context.services.catalog.fileFormats.list()), statement, context);

import type { FileFormatRecord } from '../../catalog/index.js';
import { formatAsSql, type FileFormat, type FormatOptionValue } from '../../sql/file-format.js';
import { buildFileFormat, changeFileFormat } from '../../sql/file-format-options.js';
import type { AlterFileFormat } from '../../sql/statements/file-formats.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { identityText } from '../privileges/identity-text.js';
import { DONE, type Handler } from './context.js';
import { createNamed } from './existing.js';
import { narrow } from './narrow.js';
import { unknownFileFormat } from './resolve-clauses.js';

export const createFileFormat: Handler<'create-file-format'> = async ({ name, ifExists, format }, { services, session }) => {
  const { fileFormats } = services.catalog;
  const record = { name, format, creator: identityText(session.identity.user) };
  await createNamed(ifExists, 'FileFormatAlreadyExists', {
    create: () => fileFormats.create(record),
    replace: () => fileFormats.createOrReplace(record),
  });
  return DONE;
};

export const alterFileFormat: Handler<'alter-file-format'> = async ({ name, ifExists, change }, { services }) => {
  const { fileFormats } = services.catalog;
  const found = change.kind === 'rename' ? await fileFormats.rename(name, change.to) : await fileFormats.update(name, (present) => changed(present, change));
  if (!found && !ifExists) throw unknownFileFormat(name);
  return DONE;
};

function changed(present: FileFormat, change: Exclude<AlterFileFormat['change'], { kind: 'rename' }>): FileFormat {
  return change.kind === 'unset'
    ? changeFileFormat(present, new Map(), change.keys)
    : changeFileFormat(present, new Map(change.options.map(({ key, value }) => [key, value])), []);
}

export const dropFileFormat: Handler<'drop-file-format'> = async ({ name, ifExists }, { services }) => {
  if (!(await services.catalog.fileFormats.delete(name)) && !ifExists) throw unknownFileFormat(name);
  return DONE;
};

const COLUMNS: readonly ColumnDefinition<FileFormatRecord>[] = [
  { name: 'name', type: 'varchar', of: ({ name }) => name },
  { name: 'format_options', type: 'varchar', of: ({ format }) => formatAsSql(format) },
];

export const showFileFormats: Handler<'show-file-formats'> = async (statement, context) =>
  narrow(smallRelation(COLUMNS, await context.services.catalog.fileFormats.list()), statement, context);

interface Property {
  readonly name: string;
  readonly value: FormatOptionValue;
  readonly standard: FormatOptionValue | null;
}

const PROPERTY_COLUMNS: readonly ColumnDefinition<Property>[] = [
  { name: 'property', type: 'varchar', of: ({ name }) => name.toUpperCase() },
  { name: 'property_type', type: 'varchar', of: ({ value }) => typeName(value) },
  { name: 'property_value', type: 'varchar', of: ({ value }) => propertyText(value) },
  { name: 'property_default', type: 'varchar', nullable: true, of: ({ standard }) => standard === null ? null : propertyText(standard) },
];

/** A row per option, with the type first. */
export const describeFileFormat: Handler<'describe-file-format'> = async ({ name }, { services }) => {
  const record = await services.catalog.fileFormats.get(name);
  if (!record) throw unknownFileFormat(name);
  const { type, options } = record.format;
  const standards = buildFileFormat(type, new Map()).options;
  const properties = Object.entries(options).map(([key, value]): Property => ({ name: key, value, standard: standards[key] ?? null }));
  return { kind: 'rows', ...smallRelation(PROPERTY_COLUMNS, [{ name: 'type', value: type, standard: null }, ...properties]) };
};

function typeName(value: FormatOptionValue): string {
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number') return 'Integer';
  return typeof value === 'string' ? 'String' : 'List';
}

function propertyText(value: FormatOptionValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

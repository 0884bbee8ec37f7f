import { StagewireError } from '../../errors/index.js';
import type { MetadataContext, ObjectFilter, SchemaObject } from './schema-object.js';

export const EVERYTHING: ObjectFilter = { databases: null, names: null };

/** The tables and views that the session's user may see. */
export async function* schemaObjects(context: MetadataContext, filter: ObjectFilter): AsyncGenerator<SchemaObject> {
  const isWanted = { database: matcher(filter.databases), name: matcher(filter.names) };
  for (const source of context.services.objectSources) {
    for await (const object of source.objects(context, filter)) {
      if (isWanted.database(object.database) && isWanted.name(object.name)) yield object;
    }
  }
}

/** One table or view; an exact match is preferred to one that differs in case. Null when there is none. */
export async function schemaObject(context: MetadataContext, database: string, name: string): Promise<SchemaObject | null> {
  let found: SchemaObject | null = null;
  for await (const object of schemaObjects(context, { databases: [database], names: [name] })) {
    if (object.name === name) return object;
    found ??= object;
  }
  return found;
}

/** Throws 1146. */
export async function existingObject(context: MetadataContext, database: string, name: string): Promise<SchemaObject> {
  const object = await schemaObject(context, database, name);
  if (!object) throw unknownTable(database, name);
  return object;
}

export function unknownTable(database: string, name: string): StagewireError {
  return new StagewireError('UnknownTable', `Unknown table '${database}.${name}'`);
}

function matcher(names: readonly string[] | null): (name: string) => boolean {
  if (names === null) return () => true;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return (name) => wanted.has(name.toLowerCase());
}

import { StagewireError } from '../../../errors/index.js';
import { bigEndianInteger, dateText, decimalText, jsonDouble, timestampText, timeText } from '../json-text.js';

/** Writes a value of an Avro type, as the decoder gives it, as JSON. */
export type Writer = (value: unknown) => string;

/** A schema as it stands in a file (Avro specification, Schema Declaration). */
type Schema = string | readonly Schema[] | { readonly type: Schema; readonly [attribute: string]: unknown };

type NamedSchemas = Map<string, Writer>;

const text = JSON.stringify as (value: unknown) => string;
const hex = (value: unknown): string => text(Buffer.from(value as Uint8Array).toString('hex').toUpperCase());

const PRIMITIVES: Readonly<Record<string, Writer>> = {
  null: () => 'null',
  boolean: (value) => String(value),
  int: (value) => String(value),
  long: (value) => String(value),
  float: (value) => jsonDouble(Math.fround(value as number)),
  double: (value) => jsonDouble(value as number),
  string: text,
  bytes: hex,
};

const whole = (value: unknown): bigint => BigInt(value as number | bigint);

/** What logical types make of a value (Avro specification, Logical Types). */
const LOGICAL: Readonly<Record<string, (attributes: Readonly<Record<string, unknown>>) => Writer>> = {
  date: () => (value) => text(dateText(Number(value))),
  'time-millis': () => (value) => text(timeText(whole(value) * 1000n)),
  'time-micros': () => (value) => text(timeText(whole(value))),
  'timestamp-millis': () => (value) => text(timestampText(whole(value) * 1000n)),
  'timestamp-micros': () => (value) => text(timestampText(whole(value))),
  'local-timestamp-millis': () => (value) => text(timestampText(whole(value) * 1000n)),
  'local-timestamp-micros': () => (value) => text(timestampText(whole(value))),
  // Finer digits than those of microseconds are cut.
  'timestamp-nanos': () => (value) => text(timestampText(whole(value) / 1000n)),
  'local-timestamp-nanos': () => (value) => text(timestampText(whole(value) / 1000n)),
  decimal: ({ scale }) => (value) => decimalText(bigEndianInteger(value as Uint8Array), typeof scale === 'number' ? scale : 0),
};

/** The writer of the records of a file. 1046 unless the root is a record. */
export function recordWriter(schemaText: string, useLogicalTypes: boolean): Writer {
  const schema = JSON.parse(schemaText) as Schema;
  if (typeof schema === 'string' || Array.isArray(schema) || (schema as { type: Schema }).type !== 'record') {
    throw new StagewireError('BadBytes', 'Wrong root type of an AVRO file: it must be a record');
  }
  return writerOf(schema, '', new Map(), useLogicalTypes);
}

function writerOf(schema: Schema, namespace: string, named: NamedSchemas, useLogical: boolean): Writer {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? reference(schema, namespace, named);
  if (isUnion(schema)) return unionWriter(schema, namespace, named, useLogical);
  const { type, logicalType } = schema;
  const logical = useLogical && typeof logicalType === 'string' ? LOGICAL[logicalType]?.(schema) : undefined;
  switch (type) {
    case 'record':
    case 'error':
      return recordOf(schema, namespace, named, useLogical);
    case 'enum':
      return remembered(schema, namespace, named, text);
    case 'fixed':
      return remembered(schema, namespace, named, logical ?? hex);
    case 'array': {
      const item = writerOf(schema['items'] as Schema, namespace, named, useLogical);
      return (value) => `[${(value as unknown[]).map(item).join(',')}]`;
    }
    case 'map': {
      const item = writerOf(schema['values'] as Schema, namespace, named, useLogical);
      return (value) => objectText(Object.entries(value as Record<string, unknown>).map(([key, entry]) => [key, item(entry)]));
    }
    default:
      return logical ?? writerOf(type, namespace, named, useLogical);
  }
}

const isUnion = (schema: Schema): schema is readonly Schema[] => Array.isArray(schema);

function reference(name: string, namespace: string, named: NamedSchemas): Writer {
  const full = fullName(name, namespace);
  // Looked up when it is used: a type may hold itself.
  return (value) => {
    const writer = named.get(full) ?? named.get(name);
    if (!writer) throw new StagewireError('BadBytes', `the schema of an AVRO file names an unknown type '${name}'`);
    return writer(value);
  };
}

function recordOf(schema: Schema & { readonly type: Schema }, namespace: string, named: NamedSchemas, useLogical: boolean): Writer {
  const attributes = schema as Readonly<Record<string, unknown>>;
  const inner = namespaceOf(attributes, namespace);
  let fields: readonly { readonly name: string; readonly key: string; readonly write: Writer }[] = [];
  const writer: Writer = (value) => `{${fields.map(({ name, key, write }) => `${key}:${write((value as Record<string, unknown>)[name])}`).join(',')}}`;
  named.set(fullName(String(attributes['name']), inner), writer);
  fields = (attributes['fields'] as readonly { readonly name: string; readonly type: Schema }[])
    .map(({ name, type }) => ({ name, key: text(name), write: writerOf(type, inner, named, useLogical) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return writer;
}

function remembered(schema: Schema & { readonly type: Schema }, namespace: string, named: NamedSchemas, writer: Writer): Writer {
  const attributes = schema as Readonly<Record<string, unknown>>;
  named.set(fullName(String(attributes['name']), namespaceOf(attributes, namespace)), writer);
  return writer;
}

/** The decoder wraps a value of a union in an object with the name of its branch. */
function unionWriter(branches: readonly Schema[], namespace: string, named: NamedSchemas, useLogical: boolean): Writer {
  const writers = new Map(branches.map((branch) => [branchName(branch, namespace), writerOf(branch, namespace, named, useLogical)]));
  return (value) => {
    if (value === null) return 'null';
    const [entry] = Object.entries(value as Record<string, unknown>);
    const writer = entry && writers.get(entry[0]);
    if (!writer) throw new StagewireError('BadBytes', `a value of an AVRO file has no branch of its union`);
    return writer(entry[1]);
  };
}

function branchName(schema: Schema, namespace: string): string {
  if (typeof schema === 'string') return schema in PRIMITIVES ? schema : fullName(schema, namespace);
  if (isUnion(schema)) return 'union';
  const { name, type } = schema as { readonly name?: unknown; readonly type: Schema };
  if (typeof name === 'string') return fullName(name, namespaceOf(schema, namespace));
  return typeof type === 'string' ? type : branchName(type, namespace);
}

function namespaceOf({ name, namespace }: Readonly<Record<string, unknown>>, outer: string): string {
  const full = String(name);
  if (full.includes('.')) return full.slice(0, full.lastIndexOf('.'));
  return typeof namespace === 'string' ? namespace : outer;
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function objectText(entries: readonly (readonly [string, string])[]): string {
  return `{${[...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${text(key)}:${value}`).join(',')}}`;
}

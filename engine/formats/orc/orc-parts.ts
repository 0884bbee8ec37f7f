import { closeSync, openSync } from 'node:fs';
import { loadZstd } from '../../compression/zstd-block.js';
import type { FileRange } from '../../sources/source-file.js';
import type { OrcField, OrcType } from './schema.js';
import { Stripe } from './stripe.js';
import { readTail } from './tail.js';

export interface OrcParts {
  /** A local file, of which the tail must be there, and for streams the footers of the stripes. */
  readonly source: string;
  /** Names of columns; null for all. */
  readonly columns: readonly string[] | null;
  readonly what: 'stripe footers' | 'streams';
}

/** Where the parts of an ORC file are that are needed to read some of its columns. 1046 for a damaged file and 1002 for what can't be read, without its name. */
export async function orcParts({ source, columns, what }: OrcParts): Promise<readonly FileRange[]> {
  await loadZstd();
  const descriptor = openSync(source, 'r');
  try {
    const file = readTail(descriptor);
    if (what === 'stripe footers') {
      const footers = file.stripes.map(({ offset, indexLength, dataLength, footerLength }) => ({ offset: offset + indexLength + dataLength, length: footerLength }));
      return footers.filter(({ length }) => length > 0);
    }
    const wanted = new Set(file.fields.filter(({ name }) => columns === null || columns.includes(name)).flatMap(columnsOf));
    return file.stripes.flatMap((information) => new Stripe(file, information).rangesOf(wanted));
  } finally {
    closeSync(descriptor);
  }
}

/** The numbers of a column and of its parts. */
const columnsOf = ({ type }: Pick<OrcField, 'type'>): readonly number[] => [type.column, ...partsOf(type).flatMap((part) => columnsOf({ type: part }))];

function partsOf(type: OrcType): readonly OrcType[] {
  switch (type.kind) {
    case 'list':
      return [type.item];
    case 'map':
      return [type.key, type.value];
    case 'struct':
      return type.fields.map((field) => field.type);
    case 'union':
      return type.variants;
    default:
      return [];
  }
}

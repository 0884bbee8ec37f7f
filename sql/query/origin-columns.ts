import type { ColumnOrigin } from '../relation.js';

/** A column of a table or a query, and where it comes from; null where it is computed. */
export interface OriginColumn {
  readonly name: string;
  readonly origin: ColumnOrigin | null;
}

/** The columns of a table or a query, as far as they are known without its data. */
export interface OriginColumns {
  /** In their order; null where only the data tell which there are. */
  readonly list: readonly OriginColumn[] | null;
  /** Where the column of a name comes from, null if it is computed; undefined if there is no such column. Case does not count. */
  readonly find: (name: string) => ColumnOrigin | null | undefined;
}

/** Columns all of which are known. */
export function listedColumns(list: readonly OriginColumn[]): OriginColumns {
  return {
    list,
    find(name) {
      const lower = name.toLowerCase();
      return list.find((column) => column.name.toLowerCase() === lower)?.origin;
    },
  };
}

/** Columns of which every name may be one. */
export function openColumns(find: (name: string) => ColumnOrigin | null | undefined): OriginColumns {
  return { list: null, find };
}

/** The columns of a table of which only this is known. */
export function columnsOfTable(table: Pick<ColumnOrigin, 'table' | 'originalTable'>): OriginColumns {
  return openColumns((name) => ({ database: '', ...table, originalName: name, isNotNull: false, characters: null }));
}

/** The same columns, each of whose origins is changed. */
export function mapOrigins({ list, find }: OriginColumns, change: (origin: ColumnOrigin) => ColumnOrigin): OriginColumns {
  if (list !== null) return listedColumns(list.map(({ name, origin }) => ({ name, origin: origin && change(origin) })));
  return openColumns((name) => {
    const origin = find(name);
    return origin && change(origin);
  });
}

export const nullable = (origin: ColumnOrigin): ColumnOrigin => (origin.isNotNull ? { ...origin, isNotNull: false } : origin);

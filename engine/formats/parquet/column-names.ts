import { StagewireError } from '../../../errors/index.js';
import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import { grouped } from '../../grouped.js';
import type { FileColumn } from './schema.js';

/** A column of a file, and what queries call it. */
export interface NamedColumn extends FileColumn {
  readonly sqlName: string;
}

/**
 * What queries call the columns of a file. Names that are asked for without quotes match in any case, others exactly: 1065 for one that
 * matches several columns, or none for its letters.
 */
export function namedColumns(columns: readonly FileColumn[], { asked }: ColumnUse): readonly NamedColumn[] {
  const alike = grouped(columns, ({ name }) => name.toLowerCase());
  for (const name of asked?.certain ?? []) {
    const found = alike.get(name.toLowerCase());
    if (found && !found.some((column) => column.name === name)) throw new StagewireError('SemanticError', `column ${name} doesn't exist; a name in quotes matches exactly, and there is ${listed(found)}`, UNKNOWN_COLUMN);
  }
  return columns.map((column) => {
    const same = alike.get(column.name.toLowerCase()) ?? [];
    if (same.length > 1 && asked?.folded.has(column.name.toLowerCase()) === true) {
      throw new StagewireError('SemanticError', `column ${column.name.toLowerCase()} is ambiguous: the file has ${listed(same)}; write the name in quotes`, AMBIGUOUS_COLUMN);
    }
    if (asked?.exact.has(column.name) === true && same.filter(({ name }) => name === column.name).length > 1) {
      throw new StagewireError('SemanticError', `column ${column.name} is ambiguous: the file has several of that name`, AMBIGUOUS_COLUMN);
    }
    const sqlName = same.length < 2 ? column.readAs : asked?.exact.get(column.name) ?? unasked(column, same, asked?.exact);
    return { ...column, sqlName };
  });
}

/** Of a column that nobody names, for `*`: its own name, unless another one is asked for by a name that DuckDB takes for the same. */
function unasked(column: FileColumn, same: readonly FileColumn[], exact: ReadonlyMap<string, string> | undefined): string {
  const isOther = same.some(({ name }) => exact?.get(name)?.toLowerCase() === column.readAs.toLowerCase());
  return isOther ? `${column.name}_${same.indexOf(column) + 1}` : column.readAs;
}

const listed = (columns: readonly FileColumn[]): string => columns.map(({ name }) => `\`${name}\``).join(' and ');

const UNKNOWN_COLUMN = { mysql: { errno: 1054, sqlState: '42S22' } };
const AMBIGUOUS_COLUMN = { mysql: { errno: 1052, sqlState: '23000' } };

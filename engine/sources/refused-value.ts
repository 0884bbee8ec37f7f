import { StagewireError } from '../../errors/index.js';
import { asWritten, metadataColumn } from '../../sql/query/column-positions.js';
import { quoteName, quoteText } from '../../sql/query/quoting.js';
import { readerOf } from '../formats/readers.js';
import type { ScanContext } from '../formats/reader.js';
import type { StagedTable } from './staged-table.js';

/** A text that a cast refused, and the column that was cast, if it was one as it is. */
interface RefusedValue {
  readonly text: string;
  readonly column: string | null;
}

/** What DuckDB says of texts that are no value of another type. */
const REFUSALS = [
  /^Conversion Error: Could not convert string ''(.*)', neither true nor false,' to BOOL/s,
  /^Conversion Error: Could not convert string '(.*)' to /s,
  /^Conversion Error: Could not convert string "(.*)" to /s,
  /^Conversion Error: (?:invalid \w+ field format|\w+ field value out of range): "(.*)", expected format is /s,
];

/** No more is searched for the place of a value. */
const MOST_FILES = 2_000;
const MOST_BYTES = 2 * 1024 ** 3;

function refusedValue(message: string): RefusedValue | null {
  for (const refusal of REFUSALS) {
    const text = refusal.exec(message)?.[1];
    if (text !== undefined) return { text, column: / when casting from source column (.+?)\.?$/m.exec(message)?.[1] ?? null };
  }
  return null;
}

/**
 * `translated`, with the first place in the staged files where the value stands that DuckDB could not cast, if `error` is about
 * one and it is found. Searches the files once more.
 */
export async function withPlaceOfValue(translated: unknown, error: unknown, tables: readonly StagedTable[], context: ScanContext): Promise<unknown> {
  const refused = error instanceof Error && translated instanceof StagewireError ? refusedValue(error.message) : null;
  if (refused === null) return translated;
  for (const table of tables.filter(mayBeSearched)) {
    const place = await placeIn(table, refused, context).catch((reason: unknown) => {
      // Nobody waits for it any more. What else can't be read is not what the statement ended with.
      if (context.files.signal.aborted) throw reason;
      return null;
    });
    if (place !== null) return placed(translated as StagewireError, refused, place);
  }
  return translated;
}

interface Place {
  readonly column: string;
  /** The file, with the line or the number of the row in it. */
  readonly where: string;
}

/** Only of a column that was cast as it is the place is known to be the one; elsewhere the value stands there, at least. */
function placed({ kind, text, mysql, cause }: StagewireError, refused: RefusedValue, { column, where }: Place): StagewireError {
  const told = column === refused.column ? `${text}, at ${where}` : `${text} ('${refused.text}' stands in column ${asWritten(column)} of ${where})`;
  return new StagewireError(kind, told, { cause, mysql });
}

const mayBeSearched = ({ files }: StagedTable): boolean => files.length <= MOST_FILES && files.reduce((bytes, { size }) => bytes + size, 0) <= MOST_BYTES;

async function placeIn(table: StagedTable, { text, column }: RefusedValue, context: ScanContext): Promise<Place | null> {
  const reader = readerOf(table.format.type);
  const files = table.files.filter(({ size }) => size > 0);
  const scan = await reader.scan({ ...table, files, use: { ...table.use, metadata: ['metadata$filename', 'metadata$file_row_number'] } }, context);
  const columns = searchable(await context.ask(`DESCRIBE ${scan}`));
  const asked = columns.some(({ name }) => name === column) ? columns.filter(({ name }) => name === column) : columns;
  if (asked.length === 0) return null;
  const holds = asked.map(({ name, type }) => (type === 'JSON' ? `contains(CAST(${quoteName(name)} AS VARCHAR), ${quoteText(JSON.stringify(text))})` : `${quoteName(name)} = ${quoteText(text)}`));
  const which = asked.map(({ name }, index) => `WHEN ${holds[index] ?? ''} THEN ${quoteText(name)}`).join(' ');
  const [found] = await context.ask(`SELECT "metadata$filename" AS file, "metadata$file_row_number" AS row, CASE ${which} END AS "column" FROM (${scan}) WHERE ${holds.join(' OR ')} LIMIT 1`);
  const file = files.find(({ name }) => name === found?.['file']);
  if (!found || !file) return null;
  const row = Number(found['row']);
  const line = await reader.lineOf?.(file, row, table, context);
  return { column: String(found['column']), where: `file '${file.name}', ${line === undefined ? `metadata$file_row_number ${row}` : `line ${line}`}` };
}

function searchable(described: readonly Readonly<Record<string, unknown>>[]): readonly { readonly name: string; readonly type: string }[] {
  return described
    .map((column) => ({ name: String(column['column_name']), type: String(column['column_type']) }))
    .filter(({ name, type }) => (type === 'VARCHAR' || type === 'JSON') && metadataColumn(name) === null);
}

/** The metadata columns of staged files (Databend: Query & Transform, METADATA columns). */
export const METADATA_COLUMNS = [
  'metadata$filename', 'metadata$file_row_number', 'metadata$file_path', 'metadata$file_basename', 'metadata$file_content_key', 'metadata$file_last_modified',
] as const;
export type MetadataColumn = (typeof METADATA_COLUMNS)[number];

export function metadataColumn(name: string): MetadataColumn | null {
  const lower = name.toLowerCase();
  return METADATA_COLUMNS.find((column) => column === lower) ?? null;
}

/** The name under which the column at a position, from 1, is known to the engine and in results. */
export function positionName(position: number): string {
  return `_$${position}`;
}

/** The position of a column of that name, or null. */
export function positionOfName(name: string): number | null {
  const [, digits] = /^_\$(\d{1,6})$/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** A text with the positions in it as queries have them, `$1`. */
export function asWritten(text: string): string {
  return text.replaceAll(/\b_(\$\d+)/g, '$1');
}

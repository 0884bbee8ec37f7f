export const FORMAT_TYPES = ['CSV', 'TEXT', 'NDJSON', 'JSON', 'PARQUET', 'ORC', 'AVRO', 'ARROW', 'ARROW_STREAM', 'LANCE', 'XML'] as const;
export type FormatType = (typeof FORMAT_TYPES)[number];

export type FormatOptionValue = string | number | boolean | readonly string[];

/** A file format with every option of its type set, defaults included; keys are lower-case option names. */
export interface FileFormat {
  readonly type: FormatType;
  readonly options: Readonly<Record<string, FormatOptionValue>>;
}

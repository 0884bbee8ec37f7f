/** A column that files seem to have. */
export interface InferredColumn {
  readonly name: string;
  /** SQL name in capitals, such as `BIGINT` or `TUPLE(A INT64)`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly files: readonly string[];
}

/** The columns of one file. */
export interface FileColumns {
  readonly file: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
}

/** The columns of all files in order of appearance; `merge` decides about a name that has two types. */
export function mergeColumns(files: readonly FileColumns[], merge: (a: string, b: string, name: string) => string): readonly InferredColumn[] {
  const merged = new Map<string, { type: string; nullable: boolean; files: string[] }>();
  for (const { file, columns } of files) {
    for (const { name, type, nullable } of columns) {
      const known = merged.get(name);
      if (!known) {
        merged.set(name, { type, nullable, files: [file] });
        continue;
      }
      if (known.type !== type) known.type = merge(known.type, type, name);
      known.nullable ||= nullable;
      if (known.files.at(-1) !== file) known.files.push(file);
    }
  }
  return [...merged].map(([name, column]) => ({ name, ...column }));
}

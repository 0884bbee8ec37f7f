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

/** The columns of all files in order of appearance; `merge` decides about a name that has two types. Columns of one file that share a name remain several. */
export function mergeColumns(files: readonly FileColumns[], merge: (a: string, b: string, name: string) => string): readonly InferredColumn[] {
  const merged = new Map<string, { readonly name: string; type: string; nullable: boolean; files: string[] }>();
  for (const { file, columns } of files) {
    const seen = new Map<string, number>();
    for (const { name, type, nullable } of columns) {
      const before = seen.get(name) ?? 0;
      seen.set(name, before + 1);
      const key = JSON.stringify([name, before]);
      const known = merged.get(key);
      if (!known) {
        merged.set(key, { name, type, nullable, files: [file] });
        continue;
      }
      if (known.type !== type) known.type = merge(known.type, type, name);
      known.nullable ||= nullable;
      if (known.files.at(-1) !== file) known.files.push(file);
    }
  }
  return [...merged.values()];
}

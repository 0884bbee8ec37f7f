/** At least one file. */
export type Group<File> = readonly [File, ...File[]];

/** A SELECT over files: one scan for all that follow each other and are read in the same way, so that rows come in the order of the files. */
export function scanInGroups<File>(files: readonly File[], isReadLike: (one: File, other: File) => boolean, scan: (group: Group<File>) => string): string {
  const groups: [File, ...File[]][] = [];
  for (const file of files) {
    const group = groups.at(-1);
    if (group && isReadLike(file, group[0])) group.push(file);
    else groups.push([file]);
  }
  return groups.map(scan).join(' UNION ALL ');
}

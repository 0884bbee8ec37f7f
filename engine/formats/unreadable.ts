import { StagewireError } from '../../errors/index.js';
import type { SourceFile } from '../sources/source-file.js';

/** What a conversion says is wrong with its input (1046, 1002), with the name of the file; other errors as they are. */
export function unreadable(file: SourceFile, format: string, error: unknown): unknown {
  if (!(error instanceof StagewireError) || (error.kind !== 'BadBytes' && error.kind !== 'Unimplemented')) return error;
  return new StagewireError(error.kind, `file '${file.name}' is no readable ${format} file: ${error.text}`, { cause: error });
}

import { StagewireError } from '../../errors/index.js';
import type { GetFiles } from '../../sql/statements/local-files.js';
import { relation, type ColumnDefinition } from '../relations/table.js';
import { fileRows } from '../stages/file-rows.js';
import { stagedFiles } from '../stages/staged-files.js';
import type { StagePlace } from '../stages/stage-place.js';
import { placeOf, type Handler } from './context.js';

interface Piece {
  /** Path from the root of the stage. */
  readonly file: string;
  readonly data: Uint8Array;
}

const DATA: ColumnDefinition<Piece> = { name: 'data', type: 'bytes', of: ({ data }) => data };
const FILE: ColumnDefinition<Piece> = { name: 'file', type: 'varchar', of: ({ file }) => file };

/**
 * The bytes of files as rows, read from the store at the speed of the client. One file has the column `data`
 * alone, so that a command line client prints nothing else; those below a folder have their name in front.
 */
export const get: Handler<'get'> = async (statement, context) => {
  const { location } = statement;
  const place = await placeOf(location.stage, context);
  if (isFolder(statement)) {
    return { kind: 'rows', ...relation([FILE, DATA], folderPieces(place, statement, context.signal)) };
  }
  const key = place.prefix + location.path;
  if (!(await place.store.stat(key, context.signal))) {
    throw new StagewireError('StorageNotFound', `@${location.stage}/${location.path} does not exist; a folder ends in '/', and LIST shows what is there`);
  }
  return { kind: 'rows', ...relation([DATA], pieces(place, location.path, statement, context.signal)) };
};

function isFolder({ location, pattern }: GetFiles): boolean {
  return pattern !== null || location.path === '' || location.path.endsWith('/');
}

async function* folderPieces(place: StagePlace, statement: GetFiles, signal: AbortSignal): AsyncGenerator<readonly Piece[]> {
  for await (const page of stagedFiles(place, statement.location.path, statement.pattern, signal)) {
    for (const { name } of page) yield* pieces(place, name, statement, signal);
  }
}

async function* pieces(place: StagePlace, file: string, { chunkSize, lines }: GetFiles, signal: AbortSignal): AsyncGenerator<readonly Piece[]> {
  const bytes = await place.store.read(place.prefix + file, { signal });
  for await (const data of fileRows(bytes, { size: chunkSize, lines })) yield [{ file, data }];
}

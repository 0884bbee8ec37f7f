import { StagewireError } from '../../errors/index.js';
import type { GetFiles } from '../../sql/statements/local-files.js';
import { relation, type ColumnDefinition } from '../relations/table.js';
import { fileRows } from '../stages/file-rows.js';
import { stagedFiles, type StagedFile } from '../stages/staged-files.js';
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
  const info = await place.store.stat(place.prefix + location.path, context.signal);
  if (!info) {
    throw new StagewireError('StorageNotFound', `@${location.stage}/${location.path} does not exist; a folder ends in '/', and LIST shows what is there`);
  }
  return { kind: 'rows', ...relation([DATA], pieces(place, { name: location.path, object: info }, statement, context.signal)) };
};

function isFolder({ location, pattern }: GetFiles): boolean {
  return pattern !== null || location.path === '' || location.path.endsWith('/');
}

async function* folderPieces(place: StagePlace, statement: GetFiles, signal: AbortSignal): AsyncGenerator<readonly Piece[]> {
  for await (const page of stagedFiles(place, statement.location.path, statement.pattern, signal)) {
    for (const file of page) yield* pieces(place, file, statement, signal);
  }
}

/** What fits into the 16 MiB that stock clients accept in a packet: files up to it are one row, and so can be written without more. */
const ONE_ROW = 15 * 1024 * 1024;
/** The rows of larger files need not be that large. */
const ROW_OF_MANY = 1024 * 1024;

async function* pieces(place: StagePlace, { name, object }: StagedFile, { chunkSize, lines }: GetFiles, signal: AbortSignal): AsyncGenerator<readonly Piece[]> {
  const size = chunkSize ?? (lines || object.size <= ONE_ROW ? ONE_ROW : ROW_OF_MANY);
  const bytes = await place.store.read(object.key, { signal });
  for await (const data of fileRows(bytes, { size, lines })) yield [{ file: name, data }];
}

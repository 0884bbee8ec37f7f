import { checkStagedTable, columnUse } from '../../engine/sources/prepare-table.js';
import type { StagedTable } from '../../engine/sources/staged-table.js';
import type { FileFormat } from '../../sql/file-format.js';
import { DEFAULT_FILE_FORMAT } from '../../sql/file-format-options.js';
import type { ColumnUse } from '../../sql/query/staged-columns.js';
import type { StagedLocation } from '../../sql/query/staged-location.js';
import { chosenFiles } from '../stages/chosen-files.js';
import { sourceFile } from '../stages/source-file.js';
import type { StagePlace } from '../stages/stage-place.js';
import { placeOf, type StatementContext } from './context.js';
import { resolveFileFormat } from './resolve-clauses.js';
import { patternOf } from './user-variables.js';
import { uriPlace } from './uri-place.js';

/** The files of a location in a query, as a table for the engine. What the query may not ask of the format fails before anything is listed. */
export async function stagedTable(location: StagedLocation, asked: ColumnUse, context: StatementContext): Promise<StagedTable> {
  const { format, use } = await checkLocation(location, asked, context);
  const { place, path } = await placeAndPath(location, context);
  const choice = { pattern: patternOf(location.pattern, context.session), files: location.files };
  const files = await chosenFiles(place, path, choice, context.signal);
  return { files: files.map((file) => sourceFile(place, file, context.session.counters)), format, use };
}

/** The format of a location, and what the query asks of its columns. 1065 for what the query may not ask of it, 2507 for an unknown one. */
export async function checkLocation(location: StagedLocation, asked: ColumnUse, context: StatementContext): Promise<Pick<StagedTable, 'format' | 'use'>> {
  const format = await formatOf(location, context);
  const use = columnUse(format.type, asked);
  checkStagedTable({ files: [], format, use });
  return { format, use };
}

/** The format that the statement names, else that of the stage, else Parquet. Options are never merged. */
async function formatOf({ format, place }: StagedLocation, context: StatementContext): Promise<FileFormat> {
  if (format) return resolveFileFormat(format, context);
  const stage = place.kind === 'stage' ? context.stages.get(place.location.stage) : undefined;
  return stage?.fileFormat ?? DEFAULT_FILE_FORMAT;
}

async function placeAndPath({ place }: StagedLocation, context: StatementContext): Promise<{ readonly place: StagePlace; readonly path: string }> {
  if (place.kind === 'uri') return uriPlace(place.clause, context);
  const { stage, path } = place.location;
  return { place: await placeOf(stage, context), path };
}

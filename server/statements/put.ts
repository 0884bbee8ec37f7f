import { StagewireError } from '../../errors/index.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { uploadLocalFile, type LocalUpload } from '../stages/local-upload.js';
import type { ClientFiles } from '../client-files.js';
import { placeOf, type Handler, type StatementContext } from './context.js';

/** PUT and LOAD DATA LOCAL INFILE … INTO STAGE. Files that came before one that fails stay. */
export const put: Handler<'put'> = async ({ files, folder, answer, ...options }, context) => {
  const clientFiles = askableClient(context);
  const stage = { place: await placeOf(folder.stage, context), stage: context.stages.get(folder.stage) };
  const uploads: LocalUpload[] = [];
  for (const file of files) {
    uploads.push(await uploadLocalFile(context.services, stage, clientFiles, { file, folder: folder.path, options, signal: context.signal }));
  }
  const stored = uploads.filter(({ status }) => status === 'UPLOADED').length;
  const skipped = uploads.length - stored;
  // The words of MySQL's own answer to LOAD DATA.
  const info = `Records: ${uploads.length}  Deleted: 0  Skipped: ${skipped}  Warnings: 0`;
  return { kind: 'ok', affectedRows: stored, info, ...(answer === 'rows' ? { rows: smallRelation(COLUMNS, uploads) } : {}) };
};

/** The names are Snowflake's, with the MD5 besides. */
const COLUMNS: readonly ColumnDefinition<LocalUpload>[] = [
  { name: 'source', type: 'varchar', of: ({ source }) => source },
  { name: 'target', type: 'varchar', of: ({ target }) => target },
  { name: 'source_size', type: 'uint64', nullable: true, of: ({ sourceSize }) => sourceSize },
  { name: 'target_size', type: 'uint64', nullable: true, of: ({ targetSize }) => targetSize },
  { name: 'md5', type: 'varchar', nullable: true, of: ({ md5 }) => md5 },
  { name: 'status', type: 'varchar', of: ({ status }) => status },
  { name: 'source_compression', type: 'varchar', of: ({ sourceCompression }) => sourceCompression.toUpperCase() },
  { name: 'target_compression', type: 'varchar', of: ({ targetCompression }) => targetCompression.toUpperCase() },
  { name: 'message', type: 'varchar', of: ({ status }) => (status === 'SKIPPED' ? 'a file of this name is there already; OVERWRITE = TRUE replaces it' : '') },
];

/** ER_CLIENT_LOCAL_FILES_DISABLED, with what to do on the side that is to blame. */
function askableClient({ clientFiles, services }: StatementContext): ClientFiles {
  if (!clientFiles) {
    throw new StagewireError('Unimplemented', 'files of a client are sent over a MySQL connection; over HTTP use PUT /v1/upload_to_stage');
  }
  const on = services.variables.get('local_infile') === 1;
  if (on && clientFiles.allowed) return clientFiles;
  const remedy = on
    ? 'the client did not say at login that it sends files; connect with mysql --local-infile=1, the flag LOCAL_FILES of mysql2, local_infile=True of PyMySQL, allowLoadLocalInfile=true of Connector/J'
    : 'the server does not ask for files; SET GLOBAL local_infile = 1 changes that';
  throw new StagewireError('PermissionDenied', `Loading local data is disabled; this must be enabled on both the client and server sides: ${remedy}`, {
    mysql: { errno: 3948, sqlState: '42000' },
  });
}

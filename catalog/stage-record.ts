import type { FileFormat } from '../sql/file-format.js';
import type { StorageParams } from '../sql/storage-params.js';
import type { Queryable } from './database.js';
import type { Secrets } from './secrets.js';

export interface StageRecord {
  /** UUID; a stage that is replaced gets a new one. */
  readonly id: string;
  readonly name: string;
  /** Null for an internal stage. May contain secrets. */
  readonly storage: StorageParams | null;
  readonly fileFormat: FileFormat;
  readonly copyOptions: Readonly<Record<string, string | number | boolean>>;
  readonly comment: string;
  /** User identity, such as `'root'@'%'`. */
  readonly creator: string;
  readonly createdOn: Date;
  /** Role that owns the stage. */
  readonly owner: string | null;
  /** Changes with each change of the stage, and never comes again under the same name. */
  readonly version: number;
}

/** What a stage is made from; the catalog adds the rest. */
export interface NewStage extends Omit<StageRecord, 'id' | 'createdOn' | 'version'> {
  /** The user who gets READ and WRITE on it, in the same transaction; null for nobody. */
  readonly grantTo: string | null;
}

export type StageState = 'active' | 'dropping' | 'replacing' | 'pending';

/** A row of `stagewire.stages`, as far as it is read. */
export interface StageRow {
  id: string;
  name: string;
  state: StageState;
  storage_sealed: Buffer | null;
  file_format: FileFormat;
  copy_options: Record<string, string | number | boolean>;
  comment: string;
  creator: string;
  owner: string | null;
  created_on: Date;
  /** bigint, which pg gives as text. */
  version: string;
}

export const STAGE_COLUMNS =
  'id, name, state, storage_sealed, file_format, copy_options, comment, creator, owner, created_on, version';

/** Parameters are sealed as a whole, since which of them are secret differs by scheme. */
export function sealStorage(secrets: Secrets, id: string, storage: StorageParams | null): Buffer | null {
  return storage && secrets.seal(`stage:${id}`, storage);
}

export function toStageRecord(row: StageRow, secrets: Secrets): StageRecord {
  return {
    id: row.id,
    name: row.name,
    storage: row.storage_sealed && (secrets.unseal(`stage:${row.id}`, row.storage_sealed) as StorageParams),
    fileFormat: row.file_format,
    copyOptions: row.copy_options,
    comment: row.comment,
    creator: row.creator,
    createdOn: row.created_on,
    owner: row.owner,
    version: Number(row.version),
  };
}

/**
 * Inserts the stage under a new id: as `active`, unless a row has the name already (then null); or as
 * `pending`, to take the place of the row `replaces`.
 */
export async function insertStage(
  tx: Queryable,
  secrets: Secrets,
  id: string,
  stage: NewStage,
  replaces: string | null = null,
): Promise<StageRecord | null> {
  const [row] = await tx.query<StageRow>(
    `INSERT INTO stagewire.stages
       (id, name, state, storage_type, storage_sealed, file_format, copy_options, comment, creator, owner, replaces)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (name) WHERE state <> 'pending' DO NOTHING
     RETURNING ${STAGE_COLUMNS}`,
    [
      id,
      stage.name,
      replaces === null ? 'active' : 'pending',
      stage.storage?.type ?? null,
      sealStorage(secrets, id, stage.storage),
      JSON.stringify(stage.fileFormat),
      JSON.stringify(stage.copyOptions),
      stage.comment,
      stage.creator,
      stage.owner,
      replaces,
    ],
  );
  if (!row) return null;
  if (stage.grantTo !== null) {
    await tx.query(
      `INSERT INTO stagewire.grants (user_id, stage_id, privilege)
       SELECT u.id, $1, privilege FROM stagewire.users u, unnest(ARRAY['READ', 'WRITE']) AS privilege WHERE u.name = $2`,
      [id, stage.grantTo],
    );
  }
  return toStageRecord(row, secrets);
}

/** The row that holds the name, whatever its state, locked until the end of the transaction. */
export async function lockStageByName(tx: Queryable, name: string): Promise<StageRow | undefined> {
  const [row] = await tx.query<StageRow>(
    `SELECT ${STAGE_COLUMNS} FROM stagewire.stages WHERE name = $1 AND state <> 'pending' FOR UPDATE`,
    [name],
  );
  return row;
}

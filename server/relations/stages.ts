import { identityText } from '../privileges/identity-text.js';
import type { StageRecord } from '../../catalog/index.js';
import { formatAsJson } from '../../sql/file-format.js';
import { DEFAULT_FILE_FORMAT } from '../../sql/file-format-options.js';
import type { Relation } from '../../sql/relation.js';
import { describeStorage, type StorageDescription } from '../../sql/storage-description.js';
import { heldPrivileges, isAdministrator, seesStage } from '../privileges/authorize.js';
import type { Services } from '../services.js';
import { smallRelation, relation, type ColumnDefinition } from './table.js';

export interface StageRow {
  readonly stage: Pick<StageRecord, 'name' | 'fileFormat' | 'comment' | 'owner'> & { readonly creator: string | null; readonly createdOn: Date | null };
  readonly kind: 'Internal' | 'External' | 'User';
  readonly storage: StorageDescription | null;
}

/** As SHOW STAGES, DESC STAGE and `system.stages` show a stage. */
export const STAGE_COLUMNS: readonly ColumnDefinition<StageRow>[] = [
  { name: 'name', type: 'varchar', of: ({ stage }) => stage.name },
  { name: 'stage_type', type: 'varchar', of: ({ kind }) => kind },
  { name: 'storage_type', type: 'varchar', nullable: true, of: ({ storage }) => storage?.storageType ?? null },
  { name: 'url', type: 'varchar', nullable: true, of: ({ storage }) => storage?.url ?? null },
  { name: 'endpoint', type: 'varchar', nullable: true, of: ({ storage }) => storage?.endpoint ?? null },
  { name: 'has_credentials', type: 'boolean', of: ({ storage }) => storage?.hasCredentials ?? false },
  { name: 'has_encryption_key', type: 'boolean', of: ({ storage }) => storage?.hasEncryptionKey ?? false },
  { name: 'storage_params', type: 'json', nullable: true, of: ({ storage }) => storage?.params ?? null },
  { name: 'file_format_options', type: 'json', of: ({ stage }) => formatAsJson(stage.fileFormat) },
  { name: 'creator', type: 'varchar', nullable: true, of: ({ stage }) => stage.creator },
  { name: 'created_on', type: 'timestamp', nullable: true, of: ({ stage }) => stage.createdOn },
  { name: 'comment', type: 'varchar', of: ({ stage }) => stage.comment },
  { name: 'owner', type: 'varchar', nullable: true, of: ({ stage }) => stage.owner },
];

function toRow(stage: StageRecord): StageRow {
  return { stage, kind: stage.storage ? 'External' : 'Internal', storage: stage.storage && describeStorage(stage.storage) };
}

/** Which stages are asked for, as the catalog takes it. */
type StageChoice = Parameters<Services['catalog']['stages']['list']>[0];

/** The named stages that a user may know of, by name. */
export function stagesRelation({ catalog }: Services, user: string, choice: StageChoice): Relation {
  return relation(STAGE_COLUMNS, visiblePages(catalog, user, choice));
}

async function* visiblePages(catalog: Services['catalog'], user: string, choice: StageChoice): AsyncGenerator<readonly StageRow[]> {
  const held = isAdministrator(user) ? null : await heldPrivileges(catalog, user);
  for await (const page of catalog.stages.list(choice)) {
    const visible = held ? page.filter(({ id }) => seesStage(held, id)) : page;
    if (visible.length > 0) yield visible.map(toRow);
  }
}

/** One stage, as DESC STAGE shows it. */
export function stageRelation(stage: StageRecord): Relation {
  return smallRelation(STAGE_COLUMNS, [toRow(stage)]);
}

/** The user's own stage, which has no record. */
export function userStageRelation(user: string): Relation {
  const stage = { name: '~', fileFormat: DEFAULT_FILE_FORMAT, comment: '', owner: null, creator: identityText(user), createdOn: null };
  return smallRelation(STAGE_COLUMNS, [{ stage, kind: 'User', storage: null }]);
}

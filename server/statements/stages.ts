import type { NewStage, StageRecord } from '../../catalog/index.js';
import { StagewireError } from '../../errors/index.js';
import { DEFAULT_FILE_FORMAT } from '../../sql/file-format-options.js';
import type { CreateStage } from '../../sql/statements/stages.js';
import type { StorageParams } from '../../sql/storage-params.js';
import { isUserStage } from '../../sql/stage-name.js';
import { heldPrivileges, isAdministrator, seesStage, unknownStage } from '../privileges/authorize.js';
import { stageRelation, stagesRelation, userStageRelation } from '../relations/stages.js';
import { removeStageFiles } from '../stages/remove-stage-files.js';
import { identityText } from '../privileges/identity-text.js';
import { DONE, type Handler, type StatementContext } from './context.js';
import { createNamed, unless } from './existing.js';
import { narrow } from './narrow.js';
import { resolveFileFormat, resolveLocation } from './resolve-clauses.js';

/** The built-in role that owns what the administrator creates. */
const ADMINISTRATOR_ROLE = 'account_admin';

export const createStage: Handler<'create-stage'> = async (statement, context) => {
  const { catalog } = context.services;
  if (statement.ifExists === 'keep' && (await catalog.stages.get(statement.name))) return DONE;
  const stage = await newStage(statement, context);
  await createNamed(statement.ifExists, 'StageAlreadyExists', {
    create: () => catalog.stages.create(stage, { signal: context.signal }),
    replace: () => replaceStage(stage, context),
  });
  return DONE;
};

async function replaceStage(stage: NewStage, { services, signal }: StatementContext): Promise<void> {
  const replacement = await services.catalog.stages.createOrReplace(stage, { signal });
  if (replacement.kind === 'removal') await removeStageFiles(services.stores.home, replacement.removal, services.log);
}

async function newStage(statement: CreateStage, context: StatementContext): Promise<NewStage> {
  const { user } = context.session.identity;
  const fileFormat = statement.fileFormat ? await resolveFileFormat(statement.fileFormat, context) : DEFAULT_FILE_FORMAT;
  if (fileFormat.type === 'LANCE') throw new StagewireError('IllegalStageFileFormat', 'LANCE can not be the file format of a stage');
  return {
    name: statement.name,
    storage: statement.location && (await stageStorage(statement.location, context)),
    fileFormat,
    copyOptions: statement.copyOptions,
    comment: statement.comment,
    creator: identityText(user),
    owner: isAdministrator(user) ? ADMINISTRATOR_ROLE : null,
    grantTo: isAdministrator(user) ? null : user,
  };
}

/** The location is checked as far as that is possible without contacting it; stores that can't be read here may still be described. */
async function stageStorage(clause: Parameters<typeof resolveLocation>[0], context: StatementContext): Promise<StorageParams> {
  const storage = await resolveLocation(clause, context);
  await context.services.stores.external.check(storage).catch((error: unknown) => {
    if (!(error instanceof StagewireError) || error.kind !== 'StorageUnsupported') throw error;
  });
  return storage;
}

export const alterStage: Handler<'alter-stage'> = async (statement, context) => {
  const stage = context.stages.get(statement.name);
  if (!stage) return DONE;
  await context.services.catalog.stages.update(stage.name, stage.version, await changesOf(statement.change, stage, context));
  return DONE;
};

type Changes = Partial<Pick<StageRecord, 'storage' | 'fileFormat' | 'copyOptions' | 'comment'>>;

async function changesOf(change: Parameters<typeof alterStage>[0]['change'], stage: StageRecord, context: StatementContext): Promise<Changes> {
  if (change.kind === 'unset') {
    return {
      ...(change.fields.includes('FILE_FORMAT') ? { fileFormat: DEFAULT_FILE_FORMAT } : {}),
      ...(change.fields.includes('COMMENT') ? { comment: '' } : {}),
    };
  }
  if (change.location && !stage.storage) {
    throw new StagewireError('BadArguments', `Stage ${stage.name} is not external, LOCATION/URL can only be set for external stages`);
  }
  return {
    ...(change.location ? { storage: await stageStorage(change.location, context) } : {}),
    ...(change.fileFormat ? { fileFormat: await resolveFileFormat(change.fileFormat, context) } : {}),
    ...(change.copyOptions ? { copyOptions: change.copyOptions } : {}),
    ...(change.comment === null ? {} : { comment: change.comment }),
  };
}

export const dropStage: Handler<'drop-stage'> = async (statement, context) => {
  const { catalog, stores, log } = context.services;
  const stage = context.stages.get(statement.name);
  if (!stage) return DONE;
  if (stage.storage) {
    if (!(await catalog.stages.delete(stage.id)) && !statement.ifExists) throw unknownStage(stage.name);
    return DONE;
  }
  // Somebody else may have dropped it since it was authorized.
  await unless('UnknownStage', statement.ifExists, async () => {
    const removal = await catalog.stages.beginDrop(stage.name, { signal: context.signal });
    await removeStageFiles(stores.home, removal, log);
  });
  return DONE;
};

export const describeStage: Handler<'describe-stage'> = async ({ name }, { services, session }) => {
  const { user } = session.identity;
  if (isUserStage(name)) return { kind: 'rows', ...userStageRelation(user) };
  const stage = await services.catalog.stages.get(name);
  const visible = stage && (isAdministrator(user) || seesStage(await heldPrivileges(services.catalog, user), stage.id));
  if (!visible) throw unknownStage(name);
  return { kind: 'rows', ...stageRelation(stage) };
};

export const showStages: Handler<'show-stages'> = async (statement, context) => {
  const rows = stagesRelation(context.services, context.session.identity.user, { namePattern: statement.filter.kind === 'like' ? statement.filter.pattern : undefined });
  return narrow(rows, statement, context);
};

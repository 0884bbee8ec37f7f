import type { Catalog } from '../../catalog/index.js';
import type { StageRecord } from '../../catalog/index.js';
import { StagewireError } from '../../errors/index.js';
import { privilegeTitle, type GlobalPrivilege, type StagePrivilege } from '../../sql/privileges.js';
import { isUserStage } from '../../sql/stage-name.js';
import { DEFAULT_DATABASE } from '../databases.js';
import { identityText } from './identity-text.js';
import type { Requirement } from './requirements.js';

/** The built-in user who may do everything. */
export const ADMINISTRATOR = 'root';

/** Whether a user may do everything without a grant. */
export function isAdministrator(user: string): boolean {
  return user === ADMINISTRATOR;
}

/** The stages that a statement names, as they were when its privileges were checked. */
export type AuthorizedStages = ReadonlyMap<string, StageRecord>;

/**
 * The one place where privileges are checked, for both doors. Existence comes first: an unknown stage is
 * 2501 also for a user without rights; then 1063 for the first privilege that is missing.
 */
export async function authorize(catalog: Catalog, user: string, requirements: readonly Requirement[]): Promise<AuthorizedStages> {
  const stages = await existingStages(catalog, requirements);
  if (requirements.length === 0 || isAdministrator(user)) return stages;
  const held = await heldPrivileges(catalog, user);
  for (const requirement of requirements) {
    if (requirement.on === 'views') await requireViews(catalog, user, requirement.names, held);
    else requirePrivilege(user, requirement, stages, held);
  }
  return stages;
}

async function requireViews(catalog: Catalog, user: string, names: readonly string[], held: HeldPrivileges): Promise<void> {
  if (held.global.has('SUPER')) return;
  const foreign = (await catalog.views.list(DEFAULT_DATABASE, names)).find(({ creator }) => creator !== identityText(user));
  if (foreign) throw denied('Ownership', `VIEW ${foreign.name}`, user);
}

/** Whether a user may read the texts of all views, not only of those that it created: SHOW VIEW or SUPER. */
export async function readsViewTexts(catalog: Catalog, user: string): Promise<boolean> {
  if (isAdministrator(user)) return true;
  const { global } = await heldPrivileges(catalog, user);
  return global.has('SHOW VIEW') || global.has('SUPER');
}

async function existingStages(catalog: Catalog, requirements: readonly Requirement[]): Promise<AuthorizedStages> {
  const stages = new Map<string, StageRecord>();
  for (const requirement of requirements) {
    if (requirement.on !== 'stage' || isUserStage(requirement.stage) || stages.has(requirement.stage)) continue;
    const stage = await catalog.stages.get(requirement.stage);
    if (stage) stages.set(requirement.stage, stage);
    else if (!requirement.optional) throw unknownStage(requirement.stage);
  }
  return stages;
}

export function unknownStage(name: string): StagewireError {
  return new StagewireError('UnknownStage', `Stage '${name}' does not exist.`);
}

/** What a user may do, by grants. */
export interface HeldPrivileges {
  readonly global: ReadonlySet<string>;
  /** By stage id. */
  readonly stages: ReadonlyMap<string, ReadonlySet<string>>;
}

export async function heldPrivileges(catalog: Catalog, user: string): Promise<HeldPrivileges> {
  const global = new Set<string>();
  const stages = new Map<string, Set<string>>();
  for (const { object, privilege } of await catalog.grants.forUser(user)) {
    if (object.type === 'global') global.add(privilege);
    else stages.set(object.stageId, (stages.get(object.stageId) ?? new Set()).add(privilege));
  }
  return { global, stages };
}

/** Whether a user may see and end the connections of others: SUPER. */
export async function managesProcesses(catalog: Catalog, user: string): Promise<boolean> {
  return isAdministrator(user) || (await heldPrivileges(catalog, user)).global.has('SUPER');
}

/** Whether a user with these privileges sees a stage in lists: READ or WRITE, on it or everywhere. */
export function seesStage(held: HeldPrivileges, stageId: string): boolean {
  return held.global.has('READ') || held.global.has('WRITE') || (held.stages.get(stageId)?.size ?? 0) > 0;
}

function requirePrivilege(user: string, requirement: Exclude<Requirement, { readonly on: 'views' }>, stages: AuthorizedStages, held: HeldPrivileges): void {
  switch (requirement.on) {
    case 'global':
      requireGlobal(user, requirement.anyOf, held);
      return;
    case 'user':
      if (requirement.user !== user) requireGlobal(user, requirement.anyOf, held);
      return;
    case 'account':
      if (isAdministrator(requirement.user)) throw new StagewireError('PermissionDenied', `Permission denied: user '${ADMINISTRATOR}' can only be changed by itself`);
      return;
    case 'stage':
      requireOnStage(user, requirement.privileges, stages.get(requirement.stage), held);
  }
}

function requireGlobal(user: string, anyOf: readonly [GlobalPrivilege, ...GlobalPrivilege[]], held: HeldPrivileges): void {
  if (!anyOf.some((privilege) => held.global.has(privilege))) throw denied(privilegeTitle(anyOf[0]), '*.*', user);
}

/** The user stage, which has no record, is wholly its user's. */
function requireOnStage(user: string, privileges: readonly StagePrivilege[], stage: StageRecord | undefined, held: HeldPrivileges): void {
  if (!stage) return;
  const onStage = held.stages.get(stage.id);
  const missing = privileges.find((privilege) => !held.global.has(privilege) && !onStage?.has(privilege));
  if (missing !== undefined) throw denied(privilegeTitle(missing), `STAGE ${stage.name}`, user);
}

function denied(privilege: string, object: string, user: string): StagewireError {
  return new StagewireError(
    'PermissionDenied',
    `Permission denied: privilege [${privilege}] is required on ${object} for user '${user}'@'%' with roles [public]. ` +
      'Note: Please ensure that your current role have the appropriate permissions to create a new Object',
  );
}

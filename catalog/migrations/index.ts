import { keyCheck } from './0001-key-check.js';
import { stages } from './0002-stages.js';
import { connectionsAndFileFormats } from './0003-connections-and-file-formats.js';
import { usersAndGrants } from './0004-users-and-grants.js';
import { transportRequirement } from './0005-transport-requirement.js';
import { views } from './0006-views.js';
import type { Migration } from './migration.js';

export type { Migration } from './migration.js';

/** All of them, in the order in which they are applied. */
export const MIGRATIONS: readonly Migration[] = [keyCheck, stages, connectionsAndFileFormats, usersAndGrants, transportRequirement, views];

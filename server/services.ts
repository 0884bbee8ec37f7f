import type { Logger } from 'pino';
import type { Catalog } from '../catalog/index.js';
import type { Engine } from '../engine/engine.js';
import type { UserLocks } from './locks/user-locks.js';
import type { ObjectSource } from './metadata/schema-object.js';
import type { LoggedEvents } from './logged-events.js';
import type { ProcessList } from './processes/process-list.js';
import type { ResultCache } from './results/result-cache.js';
import type { Settings } from './settings.js';
import type { Stores } from './stages/stage-place.js';
import type { StatementEvents } from './statement-events/statement-events.js';
import type { Activity } from './status/activity.js';
import type { TlsDoor } from './tls/tls-door.js';
import type { GlobalVariables } from './variables/global-variables.js';

/** What statement handlers work with; made once by main. */
export interface Services {
  readonly settings: Settings;
  readonly catalog: Catalog;
  readonly stores: Stores;
  readonly engine: Engine;
  readonly variables: GlobalVariables;
  readonly activity: Activity;
  readonly statements: StatementEvents;
  /** Results of queries, for RESULT_SCAN and for the same query again. */
  readonly results: ResultCache;
  readonly processes: ProcessList;
  /** Locks by name that connections hold (GET_LOCK). */
  readonly locks: UserLocks;
  /**
   * Every kind of table and view that SHOW, DESCRIBE, COM_FIELD_LIST and `information_schema` know of. A new kind
   * of object becomes visible everywhere by standing here.
   */
  readonly objectSources: readonly ObjectSource[];
  /** Null: no TLS. */
  readonly tls: TlsDoor | null;
  readonly log: Logger;
  readonly logged: LoggedEvents;
  /** What `version()` answers. */
  readonly version: string;
}

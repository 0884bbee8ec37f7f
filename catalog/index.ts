export { openCatalog, type Catalog, type CatalogOptions } from './open-catalog.js';
export type { ConnectionRecord, Connections, NewConnection } from './connections.js';
export type { FileFormatRecord, FileFormats, NewFileFormat } from './file-formats.js';
export type { Grant, GrantObject, Grants } from './grants.js';
export type { NewStage, StageRecord } from './stage-record.js';
export type { StageRemoval } from './stage-removal.js';
export type { Replacement, StageChanges, Stages } from './stages.js';
export type { AuthPlugin, NewUser, UserChanges, UserRecord, Users } from './users.js';
export type { NewView, ViewRecord, Views } from './views.js';

export { KINDS, type ErrorKind, type MysqlCode } from './kinds.js';
export { StagewireError, type ErrorDetails } from './stagewire-error.js';

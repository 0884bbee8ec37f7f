import { StagewireError } from '../errors/index.js';

/** Name of the user stage in every statement: `@~`. */
export const USER_STAGE = '~';
const STREAMING_PLACEHOLDER = '_databend_load';
const NAME = /^[\p{L}_][\p{L}\p{N}_$]*$/u;
/** A folder's name on common file systems is at most 255 bytes. */
const LONGEST_NAME_BYTES = 255;

export function isUserStage(name: string): boolean {
  return name === USER_STAGE;
}

/** True for the name that stands for the body of a streaming load. */
export function isStreamingPlaceholder(name: string): boolean {
  return name.toLowerCase() === STREAMING_PLACEHOLDER;
}

/** Whether a name may be given to a stage; `~` and the placeholder are refused elsewhere with their own errors. */
export function isValidStageName(name: string): boolean {
  return NAME.test(name) && Buffer.byteLength(name) <= LONGEST_NAME_BYTES;
}

/** Throws what CREATE STAGE answers for a name that is reserved. */
export function refuseReservedStageName(name: string): void {
  if (isUserStage(name)) throw new StagewireError('StagePermissionDenied', 'user stage is not allowed to be created');
  if (isStreamingPlaceholder(name)) {
    throw new StagewireError('InvalidArgument', `Can not create stage with name \`${STREAMING_PLACEHOLDER}\`, which is reserved`);
  }
}

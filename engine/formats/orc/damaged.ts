import { StagewireError } from '../../../errors/index.js';

/** 1046 for bytes that are no ORC; who knows the file puts its name in front. */
export function damaged(why: string, cause?: unknown): StagewireError {
  return new StagewireError('BadBytes', why, { cause });
}

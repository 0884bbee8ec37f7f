import { parseStageLocation, type StageLocation } from '../location.js';
import type { Cursor } from './cursor.js';

/** A stage location as a token (`@s/path`) or quoted (`'@s/path'`), for which a parameter may stand. */
export function stageLocation(cursor: Cursor): StageLocation {
  const token = cursor.token;
  if (token.kind === 'user-variable') return parseStageLocation(cursor.takeStage(token).text);
  const expected = 'a stage location such as @stage/path';
  if (cursor.isString()) return parseStageLocation(cursor.expectString(expected));
  throw cursor.unexpected(expected);
}

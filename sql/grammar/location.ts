import { parseStageLocation, type StageLocation } from '../location.js';
import type { Cursor } from './cursor.js';

/** A stage location as a token (`@s/path`) or quoted (`'@s/path'`). */
export function stageLocation(cursor: Cursor): StageLocation {
  const token = cursor.token;
  if (token.kind === 'user-variable') return parseStageLocation(cursor.takeStage(token).text);
  if (token.kind === 'string') {
    cursor.next();
    return parseStageLocation(token.value);
  }
  throw cursor.unexpected('a stage location such as @stage/path');
}

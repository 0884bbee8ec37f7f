import { syntaxError } from '../syntax-error.js';
import { isStreamingPlaceholder, isUserStage, isValidStageName } from '../stage-name.js';
import type { Cursor } from './cursor.js';
import { objectName } from './object-name.js';

/** A stage's name as a statement writes it, without `@`; `~` for the user stage. */
export function stageName(cursor: Cursor): string {
  const token = cursor.token;
  if (cursor.takeSymbol('~')) return '~';
  const name = objectName(cursor, 'a stage name');
  if (!isValidStageName(name) && !isUserStage(name) && !isStreamingPlaceholder(name)) {
    throw syntaxError(cursor.sql, token, 'a stage name begins with a letter or _, goes on with letters, digits, _ or $, and is at most 255 bytes long');
  }
  return name;
}

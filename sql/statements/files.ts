import { patternClause } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import { stageLocation } from '../grammar/location.js';
import type { StageLocation } from '../location.js';
import { syntaxError } from '../syntax-error.js';

export interface ListFiles {
  readonly kind: 'list';
  readonly location: StageLocation;
  readonly pattern: string | null;
}

/** `{LIST | LS} <location> [PATTERN = '<regex>']` */
export function parseList(cursor: Cursor): ListFiles {
  if (cursor.takeOneOf('LIST', 'LS') === null) throw cursor.unexpected('LIST');
  const location = stageLocation(cursor);
  const pattern = patternClause(cursor);
  return { kind: 'list', location, pattern };
}

export interface RemoveFiles {
  readonly kind: 'remove';
  readonly location: StageLocation;
  /** An empty pattern counts as none here. */
  readonly pattern: string | null;
}

/** `{REMOVE | RM} <location> [PATTERN = '<regex>']` */
export function parseRemove(cursor: Cursor): RemoveFiles {
  if (cursor.takeOneOf('REMOVE', 'RM') === null) throw cursor.unexpected('REMOVE');
  const location = stageLocation(cursor);
  const pattern = patternClause(cursor);
  return { kind: 'remove', location, pattern: pattern === '' ? null : pattern };
}

export interface Presign {
  readonly kind: 'presign';
  readonly action: 'download' | 'upload';
  readonly location: StageLocation;
  /** Seconds. */
  readonly expiresIn: number;
  readonly contentType: string | null;
}

const STANDARD_EXPIRY = 3600;
/** The longest that an S3 signature may live (AWS Signature Version 4, X-Amz-Expires). */
const LONGEST_EXPIRY = 604_800;

/** `PRESIGN [DOWNLOAD | UPLOAD] <location> [EXPIRE = <seconds>] [CONTENT_TYPE = '<mime>']` */
export function parsePresign(cursor: Cursor): Presign {
  cursor.expect('PRESIGN');
  const action = cursor.takeOneOf('DOWNLOAD', 'UPLOAD') === 'UPLOAD' ? 'upload' : 'download';
  const location = stageLocation(cursor);
  let expiresIn: number | null = null;
  let contentType: string | null = null;
  while (!cursor.atEnd()) {
    const { start, end } = cursor.token;
    if (expiresIn === null && cursor.take('EXPIRE')) {
      cursor.expectSymbol('=');
      expiresIn = cursor.expectInteger('a number of seconds', 1, LONGEST_EXPIRY);
    } else if (contentType === null && cursor.take('CONTENT_TYPE')) {
      cursor.expectSymbol('=');
      contentType = cursor.expectString('a media type');
      if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(;.*)?$/.test(contentType) || /[^\x20-\x7e]/.test(contentType)) {
        throw syntaxError(cursor.sql, { start, end }, `'${contentType}' is no media type such as text/csv`);
      }
      if (action === 'download') throw syntaxError(cursor.sql, { start, end }, 'CONTENT_TYPE is for PRESIGN UPLOAD');
    } else {
      throw cursor.unexpected('EXPIRE, CONTENT_TYPE or the end of the statement');
    }
  }
  return { kind: 'presign', action, location, expiresIn: expiresIn ?? STANDARD_EXPIRY, contentType };
}

import { StagewireError } from '../../errors/index.js';
import type { CopyOptions } from '../copy-options.js';
import { buildCopyOptions } from '../copy-options.js';
import {
  checkUriClause, ifExists, ifNotExists, orReplace, showNarrowing, uriClause, type IfExists, type ShowNarrowing, type UriClause,
} from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import { fileFormatClause, fileFormatOptions, type FileFormatClause } from '../grammar/file-format.js';
import { parenthesizedOptions, type Option } from '../grammar/options.js';
import { stageName } from '../grammar/stage-name.js';
import { refuseReservedStageName } from '../stage-name.js';

export interface CreateStage {
  readonly kind: 'create-stage';
  readonly name: string;
  readonly ifExists: IfExists;
  /** Null for an internal stage. */
  readonly location: UriClause | null;
  readonly fileFormat: FileFormatClause | null;
  readonly copyOptions: CopyOptions;
  readonly comment: string;
}

/** `CREATE [OR REPLACE] STAGE [IF NOT EXISTS] <name> [URL …] [FILE_FORMAT …] [COPY_OPTIONS …] [COMMENT …]`, clauses in any order. */
export function parseCreateStage(cursor: Cursor): CreateStage {
  cursor.expect('CREATE');
  const replace = orReplace(cursor);
  cursor.expect('STAGE');
  const existing = ifNotExists(cursor, replace);
  const name = stageName(cursor);
  const clauses = stageClauses(cursor);
  cursor.expectEnd();
  refuseReservedStageName(name);
  return {
    kind: 'create-stage',
    name,
    ifExists: existing,
    location: clauses.location && checkUriClause(clauses.location),
    fileFormat: clauses.formatOptions && fileFormatClause(clauses.formatOptions),
    copyOptions: clauses.copyOptions ? buildCopyOptions(clauses.copyOptions) : {},
    comment: clauses.comment ?? '',
  };
}

/** One change of ALTER STAGE … SET; null where nothing was said. */
export interface StageChanges {
  readonly location: UriClause | null;
  readonly fileFormat: FileFormatClause | null;
  readonly copyOptions: CopyOptions | null;
  readonly comment: string | null;
}

export interface AlterStage {
  readonly kind: 'alter-stage';
  readonly name: string;
  readonly ifExists: boolean;
  readonly change:
    | ({ readonly kind: 'set' } & StageChanges)
    | { readonly kind: 'unset'; readonly fields: readonly ('FILE_FORMAT' | 'COMMENT')[] };
}

/** `ALTER STAGE [IF EXISTS] <name> { SET <action>, … | UNSET {FILE_FORMAT | COMMENT}, … }` */
export function parseAlterStage(cursor: Cursor): AlterStage {
  cursor.expect('ALTER', 'STAGE');
  const lenient = ifExists(cursor);
  const name = stageName(cursor);
  const change = parseChange(cursor);
  if (name === '~') throw new StagewireError('StagePermissionDenied', 'User stage (~) is not allowed to be altered');
  return { kind: 'alter-stage', name, ifExists: lenient, change };
}

function parseChange(cursor: Cursor): AlterStage['change'] {
  if (cursor.take('UNSET')) {
    const fields: ('FILE_FORMAT' | 'COMMENT')[] = [];
    do {
      const field = cursor.takeOneOf('FILE_FORMAT', 'COMMENT');
      if (field === null) throw cursor.unexpected('FILE_FORMAT or COMMENT');
      fields.push(field);
    } while (cursor.takeSymbol(','));
    cursor.expectEnd();
    return { kind: 'unset', fields };
  }
  if (!cursor.take('SET')) throw cursor.unexpected('SET or UNSET');
  const { location, formatOptions, copyOptions, comment } = stageClauses(cursor);
  cursor.expectEnd();
  if (!location && !formatOptions && !copyOptions && comment === null) {
    throw new StagewireError('BadArguments', 'ALTER STAGE requires at least one option when SET is used');
  }
  return {
    kind: 'set',
    location: location && checkUriClause(location),
    fileFormat: formatOptions && fileFormatClause(formatOptions),
    copyOptions: copyOptions && buildCopyOptions(copyOptions),
    comment,
  };
}

interface Clauses {
  location: UriClause | null;
  formatOptions: readonly Option[] | null;
  copyOptions: readonly Option[] | null;
  comment: string | null;
}

function stageClauses(cursor: Cursor): Clauses {
  const clauses: Clauses = { location: null, formatOptions: null, copyOptions: null, comment: null };
  while (!cursor.atEnd()) {
    readClause(cursor, clauses);
    cursor.takeSymbol(',');
  }
  return clauses;
}

function readClause(cursor: Cursor, clauses: Clauses): void {
  const expected = 'URL, FILE_FORMAT, COPY_OPTIONS, COMMENT or the end of the statement';
  const isUri = cursor.isString() || cursor.isWord('URL', 'LOCATION');
  if (isUri && clauses.location === null) {
    if (cursor.takeOneOf('URL', 'LOCATION') !== null) cursor.expectSymbol('=');
    clauses.location = uriClause(cursor);
  } else if (clauses.formatOptions === null && cursor.take('FILE_FORMAT')) {
    clauses.formatOptions = fileFormatOptions(cursor);
  } else if (clauses.copyOptions === null && cursor.take('COPY_OPTIONS')) {
    cursor.takeSymbol('=');
    clauses.copyOptions = parenthesizedOptions(cursor);
  } else if (clauses.comment === null && cursor.takeOneOf('COMMENT', 'COMMENTS') !== null) {
    cursor.takeSymbol('=');
    clauses.comment = cursor.expectString('a text');
  } else {
    throw cursor.unexpected(expected);
  }
}

export interface DropStage {
  readonly kind: 'drop-stage';
  readonly name: string;
  readonly ifExists: boolean;
}

/** `DROP STAGE [IF EXISTS] <name>` */
export function parseDropStage(cursor: Cursor): DropStage {
  cursor.expect('DROP', 'STAGE');
  const lenient = ifExists(cursor);
  const name = stageName(cursor);
  cursor.expectEnd();
  if (name === '~') throw new StagewireError('StagePermissionDenied', 'User stage (~) is not allowed to be dropped');
  return { kind: 'drop-stage', name, ifExists: lenient };
}

export interface DescribeStage {
  readonly kind: 'describe-stage';
  readonly name: string;
}

/** `{DESC | DESCRIBE} STAGE <name>`; `~` and `@name` are accepted too. */
export function parseDescribeStage(cursor: Cursor): DescribeStage {
  if (cursor.takeOneOf('DESC', 'DESCRIBE') === null) throw cursor.unexpected('DESCRIBE');
  cursor.expect('STAGE');
  const token = cursor.token;
  const name = token.kind === 'user-variable' ? cursor.takeStage(token).text.slice(1) : stageName(cursor);
  cursor.expectEnd();
  return { kind: 'describe-stage', name };
}

export interface ShowStages extends ShowNarrowing {
  readonly kind: 'show-stages';
}

/** `SHOW STAGES [LIKE '<pattern>' | WHERE <expr>] [LIMIT <n>]` */
export function parseShowStages(cursor: Cursor): ShowStages {
  cursor.expect('SHOW', 'STAGES');
  return { kind: 'show-stages', ...showNarrowing(cursor) };
}

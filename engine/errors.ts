import { StagewireError } from '../errors/index.js';
import { asWritten, positionOfName } from '../sql/query/column-positions.js';
import { TAGGED } from './inspect/type-names.js';

/** DuckDB's message without its class and without the picture of our translated SQL. */
function plainMessage(message: string): string {
  const first = message.replace(/^\w[\w ]* Error:\s*/i, '').split('\n')[0] ?? '';
  const named = asWritten(Object.entries(TAGGED).reduce((text, [type, name]) => text.replaceAll(type, name), first));
  return named.replace(/^Could not convert string ''(.*)', neither true nor false,' to BOOL\.?$/, "Could not convert string '$1' to BOOLEAN, which takes true and false").trim();
}

/** Why a query was ended: the signal's own reason if it is made for clients (a stop of the server, KILL), else 1043. */
export function abortError(signal: AbortSignal, cause?: unknown): StagewireError {
  return signal.reason instanceof StagewireError ? signal.reason : new StagewireError('AbortedQuery', 'query was cancelled', { cause });
}

/**
 * An error of DuckDB as one of ours. What it says of names is about the names of the user's query;
 * the rest of its text, which quotes our translation, stays in the cause.
 */
export function translateEngineError(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof StagewireError) return error;
  if (signal.aborted) return abortError(signal, error);
  if (!(error instanceof Error)) return error;
  const { message } = error;
  const column = /Referenced column "(.*?)" (?:was )?not found/.exec(message) ?? /does not have a column named "(.*?)"/.exec(message);
  const position = positionOfName(column?.[1] ?? '');
  if (position !== null) return new StagewireError('SemanticError', `column position ${position} doesn't exist`, { cause: error });
  if (column) {
    return new StagewireError('SemanticError', `column ${column[1] ?? ''} doesn't exist`, { cause: error, mysql: { errno: 1054, sqlState: '42S22' } });
  }
  const ambiguous = /Ambiguous reference to column name "(.*?)"/.exec(message);
  if (ambiguous) return new StagewireError('SemanticError', `column ${asWritten(ambiguous[1] ?? '')} is ambiguous`, { cause: error, mysql: { errno: 1052, sqlState: '23000' } });
  if (/Max expression depth limit/.test(message)) return new StagewireError('SemanticError', 'an expression is nested deeper than the engine reads', { cause: error });
  if (/^(Binder|Parser|Catalog) Error/.test(message)) return new StagewireError('SemanticError', plainMessage(message), { cause: error });
  if (/^Out of Memory Error/.test(message)) {
    return new StagewireError('Internal', 'the query needs more memory than the engine may use, and can spill no more to disk (STAGEWIRE_ENGINE_MEMORY, STAGEWIRE_SPILL_SIZE)', { cause: error, mysql: { errno: 1041, sqlState: 'HY000' } });
  }
  if (/^Not implemented Error/i.test(message)) return new StagewireError('Unimplemented', plainMessage(message), { cause: error });
  if (/^(Conversion|Invalid Input|Out of Range|Invalid type|Mismatch Type|Unknown Type|Decimal|Divide by Zero|Expression|Syntax|Parameter Not Allowed) Error/i.test(message)) {
    const limit = /DECIMAL\(38,/.test(message) ? ': a DECIMAL has at most 38 digits here' : '';
    return new StagewireError('BadArguments', `${plainMessage(message)}${limit}`, { cause: error });
  }
  return error;
}

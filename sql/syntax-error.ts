import { StagewireError } from '../errors/index.js';
import type { Span } from './lexer/token.js';
import { maskSecrets } from './mask-secrets.js';

const LONGEST_LINE = 160;

/**
 * A 1064 whose text is a picture of the statement: line, column, the line itself and carets under
 * the place. Secrets in the line are masked, and a long line is cut to the part around the place.
 */
export function syntaxError(sql: string, span: Span, message: string): StagewireError {
  return new StagewireError('SyntaxException', picture(sql, span, message));
}

/** The same picture for an error of meaning (1065) that has a place. */
export function semanticError(sql: string, span: Span, message: string): StagewireError {
  return new StagewireError('SemanticError', picture(sql, span, message));
}

function picture(sql: string, span: Span, message: string): string {
  const masked = maskSecrets(sql);
  const at = Math.min(span.start, masked.length);
  const lineStart = masked.lastIndexOf('\n', at - 1) + 1;
  const nextBreak = masked.indexOf('\n', at);
  const lineEnd = nextBreak === -1 ? masked.length : nextBreak;
  const lineNumber = masked.slice(0, lineStart).split('\n').length;
  const column = at - lineStart;

  const cut = Math.max(0, column - LONGEST_LINE / 2);
  const shown = masked.slice(lineStart + cut, Math.min(lineEnd, lineStart + cut + LONGEST_LINE)).replaceAll('\t', ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(span.end, lineEnd) - at, 0));
  const gutter = ' '.repeat(String(lineNumber).length);
  return [
    'error: ',
    `${gutter}--> SQL:${lineNumber}:${column + 1}`,
    `${gutter} |`,
    `${lineNumber} | ${shown.trimEnd()}`,
    `${gutter} | ${' '.repeat(column - cut)}${carets.slice(0, LONGEST_LINE)} ${message}`,
  ].join('\n');
}

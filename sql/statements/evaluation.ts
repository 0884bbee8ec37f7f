import type { Cursor } from '../grammar/cursor.js';
import { expressionText, type ExpressionText } from '../grammar/expression-text.js';

/** Expressions that are evaluated for what they do alone. */
export interface Do {
  readonly kind: 'do';
  readonly expressions: readonly ExpressionText[];
}

/** `DO <expression> [, …]` */
export function parseDo(cursor: Cursor): Do {
  cursor.expect('DO');
  const expressions: ExpressionText[] = [];
  do expressions.push(expressionText(cursor)); while (cursor.takeSymbol(','));
  return { kind: 'do', expressions };
}

export interface Help {
  readonly kind: 'help';
  readonly topic: string;
}

/** `HELP '<topic>'` */
export function parseHelp(cursor: Cursor): Help {
  cursor.expect('HELP');
  const topic = cursor.isString() ? cursor.expectString('a topic') : cursor.expectName('a topic');
  cursor.expectEnd();
  return { kind: 'help', topic };
}

import { StagewireError } from '../../../errors/index.js';
import { parseStageLocation } from '../../location.js';
import type { Expression } from '../ast.js';
import type { Grammar } from './grammar.js';

/** `read_file('@stage/path')`, `read_file('@stage', <path>)`. Null if no call stands here. */
export function fileContent(grammar: Grammar): Expression | null {
  const { cursor } = grammar;
  const next = cursor.peek();
  if (next.kind !== 'symbol' || next.text !== '(') return null;
  cursor.expect('READ_FILE');
  cursor.expectSymbol('(');
  if (cursor.isSymbol(')')) throw wrongCount();
  const place = stageArgument(grammar);
  const path = cursor.takeSymbol(',') ? grammar.expression() : null;
  if (cursor.isSymbol(',')) throw wrongCount();
  cursor.expectSymbol(')');
  if (place === null) return { kind: 'null' };
  const location = placeOf(place, path !== null);
  const content = { kind: 'file-content', location, path } as const;
  grammar.noteFile(content);
  return content;
}

/** Null for NULL. 1006 for anything that is not known before the query runs. */
function stageArgument({ cursor }: Grammar): string | null {
  if (cursor.take('NULL')) return null;
  if (!cursor.isString()) throw new StagewireError('BadArguments', "the first argument of read_file must be a constant such as '@stage/path', or '@stage' with the path as second argument");
  return cursor.expectString('a stage location in quotes');
}

function placeOf(text: string, hasPath: boolean): ReturnType<typeof parseStageLocation> {
  if (!text.startsWith('@')) throw new StagewireError('SemanticError', `stage path must start with @, but got ${text}`);
  const location = parseStageLocation(text);
  if (hasPath && location.path !== '') throw new StagewireError('BadArguments', `stage argument must be a stage name, but got ${text}`);
  if (!hasPath && (location.path === '' || location.path.endsWith('/'))) throw new StagewireError('BadArguments', `read_file location must be a file, but got ${text}`);
  return location;
}

function wrongCount(): StagewireError {
  return new StagewireError('SemanticError', 'read_file takes 1 or 2 arguments');
}

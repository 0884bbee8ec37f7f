import { StagewireError } from '../../errors/index.js';

/** Of all expressions of a query and, once more, of what each is made of. The largest statement that makes sense takes a fraction. */
const MOST_CHARACTERS = 128 * 1024 ** 2;

/** Counts the characters that a translation writes: some expressions are written several times within another, and so grow with each level. */
export function spending(): (characters: number) => void {
  let left = MOST_CHARACTERS;
  return (characters) => {
    left -= characters;
    if (left < 0) throw new StagewireError('SemanticError', 'the query is too large to translate: expressions within expressions grow with each level; give parts of them names by WITH or a derived table');
  };
}

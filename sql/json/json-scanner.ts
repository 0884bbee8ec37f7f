import { TextScanner } from './text-scanner.js';

/** Values nested deeper are refused; the recursion must end before the stack does. */
const DEEPEST = 512;

/** Tokens of RFC 8259. */
export const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
// Control characters are what JSON forbids.
// eslint-disable-next-line no-control-regex
export const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/ys;

/** What those who read JSON texts share. */
export abstract class JsonScanner extends TextScanner {
  protected refuseDeeper(depth: number): void {
    if (depth > DEEPEST) throw new SyntaxError(`JSON is nested deeper than ${DEEPEST}`);
  }

  protected unexpected(): SyntaxError {
    return new SyntaxError(this.at < this.text.length ? `unexpected character at position ${this.at + 1} of the JSON text` : 'the JSON text ends too early');
  }
}

import type { IndexRange, JsonPath, PathComparison, PathCondition, PathIndex, PathOperand, PathStep } from './path.js';
import { TextScanner } from './text-scanner.js';

/** Reads a path. Throws an error with the position of what it can't read. */
export function parsePath(text: string): JsonPath {
  const parser = new PathParser(text);
  return parser.only(() => parser.rootPath());
}

/** Reads a path, or a condition such as `$.a == 1`, for a predicate of a whole document. */
export function parsePredicate(text: string): PathCondition {
  const parser = new PathParser(text);
  return parser.only(() => parser.condition());
}

/** Deeper parentheses are refused. */
const DEEPEST = 32;
const COMPARISONS: readonly PathComparison[] = ['==', '!=', '<=', '>=', '<', '>', 'starts with', 'like_regex'];

class PathParser extends TextScanner {
  #depth = 0;

  only<Read>(read: () => Read): Read {
    const result = read();
    this.#blanks();
    if (this.at < this.text.length) throw this.#invalid();
    return result;
  }

  /** `$` may be left out before a key or an index. */
  rootPath(): JsonPath {
    if (this.#take('$')) return { steps: this.#steps() };
    this.#blanks();
    if (this.text[this.at] === '[' || this.at === this.text.length) return { steps: this.#steps() };
    const first: PathStep = { kind: 'key', key: this.#key() };
    return { steps: [first, ...this.#steps()] };
  }

  condition(): PathCondition {
    return this.#joined('||', 'or', () => this.#joined('&&', 'and', () => this.#test()));
  }

  #joined(symbol: string, kind: 'and' | 'or', read: () => PathCondition): PathCondition {
    const first = read();
    const rest: PathCondition[] = [];
    while (this.#take(symbol)) rest.push(read());
    return rest.length === 0 ? first : { kind, conditions: [first, ...rest] };
  }

  #test(): PathCondition {
    if ((this.#depth += 1) > DEEPEST) throw this.#invalid();
    try {
      if (this.#take('!')) return { kind: 'not', condition: this.#test() };
      if (this.#take('(')) return this.#until(')', this.condition());
      if (this.#takeWord('exists')) {
        if (!this.#take('(')) throw this.#invalid();
        return this.#until(')', { kind: 'exists', operand: this.#operand() });
      }
      const left = this.#operand();
      const operator = COMPARISONS.find((one) => (/[a-z]/.test(one) ? this.#takeWord(one) : this.#take(one)));
      return operator ? { kind: 'compare', operator, left, right: this.#operand() } : { kind: 'exists', operand: left };
    } finally {
      this.#depth -= 1;
    }
  }

  #until<Read>(symbol: string, read: Read): Read {
    if (!this.#take(symbol)) throw this.#invalid();
    return read;
  }

  #operand(): PathOperand {
    this.#blanks();
    if (this.#take('@')) return { kind: 'path', isRoot: false, path: { steps: this.#steps() } };
    if (this.#take('$')) return { kind: 'path', isRoot: true, path: { steps: this.#steps() } };
    if (this.text[this.at] === '"') return { kind: 'value', value: this.#quoted() };
    for (const [word, value] of [['null', null], ['true', true], ['false', false]] as const) if (this.#takeWord(word)) return { kind: 'value', value };
    const number = this.match(/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
    if (number === null) throw this.#invalid();
    return { kind: 'value', value: Number(number) };
  }

  #steps(): PathStep[] {
    const steps: PathStep[] = [];
    for (;;) {
      const step = this.#step();
      if (step === null) return steps;
      steps.push(step);
    }
  }

  #step(): PathStep | null {
    if (this.#take('.**') || this.#take('**')) return { kind: 'deep' };
    if (this.#take('.*')) return { kind: 'keys' };
    if (this.#take('.') || this.#take(':')) return { kind: 'key', key: this.#key() };
    if (this.#take('[')) return this.#until(']', this.#brackets());
    if (this.#take('?(')) return this.#until(')', { kind: 'filter', condition: this.condition() });
    if (!this.match(/\s*\?\s*\(/y)) return null;
    return this.#until(')', { kind: 'filter', condition: this.condition() });
  }

  #brackets(): PathStep {
    if (this.#take('*')) return { kind: 'items' };
    this.#blanks();
    if (this.text[this.at] === '"') return { kind: 'key', key: this.#quoted() };
    const ranges: IndexRange[] = [];
    do {
      const from = this.#index();
      ranges.push({ from, to: this.#takeWord('to') ? this.#index() : from });
    } while (this.#take(','));
    return { kind: 'indices', ranges };
  }

  /** `3`, `last`, `last - 1` */
  #index(): PathIndex {
    const fromLast = this.#takeWord('last');
    if (fromLast && !this.#take('-')) return { offset: 0, fromLast };
    this.#blanks();
    const digits = this.match(/\d{1,9}/y);
    if (digits === null) throw this.#invalid();
    return { offset: Number(digits), fromLast };
  }

  #key(): string {
    this.#blanks();
    if (this.text[this.at] === '"') return this.#quoted();
    const key = this.match(/[\p{L}\p{N}_$]+/uy);
    if (key === null) throw this.#invalid();
    return key;
  }

  #quoted(): string {
    const token = this.match(/"(?:[^"\\]|\\.)*"/ys);
    if (token === null) throw this.#invalid();
    try {
      return JSON.parse(token) as string;
    } catch {
      throw this.#invalid();
    }
  }

  #takeWord(word: string): boolean {
    this.#blanks();
    const pattern = new RegExp(`${word.replaceAll(' ', '\\s+')}\\b`, 'y');
    return this.match(pattern) !== null;
  }

  #take(symbol: string): boolean {
    this.#blanks();
    if (!this.text.startsWith(symbol, this.at)) return false;
    this.at += symbol.length;
    return true;
  }

  #blanks(): void {
    this.match(/\s*/y);
  }

  #invalid(): Error {
    return new Error(`Invalid JSON path expression. The error is around character position ${this.at + 1} of '${this.text}'.`);
  }
}

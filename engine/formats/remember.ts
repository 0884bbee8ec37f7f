import { RecentlyUsed } from '../recently-used.js';

const MOST_REMEMBERED = 10_000;

/**
 * Keeps what was found out of files. A key is the identity of a content, which holds no newline, and texts that say what was looked for and
 * how; nothing here grows old.
 */
export class Memory<Value> {
  readonly #known = new RecentlyUsed<string, Value>(MOST_REMEMBERED);

  get(parts: readonly string[]): Value | undefined {
    return this.#known.get(parts.join('\n'));
  }

  set(parts: readonly string[], value: Value): void {
    this.#known.set(parts.join('\n'), value);
  }

  async of(parts: readonly string[], find: () => Promise<Value>): Promise<Value> {
    const key = parts.join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const value = await find();
    this.#known.set(key, value);
    return value;
  }
}

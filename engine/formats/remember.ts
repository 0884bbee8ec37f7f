import { RecentlyUsed } from '../recently-used.js';

const MOST_REMEMBERED = 10_000;

/** Keeps what was found out of files; keys hold the identity of the content, so nothing here grows old. */
export class Memory<Value> {
  readonly #known = new RecentlyUsed<string, Value>(MOST_REMEMBERED);

  has(parts: readonly unknown[]): boolean {
    return this.#known.get(JSON.stringify(parts)) !== undefined;
  }

  async of(parts: readonly unknown[], find: () => Promise<Value>): Promise<Value> {
    const key = JSON.stringify(parts);
    const value = this.#known.get(key) ?? (await find());
    this.#known.set(key, value);
    return value;
  }
}

/** A map that tells whether it has changed: what was made of its entries holds as long as the stamp is the same. */
export class StampedMap<Key, Value> extends Map<Key, Value> {
  #stamp = 0;

  private constructor() {
    super();
  }

  static of<Key, Value>(entries: Iterable<readonly [Key, Value]>): StampedMap<Key, Value> {
    const map = new StampedMap<Key, Value>();
    for (const [key, value] of entries) map.set(key, value);
    return map;
  }

  get stamp(): number {
    return this.#stamp;
  }

  override set(key: Key, value: Value): this {
    this.#stamp += 1;
    return super.set(key, value);
  }

  override delete(key: Key): boolean {
    this.#stamp += 1;
    return super.delete(key);
  }

  override clear(): void {
    this.#stamp += 1;
    super.clear();
  }
}

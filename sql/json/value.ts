/** A number as it was written, with all its digits. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value of JSON (RFC 8259). Objects keep the order in which their keys came; of equal keys the last counts. */
export type Json = null | boolean | string | JsonNumber | JsonArray | JsonObject;
export type JsonArray = readonly Json[];
export type JsonObject = ReadonlyMap<string, Json>;

export const isArray = (value: Json): value is JsonArray => Array.isArray(value);
export const isObject = (value: Json): value is JsonObject => value instanceof Map;

/** Whether two values are the same: numbers by what they count, objects whatever the order of their keys. */
export function isSame(a: Json, b: Json): boolean {
  if (a instanceof JsonNumber && b instanceof JsonNumber) return a.text === b.text || Number(a.text) === Number(b.text);
  if (isArray(a) && isArray(b)) return a.length === b.length && a.every((item, index) => isSame(item, b[index] ?? null));
  if (isObject(a) && isObject(b)) return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isSame(value, b.get(key) ?? null));
  return a === b;
}

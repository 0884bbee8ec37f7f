export type JsonObject = Readonly<Record<string, unknown>>;

/** Digits of numbers that a double may not hold exactly. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/** An object in JSON; whole numbers of 16 digits and more as text. */
export function parseExact(json: string): JsonObject {
  return JSON.parse(json.replace(STRING_OR_LONG_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`))) as JsonObject;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** Digits of numbers that a double may not hold exactly, and numbers that DuckDB writes and JSON does not have. */
const STRING_OR_ODD_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])|-?Infinity|NaN/g;

/** An object in DuckDB's JSON; whole numbers of 16 digits and more, and those that are none, as text. */
export function parseExact(json: string): JsonObject {
  return JSON.parse(json.replace(STRING_OR_ODD_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`))) as JsonObject;
}

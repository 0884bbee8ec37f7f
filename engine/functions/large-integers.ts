/** Strings and numbers of a JSON text. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/gs;

const LARGEST_BIGINT = 2n ** 63n - 1n;

/** A JSON text in which whole numbers that are beyond a BIGINT are fractions, as which they are read. */
export function largeAsFractions(json: string): string {
  return json.replaceAll(TOKENS, (token) => (/^\d{19,}$/.test(token) && BigInt(token) > LARGEST_BIGINT ? `${token}.0` : token));
}

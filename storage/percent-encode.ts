/** Percent-encodes as signatures require: everything but letters, digits and `-._~`. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A key as the path of a URL, without a leading slash. */
export function encodePath(key: string): string {
  return key.split('/').map(percentEncode).join('/');
}

/** Parameters as the query of a URL with its question mark; empty for none. An empty value stands for a parameter without one, `?uploads`. */
export function encodeQuery(query: Readonly<Record<string, string>>): string {
  const search = Object.entries(query)
    .map(([name, value]) => (value === '' ? percentEncode(name) : `${percentEncode(name)}=${percentEncode(value)}`))
    .join('&');
  return search === '' ? '' : `?${search}`;
}

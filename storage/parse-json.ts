/** What a text says in JSON; undefined where it is none. For what others send and a schema then checks. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

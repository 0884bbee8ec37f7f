/** Some stores leave the quotes out in one place or another. */
export function quoteETag(etag: string): string {
  return /^(?:W\/)?"/.test(etag) ? etag : `"${etag}"`;
}

/** HEAD tells whole seconds and listings milliseconds: both should say the same of an object. */
export function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

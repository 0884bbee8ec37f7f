import { z } from 'zod';
import { wholeSeconds } from '../described.js';
import type { Written } from '../upload/write-in-parts.js';

/** A file or directory as the Hub lists it. Hub API endpoints: Repo listing API. */
export const ENTRY = z.object({
  type: z.string(),
  path: z.string(),
  oid: z.string(),
  size: z.number(),
  /** Of a file that git has a pointer to. */
  lfs: z.object({ oid: z.string() }).nullish(),
  /** Only if it was asked for. */
  lastCommit: z.object({ date: z.string() }).nullish(),
});

/** The hash of a file's content is its version, and the ETag with which it is served. */
export function describe({ oid, size, lfs, lastCommit }: z.infer<typeof ENTRY>): Written {
  const hash = lfs?.oid ?? oid;
  return { size, etag: `"${hash}"`, version: hash, lastModified: wholeSeconds(new Date(lastCommit?.date ?? 0)) };
}

import { z } from 'zod';
import { quoteETag, wholeSeconds } from '../described.js';
import type { Written } from '../upload/write-in-parts.js';

/** Cloud Storage JSON API: Objects. Numbers of 64 bits are texts there. */
export const OBJECT = z.object({
  name: z.string(),
  size: z.string().regex(/^\d+$/),
  generation: z.string(),
  etag: z.string().optional(),
  updated: z.string(),
});

/** For the `fields` parameter: no more is sent than is read. */
export const OBJECT_FIELDS = 'name,size,generation,etag,updated';

/** A generation is one content of an object; an ETag changes with its metadata too. */
export function describe(object: z.infer<typeof OBJECT>): Written {
  return {
    size: Number(object.size),
    etag: object.etag === undefined ? null : quoteETag(object.etag),
    version: object.generation,
    lastModified: wholeSeconds(new Date(object.updated)),
  };
}

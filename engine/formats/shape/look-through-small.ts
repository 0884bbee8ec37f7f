import { statSync } from 'node:fs';
import type { FoundBy, LookName, MarksOf } from './looks.js';
import { lookThroughPart } from './look-through-part.js';

/** Larger files are looked through one by one. */
const SMALL_BYTES = 256 * 1024;

export interface SmallLook {
  readonly name: LookName;
  readonly path: string;
  readonly marks: MarksOf<LookName>;
}

/** Looks through many small files, one after the other; null for those that are not small. */
export function lookThroughSmall({ looks }: { readonly looks: readonly SmallLook[] }): ({ readonly found: FoundBy<LookName> } | null)[] {
  return looks.map((look) => {
    const { size } = statSync(look.path);
    return size > SMALL_BYTES ? null : { found: lookThroughPart({ ...look, part: { start: 0, end: size } }) };
  });
}

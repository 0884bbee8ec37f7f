import type { LineProfile } from './line-look.js';
import { lookThrough, type Looking } from './shape/look-through.js';

/** DuckDB's own limit is 2 MB. */
export const USUAL_LONGEST_LINE = 1024 * 1024;

export async function lineProfile(path: string, looking: Looking): Promise<LineProfile> {
  const parts = await lookThrough('profile', path, null, looking);
  return {
    longest: Math.max(...parts.map(({ longest }) => longest)),
    hasCarriageReturn: parts.some(({ hasCarriageReturn }) => hasCarriageReturn),
    hasByteOrderMark: parts.some(({ hasByteOrderMark }) => hasByteOrderMark),
    mayBeLooseJson: parts.some(({ mayBeLooseJson }) => mayBeLooseJson),
  };
}

/** The option of DuckDB's CSV reader for lines beyond its own limit. */
export function lineLimit(longest: number): string[] {
  return longest > USUAL_LONGEST_LINE ? [`max_line_size = ${2 * longest}`] : [];
}

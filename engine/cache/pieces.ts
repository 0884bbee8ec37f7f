import type { FileRange } from '../sources/source-file.js';

/** Neighbouring parts of a file that one request brings, gaps between them included. */
export interface Piece extends FileRange {
  readonly parts: readonly FileRange[];
}

const LARGEST_PIECE = 8 * 1024 * 1024;
const LARGEST_GAP = 1024 * 1024;
/** Costs less than any request. */
const SMALL_GAP = 16 * 1024;
/** A larger gap may be this share of the bytes that are wanted around it. */
const GAP_SHARE = 0.25;

/**
 * Puts neighbours together where reading the gap costs less than another request would. A piece grows to 8 MiB; a part that
 * is larger is a piece of its own. Parts must not overlap.
 */
export function together(parts: readonly FileRange[]): readonly Piece[] {
  const pieces: { offset: number; length: number; wanted: number; parts: FileRange[] }[] = [];
  for (const part of [...parts].sort((a, b) => a.offset - b.offset)) {
    const last = pieces.at(-1);
    const gap = last ? part.offset - last.offset - last.length : Infinity;
    if (last && gap <= Math.max(SMALL_GAP, Math.min(LARGEST_GAP, GAP_SHARE * Math.min(last.wanted, part.length))) && last.length + gap + part.length <= LARGEST_PIECE) {
      last.length += gap + part.length;
      last.wanted += part.length;
      last.parts.push(part);
    } else {
      pieces.push({ offset: part.offset, length: part.length, wanted: part.length, parts: [part] });
    }
  }
  return pieces;
}

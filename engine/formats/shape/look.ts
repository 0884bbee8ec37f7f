import type { ShapeScanner } from './shape-scanner.js';

/** One way through the bytes of a text file, or of a part of it that begins behind a LF. */
export interface Look<Found> {
  /** Looks at the next chunk, which is in that slot of the scanner; all but the last fill it. False: nothing that follows can change what is found. */
  push(slot: number, length: number): boolean;
  end(): Found;
}

/** `isStart`: the part is the beginning of the file. The scanner was reset. */
export type BeginLook<Marks, Found> = (scanner: ShapeScanner, marks: Marks, isStart: boolean) => Look<Found>;

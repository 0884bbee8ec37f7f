import { closeSync, openSync, writeSync } from 'node:fs';
import { readPart, type Part } from '../shape/read-part.js';
import { threadScanner } from '../shape/shape-scanner.js';

/** Slots of the scanner. */
const FROM = 0;
const TO = 1;

/** How many carriage returns a part of a local file has. */
export function countReturns({ path, part }: { readonly path: string; readonly part: Part }): number {
  let returns = 0;
  eachWithoutReturns(path, part, (bytes, length) => { returns += length - bytes.length; });
  return returns;
}

export interface DropReturns {
  readonly path: string;
  readonly part: Part;
  /** A file that is there. */
  readonly target: string;
  /** Where in the target the part begins. */
  readonly position: number;
}

/** Writes a part of a local file without carriage returns. */
export function dropReturns({ path, part, target, position }: DropReturns): void {
  const file = openSync(target, 'r+');
  try {
    let at = position;
    eachWithoutReturns(path, part, (bytes) => {
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written, bytes.length - written, at + written);
      at += bytes.length;
    });
  } finally {
    closeSync(file);
  }
}

/** Chunks of a part without carriage returns, in a buffer that the next one is written into, with how long each was with them. */
function eachWithoutReturns(path: string, part: Part, take: (bytes: Buffer, length: number) => void): void {
  const scanner = threadScanner();
  const [from, to] = [scanner.slots[FROM] as Buffer, scanner.slots[TO] as Buffer];
  readPart(path, part, from, (length) => {
    take(to.subarray(0, scanner.dropReturns(FROM, length, TO)), length);
    return true;
  });
}

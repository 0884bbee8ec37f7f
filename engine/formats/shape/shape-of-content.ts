import { beginShapeLook, type PartShape } from './shape-look.js';
import { SLOT_BYTES, threadScanner, type MeaningBytes } from './shape-scanner.js';

/** The shape of a small text that is here as a whole. */
export function shapeOfContent(content: Buffer, marks: MeaningBytes): PartShape {
  const scanner = threadScanner();
  scanner.reset();
  const look = beginShapeLook(scanner, marks, true);
  for (let at = 0; at < content.length; at += SLOT_BYTES) look.push(0, content.copy(scanner.slots[0] as Buffer, 0, at, at + SLOT_BYTES));
  return look.end();
}

import { beginLook, type FoundBy, type LookName, type MarksOf } from './looks.js';
import { readPart, type Part } from './read-part.js';
import { threadScanner } from './shape-scanner.js';

/** Looks through a part of a local file, in a thread of its own. */
export function lookThroughPart<Name extends LookName>({ name, path, marks, part }: { readonly name: Name; readonly path: string; readonly marks: MarksOf<Name>; readonly part: Part }): FoundBy<Name> {
  const scanner = threadScanner();
  scanner.reset();
  const look = beginLook(name, scanner, marks, part.start === 0);
  readPart(path, part, scanner.slots[0] as Buffer, (length) => look.push(0, length));
  return look.end();
}

import { beginPlainLook } from '../delimited/plain-look.js';
import { beginProfileLook } from '../line-look.js';
import type { BeginLook, Look } from './look.js';
import { beginShapeLook } from './shape-look.js';
import type { ShapeScanner } from './shape-scanner.js';

/** What text files are looked through for. Marks and findings go from thread to thread, so they are data alone. */
const LOOKS = { shape: beginShapeLook, plain: beginPlainLook, profile: beginProfileLook } as const;

export type LookName = keyof typeof LOOKS;
export type MarksOf<Name extends LookName> = Parameters<(typeof LOOKS)[Name]>[1];
export type FoundBy<Name extends LookName> = ReturnType<ReturnType<(typeof LOOKS)[Name]>['end']>;

/** Begins to look for what that name says. */
export function beginLook<Name extends LookName>(name: Name, scanner: ShapeScanner, marks: MarksOf<Name>, isStart: boolean): Look<FoundBy<Name>> {
  const begin = LOOKS[name] as unknown as BeginLook<MarksOf<Name>, FoundBy<Name>>;
  return begin(scanner, marks, isStart);
}

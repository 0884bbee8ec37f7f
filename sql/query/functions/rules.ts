import type { StaticKind } from '../static-kind.js';
import { SESSION_FUNCTIONS, SESSION_FUNCTIONS_OF_ARGUMENTS } from '../session-values.js';
import { AGGREGATE_NAMES, aggregateOf, WINDOW_FUNCTION_NAMES } from './aggregates.js';
import { BITMAPS } from './bitmaps.js';
import { CELLS } from './cells.js';
import { COLLECTIONS } from './collections.js';
import { CONTROL } from './control.js';
import { CONVERSIONS } from './conversions.js';
import { JSON_FUNCTIONS } from './json.js';
import { NUMBERS } from './numbers.js';
import type { FunctionRule } from './rule.js';
import { SPATIAL } from './spatial.js';
import { TEXTS } from './texts.js';
import { TIMES } from './times.js';
import { VECTORS } from './vectors.js';

/** The functions that queries may call, by lower-case name. A name that is not here is unknown to queries, whatever DuckDB itself would know. */
const RULES: ReadonlyMap<string, FunctionRule> = new Map(Object.entries({ ...CONTROL, ...NUMBERS, ...TEXTS, ...CONVERSIONS, ...TIMES, ...JSON_FUNCTIONS, ...COLLECTIONS, ...SPATIAL, ...BITMAPS, ...VECTORS, ...CELLS }));

export function ruleOf(name: string): FunctionRule | null {
  return RULES.get(name) ?? null;
}

/** What is known of the type of a call's result. */
export function resultKind(name: string): StaticKind {
  return ruleOf(name)?.result ?? aggregateOf(name)?.rule.result ?? 'unknown';
}

/** All functions that queries may use, by name. */
export function knownFunctions(): readonly { readonly name: string; readonly isAggregate: boolean }[] {
  const plain = [...RULES.keys(), ...Object.keys(SESSION_FUNCTIONS), ...Object.keys(SESSION_FUNCTIONS_OF_ARGUMENTS), ...WINDOW_FUNCTION_NAMES];
  const all = [...plain.map((name) => ({ name, isAggregate: false })), ...AGGREGATE_NAMES.map((name) => ({ name, isAggregate: true }))];
  return [...new Map(all.map((one) => [one.name, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

import type { JsonPath, PathStep } from './path.js';
import { positionOf, select } from './select.js';
import { isArray, isObject, type Json } from './value.js';

/** What happens at a place: the value that is there becomes another one, a new one is put, or nothing. */
interface Change {
  /** Undefined removes. */
  readonly existing: (value: Json) => Json | undefined;
  /** What comes where nothing is yet; undefined leaves it so. */
  readonly missing: Json | undefined;
}

/** JSON_SET, JSON_INSERT, JSON_REPLACE (MySQL manual, "Functions That Modify JSON Values"). */
export const setAt = (document: Json, path: JsonPath, value: Json): Json => changeAt(document, path, { existing: () => value, missing: value });
export const insertAt = (document: Json, path: JsonPath, value: Json): Json => changeAt(document, path, { existing: (old) => old, missing: value });
export const replaceAt = (document: Json, path: JsonPath, value: Json): Json => changeAt(document, path, { existing: () => value, missing: undefined });

export function removeAt(document: Json, path: JsonPath): Json {
  if (path.steps.length === 0) throw new Error('The path expression $ is not allowed in this context.');
  return changeAt(document, path, { existing: () => undefined, missing: undefined });
}

/** JSON_ARRAY_APPEND: what is no array becomes one first. */
export const appendAt = (document: Json, path: JsonPath, value: Json): Json =>
  changeAt(document, path, { existing: (old) => (isArray(old) ? [...old, value] : [old, value]), missing: undefined });

/** JSON_ARRAY_INSERT: the path ends in a position of an array, behind whose end it is the end. */
export function insertIntoArray(document: Json, { steps }: JsonPath, value: Json): Json {
  const last = steps.at(-1);
  if (last?.kind !== 'indices') throw new Error('A path expression is not a path to a cell in an array.');
  return changeAt(document, { steps: steps.slice(0, -1) }, {
    existing: (old) => (isArray(old) ? spliced(old, Math.max(0, positionOf(onlyIndex(last), old.length)), value) : old),
    missing: undefined,
  });
}

const spliced = (items: readonly Json[], position: number, value: Json): Json => [...items.slice(0, position), value, ...items.slice(position)];

function changeAt(value: Json, { steps: [step, ...rest] }: JsonPath, change: Change): Json {
  if (!step) return change.existing(value) ?? null;
  return step.kind === 'key' ? changeKey(value, step.key, rest, change) : changeIndex(value, onlyIndex(step), rest, change);
}

function changeKey(value: Json, key: string, rest: readonly PathStep[], change: Change): Json {
  if (!isObject(value)) return value;
  const old = value.get(key);
  const changed = old === undefined ? (rest.length === 0 ? change.missing : undefined) : rest.length === 0 ? change.existing(old) : changeAt(old, { steps: rest }, change);
  const members = new Map(value);
  if (changed === undefined) members.delete(key);
  else members.set(key, changed);
  return members;
}

function changeIndex(value: Json, index: Parameters<typeof positionOf>[0], rest: readonly PathStep[], change: Change): Json {
  const items = isArray(value) ? value : [value];
  const position = positionOf(index, items.length);
  const old = items[position];
  if (old === undefined) return rest.length > 0 || change.missing === undefined ? value : position < 0 ? [change.missing, ...items] : [...items, change.missing];
  const changed = rest.length === 0 ? change.existing(old) : changeAt(old, { steps: rest }, change);
  if (!isArray(value)) return changed ?? value;
  return changed === undefined ? items.filter((_, at) => at !== position) : items.map((item, at) => (at === position ? changed : item));
}

function onlyIndex(step: PathStep): Parameters<typeof positionOf>[0] {
  const range = step.kind === 'indices' && step.ranges.length === 1 ? step.ranges[0] : undefined;
  if (!range || range.from !== range.to) throw new Error('In this situation, path expressions may not contain the * and ** tokens or an array range.');
  return range.from;
}

/** JSON_MERGE_PATCH (RFC 7396). */
export function mergePatch(document: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(document) ? document : []);
  for (const [key, value] of patch) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key) ?? null, value));
  }
  return merged;
}

/** JSON_MERGE_PRESERVE: arrays one behind the other, objects together, and of a key in both the values likewise. */
export function mergePreserving(a: Json, b: Json): Json {
  if (!isObject(a) || !isObject(b)) return [...(isArray(a) ? a : [a]), ...(isArray(b) ? b : [b])];
  const merged = new Map(a);
  for (const [key, value] of b) {
    const old = merged.get(key);
    merged.set(key, old === undefined ? value : mergePreserving(old, value));
  }
  return merged;
}

/** JSON_SEARCH: the paths of texts that a test accepts, below what `within` finds (everything where it is empty). */
export function searchTexts(document: Json, accepts: (text: string) => boolean, within: readonly JsonPath[]): readonly string[] {
  const roots = within.length === 0 ? [{ place: [], value: document }] : within.flatMap((path) => select(document, path));
  const found = roots.flatMap(({ place, value }) => select(value, { steps: [{ kind: 'deep' }] }).map((one) => ({ place: [...place, ...one.place], value: one.value })));
  return [...new Set(found.filter(({ value }) => typeof value === 'string' && accepts(value)).map(({ place }) => pathText(place)))];
}

/** A place as MySQL writes it: `$.a[0]."odd key"`. */
function pathText(place: readonly (string | number)[]): string {
  return `$${place.map((part) => (typeof part === 'number' ? `[${part}]` : /^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `.${JSON.stringify(part)}`)).join('')}`;
}

import type { IndexRange, JsonPath, PathCondition, PathIndex, PathOperand, PathStep } from './path.js';
import { isArray, isObject, JsonNumber, type Json } from './value.js';

/** A place in a document: the keys and positions that lead to it, and what is there. */
export interface Found {
  readonly place: readonly (string | number)[];
  readonly value: Json;
}

/** What a path finds, in the order of the document. */
export function select(document: Json, { steps }: JsonPath): readonly Found[] {
  return steps.reduce<readonly Found[]>((found, step) => distinct(found.flatMap((one) => following(one, step, document)), step), [{ place: [], value: document }]);
}

/** The values alone. */
export const selectValues = (document: Json, path: JsonPath): readonly Json[] => select(document, path).map(({ value }) => value);

/** `**` may come to one place by several ways. */
function distinct(found: readonly Found[], step: PathStep): readonly Found[] {
  if (step.kind !== 'deep') return found;
  return [...new Map(found.map((one) => [JSON.stringify(one.place), one])).values()];
}

function following(found: Found, step: PathStep, document: Json): readonly Found[] {
  const { place, value } = found;
  switch (step.kind) {
    case 'key': {
      const member = isObject(value) ? value.get(step.key) : undefined;
      return member === undefined ? [] : [{ place: [...place, step.key], value: member }];
    }
    case 'keys':
      return isObject(value) ? members(found) : [];
    case 'items':
      return isArray(value) ? members(found) : [];
    case 'indices':
      return atIndices(found, step.ranges);
    case 'deep':
      return [found, ...members(found).flatMap((member) => following(member, step, document))];
    case 'filter': {
      const candidates = isArray(value) ? members(found) : [found];
      return candidates.filter((candidate) => holds(step.condition, candidate.value, document));
    }
  }
}

function members({ place, value }: Found): readonly Found[] {
  if (isArray(value)) return value.map((item, index) => ({ place: [...place, index], value: item }));
  return isObject(value) ? [...value].map(([key, member]) => ({ place: [...place, key], value: member })) : [];
}

/** What is no array counts as one of itself, as in MySQL and SQL/JSON. */
function atIndices({ place, value }: Found, ranges: readonly IndexRange[]): readonly Found[] {
  const items = isArray(value) ? value : [value];
  return ranges.flatMap(({ from, to }) => {
    const [first, last] = [positionOf(from, items.length), Math.min(positionOf(to, items.length), items.length - 1)];
    const positions = Array.from({ length: Math.max(0, last - Math.max(first, 0) + 1) }, (_, index) => Math.max(first, 0) + index);
    return positions.filter((position) => position < items.length).map((position) => ({ place: isArray(value) ? [...place, position] : place, value: items[position] ?? null }));
  });
}

export const positionOf = ({ offset, fromLast }: PathIndex, length: number): number => (fromLast ? length - 1 - offset : offset);

/** Whether a condition holds for a value of a document. */
export function holds(condition: PathCondition, value: Json, document: Json): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((one) => holds(one, value, document));
    case 'or':
      return condition.conditions.some((one) => holds(one, value, document));
    case 'not':
      return !holds(condition.condition, value, document);
    case 'exists':
      return operandValues(condition.operand, value, document).length > 0;
    case 'compare': {
      const right = operandValues(condition.right, value, document);
      return operandValues(condition.left, value, document).some((a) => right.some((b) => compares(condition.operator, a, b)));
    }
  }
}

function operandValues(operand: PathOperand, value: Json, document: Json): readonly Json[] {
  if (operand.kind === 'value') return [typeof operand.value === 'number' ? new JsonNumber(String(operand.value)) : operand.value];
  const found = selectValues(operand.isRoot ? document : value, operand.path);
  // An array stands for its items, of which one must fit.
  return found.flatMap((one) => (isArray(one) ? one : [one]));
}

function compares(operator: Extract<PathCondition, { kind: 'compare' }>['operator'], a: Json, b: Json): boolean {
  if (operator === 'starts with') return typeof a === 'string' && typeof b === 'string' && a.startsWith(b);
  if (operator === 'like_regex') throw new Error('like_regex is not supported in JSON paths');
  const [left, right] = [comparable(a), comparable(b)];
  if (operator === '==') return left === right;
  if (operator === '!=') return typeof left === typeof right && left !== right;
  if (typeof left !== typeof right || left === null || right === null) return false;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function comparable(value: Json): null | boolean | number | string {
  if (value instanceof JsonNumber) return Number(value.text);
  return typeof value === 'object' && value !== null ? null : value;
}

/**
 * A path into JSON. MySQL's (manual, "JSON Path Syntax") and those of SQL/JSON that Databend has are read alike:
 * `$.key`, `$."odd key"`, `$.*`, `[0]`, `[last - 1]`, `[0 to 2]`, `[0, 3]`, `[*]`, `**` and `.**` for any depth,
 * `?(@.price > 10 && @.name starts with "a")`.
 */
export interface JsonPath {
  readonly steps: readonly PathStep[];
}

export type PathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'keys' }
  | { readonly kind: 'items' }
  | { readonly kind: 'indices'; readonly ranges: readonly IndexRange[] }
  | { readonly kind: 'deep' }
  | { readonly kind: 'filter'; readonly condition: PathCondition };

/** Positions from 0; `fromLast` counts back from the last one. */
export interface PathIndex {
  readonly offset: number;
  readonly fromLast: boolean;
}

export interface IndexRange {
  readonly from: PathIndex;
  readonly to: PathIndex;
}

export type PathOperand =
  | { readonly kind: 'path'; readonly isRoot: boolean; readonly path: JsonPath }
  | { readonly kind: 'value'; readonly value: null | boolean | number | string };

export type PathComparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'starts with' | 'like_regex';

export type PathCondition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly PathCondition[] }
  | { readonly kind: 'not'; readonly condition: PathCondition }
  | { readonly kind: 'exists'; readonly operand: PathOperand }
  | { readonly kind: 'compare'; readonly operator: PathComparison; readonly left: PathOperand; readonly right: PathOperand };

/** Whether a path can find more than one value. */
export const isMany = ({ steps }: JsonPath): boolean => steps.some((step) => step.kind !== 'key' && !(step.kind === 'indices' && step.ranges.length === 1 && step.ranges[0]?.from === step.ranges[0]?.to));

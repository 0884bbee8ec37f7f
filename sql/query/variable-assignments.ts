import { StagewireError } from '../../errors/index.js';
import type { Expression, QueryExpression, Select, SelectItem } from './ast.js';
import { children, mapChildren } from './children.js';
import { itemColumns } from './item-columns.js';

type Bindings = Map<string, Expression>;

/**
 * A select list in which `@v := x` has become `x`, and later readings of `@v` what was assigned, as drivers write it to name an expression
 * that they need again (the catalog functions of MariaDB's ODBC driver). Queries without tables are not for here (`effects.ts`). What would need the
 * value of the row before is refused with 1235.
 */
export function withoutAssignments({ items, from }: Select): readonly SelectItem[] {
  const assigned = new Set(items.flatMap(({ expression }) => assignedIn(expression)));
  if (assigned.size === 0) return items;
  if (from.length === 0) throw noAssignment([...assigned].join(', @'));
  const bindings: Bindings = new Map();
  return items.map((item) => {
    const expression = resolve(item.expression, bindings, assigned);
    return { ...item, expression, alias: item.alias ?? (expression === item.expression ? null : item.text) };
  });
}

/** The variables that a query with tables leaves set, which are whole items of its select list, and their columns among those of the result. */
export function assignedColumns(query: QueryExpression, columnCount: number): readonly { readonly name: string; readonly index: number }[] {
  if (query.body.kind !== 'select' || query.body.from.length === 0) return [];
  return itemColumns(query, columnCount).flatMap(({ expression, index }) => (expression.kind === 'assignment' ? [{ name: expression.name, index }] : []));
}

export function noAssignment(name: string): StagewireError {
  return new StagewireError('Unimplemented', `@${name} := … is supported in select lists, where it holds for later items of the row and, as a whole item, keeps the value of the last row; SET @${name} = … and SELECT … INTO @${name} keep a value`);
}

function assignedIn(expression: Expression): readonly string[] {
  const inside = children(expression).flatMap(assignedIn);
  return expression.kind === 'assignment' ? [...inside, expression.name] : inside;
}

/** Follows the order in which MySQL evaluates: from left to right, of CASE and IF one branch. */
function resolve(expression: Expression, bindings: Bindings, assigned: ReadonlySet<string>): Expression {
  switch (expression.kind) {
    case 'assignment': {
      const value = resolve(expression.value, bindings, assigned);
      bindings.set(expression.name, value);
      return value;
    }
    case 'user-variable': {
      if (!assigned.has(expression.name)) return expression;
      const bound = bindings.get(expression.name);
      if (!bound) throw new StagewireError('Unimplemented', `@${expression.name} is read before it is assigned in the same row: the value of the row before is not kept; window functions such as row_number() and lag() have it`);
      return bound;
    }
    case 'case':
      return resolveCase(expression, bindings, assigned);
    case 'call':
      if (expression.name === 'if' && expression.args.length === 3) return resolveIf(expression, bindings, assigned);
      break;
    default:
      break;
  }
  return mapChildren(expression, (child) => resolve(child, bindings, assigned));
}

type Case = Expression & { readonly kind: 'case' };

function resolveCase({ subject, branches, otherwise }: Case, bindings: Bindings, assigned: ReadonlySet<string>): Expression {
  const resolved = { subject: subject && resolve(subject, bindings, assigned), tests: [] as Expression[], ends: [] as Branch[] };
  for (const { when, then } of branches) {
    resolved.tests.push(resolve(when, bindings, assigned));
    resolved.ends.push(branchOf(then, bindings, assigned));
  }
  const last = branchOf(otherwise ?? { kind: 'null' }, bindings, assigned);
  const choose = (valueOf: (branch: Branch) => Expression): Case => ({
    kind: 'case',
    subject: resolved.subject,
    branches: resolved.ends.map((branch, index) => ({ when: resolved.tests[index] ?? { kind: 'null' }, then: valueOf(branch) })),
    otherwise: valueOf(last),
  });
  bindBranches([...resolved.ends, last], bindings, choose);
  return choose(({ value }) => value);
}

function resolveIf(call: Expression & { readonly kind: 'call' }, bindings: Bindings, assigned: ReadonlySet<string>): Expression {
  const [test = NULL, yes = NULL, no = NULL] = call.args;
  return resolveCase({ kind: 'case', subject: null, branches: [{ when: test, then: yes }], otherwise: no }, bindings, assigned);
}

const NULL: Expression = { kind: 'null' };

interface Branch {
  readonly value: Expression;
  readonly bindings: Bindings;
}

function branchOf(expression: Expression, around: Bindings, assigned: ReadonlySet<string>): Branch {
  const bindings = new Map(around);
  return { value: resolve(expression, bindings, assigned), bindings };
}

/** What a variable is behind branches: of each what it was there, NULL where nothing was assigned yet. */
function bindBranches(branches: readonly Branch[], bindings: Bindings, choose: (valueOf: (branch: Branch) => Expression) => Expression): void {
  const names = new Set(branches.flatMap((branch) => [...branch.bindings.keys()]));
  for (const name of names) {
    const before = bindings.get(name);
    if (branches.every((branch) => branch.bindings.get(name) === before)) continue;
    bindings.set(name, choose((branch) => branch.bindings.get(name) ?? NULL));
  }
}

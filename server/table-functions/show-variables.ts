import { parameterText, type Parameter } from '../../sql/parameter.js';
import type { Relation } from '../../sql/relation.js';
import { mysqlTypeOf } from '../metadata/mysql-types.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';

interface SetVariable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

const COLUMNS: readonly ColumnDefinition<SetVariable>[] = [
  { name: 'name', type: 'varchar', of: ({ name }) => name },
  { name: 'value', type: 'varchar', of: ({ value }) => value },
  { name: 'type', type: 'varchar', of: ({ type }) => type },
];

/** The rows of Databend's `show_variables()`: what SET VARIABLE has set in a session, by name. */
export function setVariables(variables: ReadonlyMap<string, Parameter>): Relation {
  const sorted = [...variables].sort(([a], [b]) => (a < b ? -1 : 1));
  return smallRelation(COLUMNS, sorted.map(([name, value]) => ({
    name,
    value: parameterText(value) ?? 'NULL',
    type: mysqlTypeOf(value.type).toUpperCase(),
  })));
}

import type { Relation } from '../../sql/relation.js';
import type { MetadataContext } from '../metadata/schema-object.js';
import { SETTINGS, type VariableDefinition } from '../variables/definitions.js';
import { readVariable } from '../variables/session-variables.js';
import { smallRelation, type ColumnDefinition } from './table.js';

interface SettingRow {
  readonly definition: VariableDefinition;
  readonly value: string;
  readonly isOwn: boolean;
}

/** As SHOW SETTINGS and `system.settings` show Databend's settings. */
export const SETTING_COLUMNS: readonly ColumnDefinition<SettingRow>[] = [
  { name: 'name', type: 'varchar', of: ({ definition }) => definition.name },
  { name: 'value', type: 'varchar', of: ({ value }) => value },
  { name: 'default', type: 'varchar', of: ({ definition }) => String(definition.value) },
  { name: 'range', type: 'varchar', of: ({ definition }) => definition.type.range },
  { name: 'level', type: 'varchar', of: ({ isOwn }) => (isOwn ? 'SESSION' : 'DEFAULT') },
  { name: 'description', type: 'varchar', of: ({ definition }) => definition.description },
  { name: 'type', type: 'varchar', of: ({ definition }) => definition.type.title },
];

export function settingsRelation({ services, session }: MetadataContext): Relation {
  return smallRelation(SETTING_COLUMNS, SETTINGS.map((definition) => ({
    definition,
    value: String(readVariable(services.variables, session, null, definition.name)),
    isOwn: session.variables.has(definition.name),
  })));
}

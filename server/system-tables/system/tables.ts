import type { UserRecord } from '../../../catalog/index.js';
import type { MetadataContext } from '../../metadata/schema-object.js';
import { visibleUsers } from '../../metadata/users.js';
import { STAGE_COLUMNS, stagesRelation } from '../../relations/stages.js';
import { SETTING_COLUMNS, settingsRelation } from '../../relations/settings.js';
import { relation, smallRelation, type ColumnDefinition } from '../../relations/table.js';
import { USER_COLUMNS } from '../../relations/users.js';
import { parseTableShapes } from '../shapes.js';
import { systemTable, systemTables, type SystemTable } from '../system-table.js';
import { SYSTEM_SHAPES } from './columns.js';
import { SYSTEM_ROWS } from './rows.js';

const ONE: readonly ColumnDefinition<number>[] = [{ name: 'dummy', type: 'uint8', of: (value) => value }];

/** The database `system`. */
export const SYSTEM: readonly SystemTable[] = [
  ...systemTables(parseTableShapes(SYSTEM_SHAPES), SYSTEM_ROWS),
  { ...systemTable('one', ONE, () => smallRelation(ONE, [1])), isFixed: true },
  systemTable('settings', SETTING_COLUMNS, settingsRelation),
  systemTable('stages', STAGE_COLUMNS, ({ services, session }, hints) => stagesRelation(services, session.identity.user, { names: hints.get('name') })),
  systemTable('users', USER_COLUMNS, (context) => relation(USER_COLUMNS, userPages(context))),
].sort((a, b) => (a.name < b.name ? -1 : 1));

async function* userPages(context: MetadataContext): AsyncGenerator<readonly UserRecord[]> {
  yield await visibleUsers(context);
}

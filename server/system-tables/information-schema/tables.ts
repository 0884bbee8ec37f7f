import { parseTableShapes } from '../shapes.js';
import { systemTables, type SystemTable } from '../system-table.js';
import { INNODB_TABLES } from './innodb-columns.js';
import { OBJECT_ROWS } from './object-rows.js';
import { PRIVILEGE_ROWS } from './privilege-rows.js';
import { SERVER_ROWS } from './server-rows.js';
import { STANDARD_TABLES } from './standard-columns.js';

const SHAPES = [...parseTableShapes(STANDARD_TABLES), ...parseTableShapes(INNODB_TABLES)].sort((a, b) => (a.name < b.name ? -1 : 1));

/** INFORMATION_SCHEMA of MySQL 8.4: every table with its columns in order; those that say something about us have rows. */
export const INFORMATION_SCHEMA: readonly SystemTable[] = systemTables(SHAPES, { ...SERVER_ROWS, ...OBJECT_ROWS, ...PRIVILEGE_ROWS });

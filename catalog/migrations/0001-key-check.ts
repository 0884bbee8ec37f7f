import type { Migration } from './migration.js';

export const keyCheck: Migration = {
  name: '0001-key-check',
  sql: `
    CREATE TABLE stagewire.key_check (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      salt     bytea NOT NULL,
      sealed   bytea NOT NULL
    );
  `,
};

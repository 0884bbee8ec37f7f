import type { Migration } from './migration.js';

/** REQUIRE of CREATE USER: what the connections of a user must be like. */
export const transportRequirement: Migration = {
  name: '0005-transport-requirement',
  sql: `
    ALTER TABLE stagewire.users
      ADD COLUMN requires text NOT NULL DEFAULT 'none' CHECK (requires IN ('none', 'ssl', 'x509'));
  `,
};

import type { Migration } from './migration.js';

/** A grant without a stage is one on everything (`*.*`). */
export const usersAndGrants: Migration = {
  name: '0004-users-and-grants',
  sql: `
    CREATE TABLE stagewire.users (
      id                    uuid PRIMARY KEY,
      name                  text COLLATE "C" NOT NULL UNIQUE,
      plugin                text NOT NULL
        CHECK (plugin IN ('default', 'mysql_native_password', 'caching_sha2_password', 'no_password')),
      verifiers_sealed      bytea NOT NULL,
      password_from_setting boolean NOT NULL,
      default_role          text,
      disabled              boolean NOT NULL,
      created_on            timestamptz(3) NOT NULL DEFAULT now()
    );

    CREATE TABLE stagewire.grants (
      user_id   uuid NOT NULL REFERENCES stagewire.users (id) ON DELETE CASCADE,
      stage_id  uuid CONSTRAINT grants_stage REFERENCES stagewire.stages (id) ON DELETE CASCADE,
      privilege text COLLATE "C" NOT NULL
    );

    CREATE UNIQUE INDEX grants_on_stage ON stagewire.grants (stage_id, user_id, privilege) WHERE stage_id IS NOT NULL;
    CREATE UNIQUE INDEX grants_global ON stagewire.grants (user_id, privilege) WHERE stage_id IS NULL;
    CREATE INDEX grants_of_user ON stagewire.grants (user_id);
  `,
};

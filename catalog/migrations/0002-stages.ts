import type { Migration } from './migration.js';

/**
 * A row's way: `active`; or, while its files are being removed, `dropping` (then it is deleted) or
 * `replacing` (then the `pending` row that points to it takes its place). The operation columns say who
 * is at it and until when others wait for a sign of life.
 *
 * Versions come from one sequence, so that a stage made anew never repeats one of its namesake.
 * Format and options are json and not jsonb, which cannot hold the character U+0000 (a delimiter may).
 */
export const stages: Migration = {
  name: '0002-stages',
  sql: `
    CREATE SEQUENCE stagewire.stage_versions;

    CREATE TABLE stagewire.stages (
      id                   uuid PRIMARY KEY,
      name                 text COLLATE "C" NOT NULL,
      state                text NOT NULL CHECK (state IN ('active', 'dropping', 'replacing', 'pending')),
      storage_type         text,
      storage_sealed       bytea,
      file_format          json NOT NULL,
      copy_options         json NOT NULL,
      comment              text NOT NULL,
      creator              text NOT NULL,
      owner                text,
      created_on           timestamptz(3) NOT NULL DEFAULT now(),
      version              bigint NOT NULL DEFAULT nextval('stagewire.stage_versions'),
      replaces             uuid REFERENCES stagewire.stages (id) ON DELETE SET NULL,
      operation_id         uuid,
      operation_instance   text,
      operation_run        uuid,
      operation_expires_at timestamptz,
      CHECK ((storage_type IS NULL) = (storage_sealed IS NULL)),
      CHECK ((state IN ('dropping', 'replacing')) = (operation_id IS NOT NULL))
    );

    CREATE UNIQUE INDEX stages_name ON stagewire.stages (name) WHERE state <> 'pending';
    CREATE UNIQUE INDEX stages_replaces ON stagewire.stages (replaces);
    CREATE INDEX stages_operations ON stagewire.stages (operation_expires_at) WHERE operation_id IS NOT NULL;
  `,
};

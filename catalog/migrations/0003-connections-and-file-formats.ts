import type { Migration } from './migration.js';

export const connectionsAndFileFormats: Migration = {
  name: '0003-connections-and-file-formats',
  sql: `
    CREATE TABLE stagewire.connections (
      id            uuid PRIMARY KEY,
      name          text COLLATE "C" NOT NULL UNIQUE,
      storage_type  text NOT NULL,
      params_sealed bytea NOT NULL,
      created_on    timestamptz(3) NOT NULL DEFAULT now()
    );

    CREATE TABLE stagewire.file_formats (
      name       text COLLATE "C" PRIMARY KEY,
      definition json NOT NULL,
      creator    text NOT NULL,
      created_on timestamptz(3) NOT NULL DEFAULT now()
    );
  `,
};

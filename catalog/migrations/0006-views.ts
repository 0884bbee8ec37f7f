import type { Migration } from './migration.js';

/** Views; `name_key` is the name in lower case, as names are compared. `columns` are those of the result, `column_names` those that the definition lists. */
export const views: Migration = {
  name: '0006-views',
  sql: `
    CREATE TABLE stagewire.views (
      database            text COLLATE "C" NOT NULL,
      name_key            text COLLATE "C" NOT NULL,
      name                text COLLATE "C" NOT NULL,
      column_names        json NOT NULL,
      columns             json NOT NULL,
      query               text NOT NULL,
      double_quoted_names boolean NOT NULL,
      backslash_escapes   boolean NOT NULL,
      current_database    text NOT NULL,
      creator             text NOT NULL,
      created_on          timestamptz(3) NOT NULL DEFAULT now(),
      PRIMARY KEY (database, name_key)
    );
  `,
};

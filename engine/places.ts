import { filledIn, quoteName } from '../sql/query/quoting.js';

/** What stands in a query for its tables, by their names: a query in parentheses, or the name of a table. A table that is not among them has its own name. */
export type Places = Map<string, string>;

/** The SQL of a translation with its tables in their places. */
export const withPlaces = (sql: string, places: Places): string => filledIn(sql, (name) => places.get(name) ?? quoteName(name));

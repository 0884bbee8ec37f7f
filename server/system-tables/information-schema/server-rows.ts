import { CHARACTER_SETS } from '../../../protocol/charsets/character-sets.js';
import { COLLATIONS } from '../../../protocol/charsets/collations.js';
import { processesOf } from '../../metadata/processes.js';
import { ENGINE_ROWS, PLUGIN_ROWS } from '../server-facts.js';
import { once, type RowSources } from '../system-table.js';
import { KEYWORD_ROWS } from './keywords.js';

/** Tables about the server itself. */
export const SERVER_ROWS: RowSources = {
  CHARACTER_SETS: CHARACTER_SETS.map(({ name, defaultCollation, description, maxLength }) => ({
    CHARACTER_SET_NAME: name, DEFAULT_COLLATE_NAME: defaultCollation, DESCRIPTION: description, MAXLEN: maxLength,
  })),
  COLLATIONS: COLLATIONS.map(({ id, name, characterSet, isDefault, sortLength, padAttribute }) => ({
    COLLATION_NAME: name, CHARACTER_SET_NAME: characterSet, ID: id, IS_DEFAULT: isDefault ? 'Yes' : '', IS_COMPILED: 'Yes', SORTLEN: sortLength, PAD_ATTRIBUTE: padAttribute,
  })),
  COLLATION_CHARACTER_SET_APPLICABILITY: COLLATIONS.map(({ name, characterSet }) => ({ COLLATION_NAME: name, CHARACTER_SET_NAME: characterSet })),
  ENGINES: ENGINE_ROWS,
  PLUGINS: PLUGIN_ROWS,
  PROCESSLIST: once(async (context) => (await processesOf(context)).map(({ id, user, host, database, command, seconds, state, statement }) => ({
    ID: id, USER: user, HOST: host, DB: database, COMMAND: command, TIME: seconds, STATE: state, INFO: statement,
  }))),
  KEYWORDS: KEYWORD_ROWS,
};

import { characterSetNamed } from '../../protocol/charsets/character-sets.js';
import { collationNamed } from '../../protocol/charsets/collations.js';
import { resultTranscodingOf, transcodingOf, type ResultTranscoding, type Transcoding } from '../../protocol/charsets/text-codec.js';
import { Collation } from '../../protocol/collations.js';
import type { Session } from '../session.js';

/** How a client gets text. */
export interface ResultText {
  readonly transcoding: ResultTranscoding;
  /** The collation id that columns of text are announced with. */
  readonly collation: number;
  /** Bytes that a character takes at most. */
  readonly maxLength: number;
}

/** Text as it is here: what `character_set_results` NULL and `binary` ask for. */
export const UTF8_TEXT: ResultText = { transcoding: null, collation: Collation.UTF8MB4_0900_AI_CI, maxLength: 4 };

/** How the client of a session writes its statements, by `character_set_client`. */
export function clientTranscoding({ variables }: Session): Transcoding {
  const name = variables.get('character_set_client');
  return typeof name === 'string' ? transcodingOf(name) ?? null : null;
}

/** What was asked for already, by `collation_connection` within `character_set_results`: both come from short lists. */
const known = new Map<string, Map<string, ResultText>>();

/** How the client of a session wants to read texts, by `character_set_results`. */
export function resultText({ variables }: Session): ResultText {
  const name = variables.get('character_set_results');
  if (typeof name !== 'string') return UTF8_TEXT;
  const collation = String(variables.get('collation_connection') ?? '');
  const text = known.get(name)?.get(collation);
  if (text !== undefined) return text;
  const made = createResultText(name, collation);
  const ofSet = known.get(name) ?? new Map<string, ResultText>();
  known.set(name, ofSet.set(collation, made));
  return made;
}

/** The collation of the connection, if it is one of this set: that of the handshake, or of SET NAMES … COLLATE. */
function createResultText(name: string, connection: string): ResultText {
  const characterSet = characterSetNamed(name);
  const collation = [connection, characterSet?.defaultCollation ?? ''].map(collationNamed).find((candidate) => candidate?.characterSet === name);
  const transcoding = resultTranscodingOf(name);
  if (name === 'binary' || transcoding === undefined || !characterSet || !collation) return UTF8_TEXT;
  return { transcoding, collation: collation.id, maxLength: characterSet.maxLength };
}

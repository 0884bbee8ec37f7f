import { Capability, type Capabilities } from '../../protocol/capabilities.js';
import { RecentlyUsed } from '../../engine/recently-used.js';
import type { Session } from '../session.js';
import type { AnswerAtOnce } from '../statement-service.js';
import type { EncodedAnswer } from './repeated-commands.js';
import type { RowFormat } from './rows/row-encoder.js';

/** Answers with their packets, as clients of one form get them. */
export type EncodedAnswers = WeakMap<AnswerAtOnce, EncodedAnswer>;

/** Nearly all clients of a server are alike. */
const FORMS = 32;
const forms = new RecentlyUsed<string, EncodedAnswers>(FORMS);

/** Capabilities and variables of a session that decide how the packets of a result look, beside the status flags. */
const CAPABILITIES = Capability.DEPRECATE_EOF | Capability.OPTIONAL_RESULTSET_METADATA;
const VARIABLES = ['character_set_results', 'collation_connection', 'resultset_metadata', 'binary_output_format', 'time_zone', 'timezone'] as const;

interface Form {
  readonly session: Session;
  readonly stamp: number;
  readonly defaults: Session['defaults'];
  readonly capabilities: Capabilities;
  readonly statusFlags: number;
  readonly answers: EncodedAnswers;
}

/** Finds, for one client, the answers that were encoded before for clients that read them alike. */
export class ReadyAnswers {
  /** What the client last was like; it seldom changes. */
  readonly #last: { [Rows in RowFormat]?: Form } = {};

  /** @param statusFlags of the packet that ends the answer; it has no warnings */
  of(session: Session, capabilities: Capabilities, statusFlags: number, rows: RowFormat): EncodedAnswers {
    const last = this.#last[rows];
    if (last?.session === session && last.stamp === session.variables.stamp && last.defaults === session.defaults && last.capabilities === capabilities && last.statusFlags === statusFlags) return last.answers;
    const answers = answersOfForm(session, capabilities, statusFlags, rows);
    this.#last[rows] = { session, stamp: session.variables.stamp, defaults: session.defaults, capabilities, statusFlags, answers };
    return answers;
  }
}

function answersOfForm({ variables, defaults }: Session, capabilities: Capabilities, statusFlags: number, rows: RowFormat): EncodedAnswers {
  const key = JSON.stringify([rows, capabilities & CAPABILITIES, statusFlags, VARIABLES.map((name) => [variables.get(name), defaults.get(name)].map(String))]);
  let answers = forms.get(key);
  if (answers === undefined) forms.set(key, (answers = new WeakMap()));
  return answers;
}

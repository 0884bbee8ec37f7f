import type { Query } from '../../sql/query/parse-query.js';
import type { SessionValues } from '../../sql/query/session-values.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import type { AnswerAtOnce } from '../statement-service.js';

/** What a question may ask of its session and still have the same answer until the session changes; `systemVariable` but for those below. */
const STEADY: ReadonlySet<PropertyKey> = new Set<keyof SessionValues>([
  'database', 'user', 'connectionId', 'version', 'timeZone', 'currentRole', 'divisionByZero', 'numericCast', 'onlyFullGroupBy', 'systemVariable',
]);
/** A clock. */
const UNSTEADY_VARIABLES: ReadonlySet<string> = new Set(['timestamp']);

/** How far an answer holds: for everybody, for a session until that changes, or once. */
export type Validity = 'lasting' | 'session' | 'once';

/** The values of a session, and how far an answer holds that was made with them. */
export function watch(values: SessionValues): { readonly values: SessionValues; validity: () => Validity } {
  let validity: Validity = 'lasting';
  const note = (isSteady: boolean): void => {
    if (validity !== 'once') validity = isSteady ? 'session' : 'once';
  };
  const watched = new Proxy(values, {
    get(target, name) {
      note(STEADY.has(name));
      if (name !== 'systemVariable') return Reflect.get(target, name) as unknown;
      return (scope: Parameters<SessionValues['systemVariable']>[0], variable: string) => {
        note(!UNSTEADY_VARIABLES.has(variable.toLowerCase()));
        return target.systemVariable(scope, variable);
      };
    },
  });
  return { values: watched, validity: () => validity };
}

/** Everything that steady values are made of. */
interface State {
  readonly stamp: number;
  readonly defaults: Session['defaults'];
  readonly globals: Session['defaults'];
  readonly database: string | null;
  readonly autocommit: boolean;
}

interface Remembered {
  readonly state: State;
  readonly answers: Map<Query, AnswerAtOnce>;
}

/** Answers that are kept for one session; pools and drivers ask a handful. */
const MOST_ANSWERS = 32;

/** Answers that hold for one session as long as it does not change (`SELECT @@autocommit, database()`). */
export class SessionAnswers {
  readonly #services: Services;
  readonly #sessions = new WeakMap<Session, Remembered>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** The answer of the last time if it still holds, else a new one, which is kept. Null where `ask` gives none. */
  get(session: Session, query: Query, ask: () => AnswerAtOnce | null): AnswerAtOnce | null {
    const { answers } = this.#remembered(session);
    const known = answers.get(query);
    if (known !== undefined) return known;
    const answer = ask();
    if (answer === null) return null;
    if (answers.size >= MOST_ANSWERS) answers.clear();
    answers.set(query, answer);
    return answer;
  }

  #remembered(session: Session): Remembered {
    const last = this.#sessions.get(session);
    if (last !== undefined && this.#holds(last.state, session)) return last;
    const { variables: { stamp }, defaults, database, autocommit } = session;
    const remembered = { state: { stamp, defaults, globals: this.#services.variables.values, database, autocommit }, answers: new Map<Query, AnswerAtOnce>() };
    this.#sessions.set(session, remembered);
    return remembered;
  }

  #holds({ stamp, defaults, globals, database, autocommit }: State, session: Session): boolean {
    return (
      stamp === session.variables.stamp && defaults === session.defaults && globals === this.#services.variables.values && database === session.database && autocommit === session.autocommit
    );
  }
}

import type { LexicalRules } from '../../sql/lexer/rules.js';
import type { Parameter } from '../../sql/parameter.js';
import { parseStatement, type ScopedStatement } from '../../sql/parse.js';
import type { PreparedText } from '../../sql/prepare.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { Query } from '../../sql/query/parse-query.js';
import { requirementsOf } from '../privileges/requirements.js';
import { RecentlyUsed } from '../../engine/recently-used.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import type { AnswerAtOnce } from '../statement-service.js';
import { rulesOf } from '../variables/session-rules.js';
import { constantAnswer } from './query.js';
import { SessionAnswers, watch, type Validity } from './session-answers.js';
import { selectLimit } from './select-limit.js';
import { sessionValues } from './session-values.js';

/** Longer texts are not what drivers and pools ask all day. */
const LONGEST_TEXT = 512;
const CACHED_TEXTS = 1000;
const CANDIDATE = /^\s*select\b(?!.*\bfrom\b)/is;

/** A question to each session: its answer holds until that changes, or once, as for values of parameters. */
interface Question {
  readonly query: Query;
  readonly holds: Exclude<Validity, 'lasting'>;
}

/** What is known of a text: the answer itself, a question, or that it takes the long way. */
type Known = AnswerAtOnce | Question | 'not constant';

interface KnownTexts {
  readonly rules: LexicalRules;
  readonly texts: RecentlyUsed<string, Known>;
}

/**
 * Answers questions that need nothing but the session (`SELECT 1`, `SELECT @@sql_mode`) without the detours
 * of a statement: drivers and pools ask them all day. Whatever is wrong with a text is left for the long way to say.
 */
export class ConstantAnswers {
  readonly #services: Services;
  readonly #known = new Map<LexicalRules, KnownTexts>();
  /** Those for the rules of a session, as long as its variables stay. */
  readonly #ofSession = new WeakMap<Session, { readonly stamp: number; readonly defaults: Session['defaults']; readonly known: KnownTexts | null }>();
  /** A prepared text is judged once; what is known of it goes with its statement. */
  readonly #prepared = new WeakMap<PreparedText, Known>();
  readonly #ofSessions: SessionAnswers;

  constructor(services: Services) {
    this.#services = services;
    this.#ofSessions = new SessionAnswers(services);
  }

  /** The answer; null where the text must go the long way. */
  answer(session: Session, sql: string): AnswerAtOnce | null {
    if (sql.length > LONGEST_TEXT) return null;
    const found = this.#textsOf(session);
    if (found === null) return null;
    const { texts, rules } = found;
    let known = texts.get(sql);
    if (known === undefined) {
      known = CANDIDATE.test(sql) ? this.#learn(session, sql, rules) : 'not constant';
      texts.set(sql, known);
    }
    return this.#answer(known, session, []);
  }

  /** The same for a prepared text with values for its parameters. */
  answerPrepared(session: Session, text: PreparedText, parameters: readonly Parameter[]): AnswerAtOnce | null {
    if (this.#textsOf(session) === null) return null;
    let known = this.#prepared.get(text);
    if (known === undefined) this.#prepared.set(text, (known = this.#learnPrepared(session, text)));
    return parameters.length === text.parameterCount ? this.#answer(known, session, parameters) : null;
  }

  #answer(known: Known, session: Session, parameters: readonly Parameter[]): AnswerAtOnce | null {
    if (known === 'not constant') return null;
    if ('batch' in known) return known;
    const { query, holds } = known;
    if (holds === 'session') return this.#ofSessions.get(session, query, () => this.#ask(query, session, true));
    return this.#ask(parameters.length > 0 ? { ...query, parameters } : query, session, false);
  }

  /** Null where the session wants no rows of any question. */
  #textsOf(session: Session): KnownTexts | null {
    const last = this.#ofSession.get(session);
    if (last?.stamp === session.variables.stamp && last.defaults === session.defaults) return last.known;
    const known = selectLimit(session, this.#services) === 0n ? null : this.#textsFor(rulesOf(session, this.#services.variables));
    this.#ofSession.set(session, { stamp: session.variables.stamp, defaults: session.defaults, known });
    return known;
  }

  #textsFor(rules: LexicalRules): KnownTexts {
    let known = this.#known.get(rules);
    if (known === undefined) this.#known.set(rules, (known = { rules, texts: new RecentlyUsed(CACHED_TEXTS) }));
    return known;
  }

  #learn(session: Session, sql: string, rules: LexicalRules): Known {
    try {
      const parsed = parseStatement(sql, 0, 'none', rules);
      return parsed === null || parsed.next !== null ? 'not constant' : this.#judge(session, parsed, false);
    } catch {
      return 'not constant';
    }
  }

  #learnPrepared(session: Session, { outline, isComplete, parameterCount }: PreparedText): Known {
    return outline === null || !isComplete ? 'not constant' : this.#judge(session, outline, parameterCount > 0);
  }

  #judge(session: Session, { statement, settings }: ScopedStatement, hasParameters: boolean): Known {
    if (statement.kind !== 'query' || settings.length > 0 || statement.into.length > 0 || requirementsOf(statement).length > 0) return 'not constant';
    try {
      const watched = watch(sessionValues({ session, services: this.#services, startedAt: new Date() }));
      const compiled = compileQuery(statement, watched.values);
      if (compiled.kind !== 'constant' || compiled.seconds > 0) return 'not constant';
      const validity = hasParameters ? 'once' : watched.validity();
      return validity === 'lasting' ? constantAnswer(compiled, true) : { query: statement, holds: validity };
    } catch {
      return 'not constant';
    }
  }

  #ask(query: Query, session: Session, isLasting: boolean): AnswerAtOnce | null {
    try {
      const compiled = compileQuery(query, sessionValues({ session, services: this.#services, startedAt: new Date() }));
      return compiled.kind === 'constant' && compiled.seconds === 0 ? constantAnswer(compiled, isLasting) : null;
    } catch {
      return null;
    }
  }
}

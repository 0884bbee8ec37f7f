/** A line of the log. */
export interface LoggedEvent {
  readonly at: Date;
  readonly priority: 'Error' | 'Warning';
  readonly text: string;
}

/** Lines that are kept, and characters of each. */
const MOST_LINES = 200;
const LONGEST_TEXT = 2048;
/** Levels of pino. */
const WARN = 40;
const ERROR = 50;

/** The last warnings and errors of the log, for `performance_schema.error_log`. */
export class LoggedEvents {
  readonly #lines: LoggedEvent[] = [];

  /** The oldest first. */
  get lines(): readonly LoggedEvent[] {
    return this.#lines;
  }

  /** Notes a call of a logger: its level in numbers and what it was given. */
  note(level: number, [first, second]: readonly unknown[]): void {
    if (level < WARN) return;
    const words = [typeof first === 'string' ? first : second, reasonIn(first)].filter((word) => typeof word === 'string' && word !== '');
    this.#lines.push({ at: new Date(), priority: level >= ERROR ? 'Error' : 'Warning', text: words.join(': ').slice(0, LONGEST_TEXT) });
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }
}

function reasonIn(fields: unknown): string | null {
  if (typeof fields !== 'object' || fields === null || !('err' in fields)) return null;
  return fields.err instanceof Error ? fields.err.message : null;
}

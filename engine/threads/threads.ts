import { Worker } from 'node:worker_threads';
import { StagewireError } from '../../errors/index.js';
import { packageFile } from '../../package/package-files.js';
import { abortError } from '../errors.js';
import { Turns } from '../turns.js';
import { fromPortable } from './portable-error.js';
import type { Order, Report } from './thread.js';
import type { TaskInput, TaskName, TaskOutput } from './tasks.js';

/** Compiled, also for what runs from its source, as tests do. */
const THREAD = packageFile('dist/engine/threads/thread.js');

/** A thread with nothing to do ends after this time. */
const IDLE_MS = 30_000;
const MIB = 1024 ** 2;

/** How long a task may take in its thread, and the error if it takes longer. */
export interface TimeLimit {
  readonly ms: number;
  readonly error: () => StagewireError;
}

/**
 * Threads for work that JavaScript does slowly, so that connections are answered meanwhile. Their number is bounded, what is too
 * much waits; they begin when they are needed and end when they are not.
 */
export class Threads {
  /** How many there may be. */
  readonly most: number;
  readonly #turns: Turns;
  readonly #memoryMib: number;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();

  /**
   * @param most how many threads there may be
   * @param memory bytes of JavaScript's heap that each may take
   */
  constructor(most: number, memory: number) {
    this.most = most;
    this.#turns = new Turns(most);
    this.#memoryMib = Math.ceil(memory / MIB);
  }

  /** How many there are now. */
  get count(): number {
    return this.#all.size;
  }

  /**
   * Does a task. Throws what the task throws, and 1043 when aborted: then its thread has ended, and what it was writing stays as
   * it is. So it does when the task takes longer than its limit.
   */
  async run<Name extends TaskName>(name: Name, input: TaskInput<Name>, signal: AbortSignal, limit: TimeLimit | null = null): Promise<TaskOutput<Name>> {
    const work = (): Promise<TaskOutput<TaskName>> => (limit === null ? this.#inThread({ name, input }, signal) : withinLimit(limit, signal, (bounded) => this.#inThread({ name, input }, bounded)));
    return this.#turns.take(work, signal) as Promise<TaskOutput<Name>>;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((thread) => thread.terminate()));
  }

  async #inThread(order: Order, signal: AbortSignal): Promise<TaskOutput<TaskName>> {
    const thread = this.#idle.pop() ?? this.#start();
    thread.ref();
    try {
      const report = await answerOf(thread, order, signal);
      this.#rest(thread);
      if ('error' in report) throw fromPortable(report.error);
      return report.output;
    } finally {
      if (!this.#idle.includes(thread)) await thread.terminate();
    }
  }

  #start(): Worker {
    // Nothing of the environment, where secrets are, is needed there.
    const thread = new Worker(THREAD, { env: {}, execArgv: ['--enable-source-maps'], resourceLimits: { maxOldGenerationSizeMb: this.#memoryMib } });
    this.#all.add(thread);
    // Whoever waits for it learns of its end; nobody need wait.
    thread.on('error', () => undefined);
    thread.once('exit', () => {
      this.#all.delete(thread);
      const index = this.#idle.indexOf(thread);
      if (index !== -1) this.#idle.splice(index, 1);
    });
    return thread;
  }

  #rest(thread: Worker): void {
    thread.unref();
    this.#idle.push(thread);
    setTimeout(() => {
      this.#endIdle(thread);
    }, IDLE_MS).unref();
  }

  #endIdle(thread: Worker): void {
    const index = this.#idle.indexOf(thread);
    if (index === -1) return;
    this.#idle.splice(index, 1);
    void thread.terminate();
  }
}

async function withinLimit<T>({ ms, error }: TimeLimit, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const overdue = new AbortController();
  const timer = setTimeout(() => {
    overdue.abort(error());
  }, ms);
  try {
    return await work(AbortSignal.any([signal, overdue.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects when the thread can't be used any more, or need not go on. */
function answerOf(thread: Worker, order: Order, signal: AbortSignal): Promise<Report> {
  return new Promise((resolve, reject) => {
    const answered = (report: Report): void => {
      settle();
      resolve(report);
    };
    const failed = (error: unknown): void => {
      settle();
      reject(failure(error));
    };
    const ended = (): void => { failed(new Error('a thread ended amid its work')); };
    const aborted = (): void => { failed(abortError(signal)); };
    const settle = (): void => {
      thread.off('message', answered).off('error', failed).off('exit', ended);
      signal.removeEventListener('abort', aborted);
    };
    thread.on('message', answered).on('error', failed).on('exit', ended);
    signal.addEventListener('abort', aborted);
    thread.postMessage(order);
  });
}

function failure(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return new StagewireError('Internal', 'what is done in a thread for this statement needs more memory than it may have', { cause: error, mysql: { errno: 1041, sqlState: 'HY000' } });
}

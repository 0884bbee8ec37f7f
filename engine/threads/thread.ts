import { parentPort } from 'node:worker_threads';
import { toPortable, type PortableError } from './portable-error.js';
import { perform, type TaskInput, type TaskName, type TaskOutput } from './tasks.js';

/** What a thread is told; one task at a time. */
export interface Order {
  readonly name: TaskName;
  readonly input: TaskInput<TaskName>;
}

/** What it answers. */
export type Report = { readonly output: TaskOutput<TaskName> } | { readonly error: PortableError };

/** A task is ended by ending its thread. */
const NEVER = new AbortController().signal;

parentPort?.on('message', ({ name, input }: Order) => {
  const report = (answer: Report): void => { parentPort?.postMessage(answer); };
  perform(name, input, NEVER).then(
    (output) => { report({ output }); },
    (error: unknown) => { report({ error: toPortable(error) }); },
  );
});

import { DOUBLE, VARCHAR } from '@duckdb/node-api';
import { JqRequests } from '../jq/jq-requests.js';
import type { Threads } from '../threads/threads.js';
import type { NativeFunction } from './native-function.js';

/** The steps of `fn.jq`: states are whole numbers, and what is asked twice has two answers. */
export function jqFunctions(threads: Threads): readonly NativeFunction[] {
  const requests = new JqRequests(threads);
  return [
    {
      name: 'jq_begin', parameters: [VARCHAR, VARCHAR], result: DOUBLE, isVolatile: true,
      compute: (program, document) => requests.begin(String(program), String(document)),
      endOfChunk: () => {
        requests.send();
      },
    },
    // What it takes beside a state is the pause, which has no value.
    { name: 'jq_poll', parameters: [DOUBLE, VARCHAR], result: DOUBLE, isVolatile: true, takesNulls: true, compute: (state) => (state === null ? null : requests.poll(Number(state))) },
    { name: 'jq_take', parameters: [DOUBLE], result: VARCHAR, isVolatile: true, compute: (state) => requests.take(Number(state)) },
  ];
}

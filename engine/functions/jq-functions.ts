import { DOUBLE, VARCHAR } from '@duckdb/node-api';
import type { JqRequests } from '../jq/jq-requests.js';
import type { NativeFunction } from './native-function.js';

/** The steps of `fn.jq`: states are whole numbers, and what is asked twice has two answers. */
export function jqFunctions(requests: JqRequests): readonly NativeFunction[] {
  return [
    {
      name: 'jq_begin', parameters: [DOUBLE, VARCHAR, VARCHAR], result: DOUBLE, isVolatile: true,
      compute: (owner, program, document) => requests.begin(Number(owner), String(program), String(document)),
      endOfChunk: () => {
        requests.send();
      },
    },
    // What it takes beside a state is the pause, which has no value.
    { name: 'jq_poll', parameters: [DOUBLE, VARCHAR], result: DOUBLE, isVolatile: true, takesNulls: true, compute: (state) => (state === null ? null : requests.poll(Number(state))) },
    { name: 'jq_take', parameters: [DOUBLE], result: VARCHAR, isVolatile: true, compute: (state) => requests.take(Number(state)) },
  ];
}

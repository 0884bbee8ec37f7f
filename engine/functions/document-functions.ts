import { DOUBLE, VARCHAR } from '@duckdb/node-api';
import { JQ } from '../jq/jq-runner.js';
import type { DocumentRequests, DocumentRunner } from '../threads/document-requests.js';
import { XPATH } from '../xml/xml-runner.js';
import type { NativeFunction } from './native-function.js';

/** The steps of a run over documents (`fn.jq`, `fn.run_xml`): states are whole numbers, and what is asked twice has two answers. */
export function documentFunctions(requests: DocumentRequests): readonly NativeFunction[] {
  const begin = (name: string, runner: DocumentRunner): NativeFunction => ({
    name, parameters: [DOUBLE, VARCHAR, VARCHAR], result: DOUBLE, isVolatile: true,
    compute: (owner, program, document) => requests.begin(Number(owner), runner, String(program), String(document)),
    endOfChunk: () => {
      requests.send();
    },
  });
  return [
    begin('jq_begin', JQ), begin('xml_begin', XPATH),
    // What it takes beside a state is the pause, which has no value.
    { name: 'document_poll', parameters: [DOUBLE, VARCHAR], result: DOUBLE, isVolatile: true, takesNulls: true, compute: (state) => (state === null ? null : requests.poll(Number(state))) },
    { name: 'document_take', parameters: [DOUBLE], result: VARCHAR, isVolatile: true, compute: (state) => requests.take(Number(state)) },
  ];
}

/**
 * What takes long in JavaScript: local files rewritten as others, or looked through, and programs of users. Input and output go from thread to thread, so they are
 * data alone. A thread loads no more than it needs.
 */
const TASKS = {
  normalise: async () => (await import('../formats/delimited/normalise.js')).normalise,
  writePlainText: async () => (await import('../formats/plain-text.js')).writePlainText,
  checkWidths: async () => (await import('../formats/delimited/check-widths.js')).checkWidths,
  checkLines: async () => (await import('../formats/ndjson/find-bad-line.js')).checkLines,
  writeLinesOfAvro: async () => (await import('../formats/avro/avro-lines.js')).writeLinesOfAvro,
  convertArrow: async () => (await import('../formats/arrow/convert.js')).convertArrow,
  orcParts: async () => (await import('../formats/orc/orc-parts.js')).orcParts,
  convertOrc: async () => (await import('../formats/orc/convert.js')).convertOrc,
  lookThroughSmall: async () => (await import('../formats/shape/look-through-small.js')).lookThroughSmall,
  readSchemaIds: async () => (await import('../formats/parquet/schema-ids.js')).readSchemaIds,
  removeFiles: async () => (await import('../cache/remove-files.js')).removeFiles,
  runJq: async () => (await import('../jq/run-jq.js')).runJq,
  runXml: async () => (await import('../xml/run-xml.js')).runXml,
  countReturns: async () => (await import('../formats/returns/drop-returns.js')).countReturns,
  dropReturns: async () => (await import('../formats/returns/drop-returns.js')).dropReturns,
  lookThroughPart: async () => (await import('../formats/shape/look-through-part.js')).lookThroughPart,
} as const;

export type TaskName = keyof typeof TASKS;
type Task<Name extends TaskName> = Awaited<ReturnType<(typeof TASKS)[Name]>>;
export type TaskInput<Name extends TaskName> = Parameters<Task<Name>>[0];
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<Task<Name>>>;

/** Does a task, in the thread that calls this. */
export async function perform(name: TaskName, input: TaskInput<TaskName>, signal: AbortSignal): Promise<TaskOutput<TaskName>> {
  const task = (await TASKS[name]()) as (input: TaskInput<TaskName>, signal: AbortSignal) => TaskOutput<TaskName> | Promise<TaskOutput<TaskName>>;
  return task(input, signal);
}

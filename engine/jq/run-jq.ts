import { StagewireError } from '../../errors/index.js';
import { loadBoundedJq, type LoadedJq } from './load-jq.js';

/** A program of jq and documents to run it over, each a JSON text. */
export interface JqInput {
  readonly program: string;
  readonly documents: readonly string[];
}

const MIB = 1024 ** 2;
const MOST_MEMORY = 128 * MIB;
/** Bytes of JSON that a program may make of the documents of one call. */
const MOST_OUTPUT = 16 * MIB;
/** One with more than this is not kept. */
const KEPT_MEMORY = 32 * MIB;

let loaded: LoadedJq | null = null;
/** The program that was looked at last and is one. */
let sound: string | null = null;

/**
 * Runs a program over each document. Answers with the JSON texts that it makes of each.
 * Numbers that a program leaves alone keep all their digits. Throws 1006 with what jq says, also when it would take more memory than it may.
 */
export async function runJq({ program, documents }: JqInput): Promise<readonly (readonly string[])[]> {
  loaded ??= await loadBoundedJq(MOST_MEMORY);
  try {
    if (sound !== program) checkProgram(loaded, program);
    sound = program;
    const { stdout, stderr, exitCode } = loaded.run(documents.join('\n'), overAll(program), ['-n', '-r', '--']);
    if (exitCode !== 0 || stderr !== '') throw refused(program, stderr);
    if (loaded.memory() > KEPT_MEMORY) loaded = null;
    return stdout.split('\n').map((line) => JSON.parse(line) as readonly string[]);
  } catch (error) {
    loaded = null;
    throw error instanceof StagewireError ? error : refused(program, `it needs more than ${MOST_MEMORY / MIB} MiB of memory`, error);
  }
}

/** By itself, so that what it says of the place is right, and so that a program is whole. Without documents it does not run. */
function checkProgram({ run }: LoadedJq, program: string): void {
  const { stderr, exitCode } = run('', program, ['--']);
  if (exitCode !== 0) throw refused(program, stderr);
}

/**
 * A program that runs another over all inputs, which that one sees singly. What it makes of them is texts, as JSON.parse would not keep the digits of numbers. There is one process for all of them, hence no end of it (`halt`)
 * and nothing on its standard error.
 */
function overAll(program: string): string {
  return `
    def over_all(f):
      foreach inputs as $document ([0, null];
        ($document | [f | tojson] | tojson) as $made
        | [.[0] + ($made | utf8bytelength), $made]
        | if .[0] > ${MOST_OUTPUT} then error("it makes more than ${MOST_OUTPUT / MIB} MiB at a time") else . end;
        .[1]);
    def inputs: empty;
    def input: error("No more inputs");
    def input_filename: null;
    def input_line_number: 0;
    def debug: .;
    def debug(f): .;
    def stderr: .;
    def halt: error("halt can't be used here");
    def halt_error: error;
    def halt_error(code): error;
    def main:
${program}
    ;
    over_all(main)`;
}

/** What jq says begins with where it read, of which the user knows nothing, and goes on with a picture of the program. */
function refused(program: string, said: string, cause?: unknown): StagewireError {
  const [first = ''] = said.split('\n');
  const why = first.replace(/^jq: (?:parse )?error(?: \(at [^)]*\))?(?: \(not a string\))?: /, '').replace(' at <top-level>, line ', ' at line ');
  return new StagewireError('BadArguments', `jq can't run '${shortened(program)}': ${why}`, { cause });
}

export function shortened(program: string): string {
  const line = program.replaceAll(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}


/** Runs `SELECT <example>` and answers the text of its value (null for NULL); throws what the server answers. */
export type Ask = (sql: string) => Promise<string | null>;

/** A function or an operator with an example and the answer that it should have; null where it is NULL, or there is none. */
export interface FunctionExample {
  readonly name: string;
  readonly example: string;
  readonly expected: string | null;
  /** What is different here, if the example does not show it. */
  readonly note?: string;
}

/** What a document says before its tables, and the examples by family. */
export interface FunctionList {
  readonly introduction: string;
  /** Whose answers they are. */
  readonly of: string;
  readonly families: Readonly<Record<string, readonly FunctionExample[]>>;
}

interface Row {
  readonly name: string;
  readonly example: string;
  readonly verdict: string;
}

/** The whole table as Markdown. */
export async function functionTable({ introduction, of, families }: FunctionList, ask: Ask): Promise<string> {
  const parts = [introduction];
  const counts = { yes: 0, differs: 0, no: 0 };
  for (const [family, functions] of Object.entries(families)) {
    const rows: Row[] = [];
    for (const one of functions) {
      const verdict = await judge(one, ask);
      counts[verdict.startsWith('yes') ? 'yes' : verdict.startsWith('no') ? 'no' : 'differs'] += 1;
      rows.push({ name: one.name, example: one.example, verdict });
    }
    parts.push(`\n## ${family}\n\n| function | example | here |\n|---|---|---|\n${rows.map(({ name, example, verdict }) => `| ${cell(name)} | ${code(example)} | ${cell(verdict)} |`).join('\n')}\n`);
  }
  parts.splice(1, 0, `\nOf ${counts.yes + counts.differs + counts.no} functions and operators ${counts.yes} are as in ${of}, ${counts.differs} differ; refused: ${counts.no}.\n`);
  return parts.join('');
}

async function judge({ example, expected, note }: FunctionExample, ask: Ask): Promise<string> {
  let answer: string | null;
  try {
    answer = await ask(`SELECT ${example}`);
  } catch {
    return 'no';
  }
  if (plain(answer) !== plain(expected)) return `differs: \`${answer ?? 'NULL'}\`${note === undefined ? '' : `; ${note}`}`;
  return note === undefined ? 'yes' : `differs: ${note}`;
}

/** Without what counts as no difference. */
function plain(answer: string | null): string | null {
  if (answer === null) return null;
  const text = answer.replace(/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.000000$/, '$1').replace(/^(-?\d+)\.0+$/, '$1');
  return /^[[{]/.test(text) ? text.replaceAll(/([,:]) /g, '$1') : text;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => `\`${cell(text)}\``;

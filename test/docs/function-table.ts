import { MYSQL_FUNCTIONS, type MysqlFunction } from './mysql-functions.js';

/** Runs `SELECT <example>` and answers the text of its value (null for NULL); throws what the server answers. */
export type Ask = (sql: string) => Promise<string | null>;

interface Row {
  readonly name: string;
  readonly example: string;
  readonly verdict: string;
}

const INTRODUCTION = `# MySQL's functions

Made by \`npm run docs:functions\`, which runs each example against a real server and compares the answer with MySQL 8.4's. Names are those
of the MySQL manual, *Built-In Function and Operator Reference*.

*yes*: the same answer. *differs*: known, with another answer or under the condition given. *no*: refused with a clear error.
Not counted as differences: DATETIME is shown with six digits behind the point, a whole DOUBLE with \`.0\`, JSON without blanks.
`;

/** The whole table as Markdown. */
export async function functionTable(ask: Ask): Promise<string> {
  const parts = [INTRODUCTION];
  const counts = { yes: 0, differs: 0, no: 0 };
  for (const [family, functions] of Object.entries(MYSQL_FUNCTIONS)) {
    const rows: Row[] = [];
    for (const one of functions) {
      const verdict = await judge(one, ask);
      counts[verdict.startsWith('yes') ? 'yes' : verdict.startsWith('no') ? 'no' : 'differs'] += 1;
      rows.push({ name: one.name, example: one.example, verdict });
    }
    parts.push(`\n## ${family}\n\n| function | example | here |\n|---|---|---|\n${rows.map(({ name, example, verdict }) => `| ${cell(name)} | ${code(example)} | ${cell(verdict)} |`).join('\n')}\n`);
  }
  parts.splice(1, 0, `\nOf ${counts.yes + counts.differs + counts.no} functions and operators ${counts.yes} are as in MySQL, ${counts.differs} differ, ${counts.no} are refused.\n`);
  return parts.join('');
}

async function judge({ example, expected, note }: MysqlFunction, ask: Ask): Promise<string> {
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

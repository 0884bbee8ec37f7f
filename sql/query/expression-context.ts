import type { ColumnName, Expression, FileContent, QueryExpression } from './ast.js';
import type { Care } from './care.js';
import type { ConstantContext } from './constants.js';
import type { LooseGrouping } from './loose-grouping.js';
import type { Spend } from './spending.js';
import type { StaticKind } from './static-kind.js';

/** Knows every kind of expression and every function; those who write one kind reach the others through it. */
export interface ExpressionWriter {
  /** An expression as DuckDB writes it; every operation in parentheses. */
  write(expression: Expression, context: ExpressionContext): string;
  /** What is known of the type of a call's result. */
  resultKind(name: string): StaticKind;
}

/** What translating an expression needs to know. */
export interface ExpressionContext extends ConstantContext {
  readonly writer: ExpressionWriter;
  /** Aliases of earlier items of the select list (lower case). */
  readonly aliases: ReadonlySet<string>;
  /** How a division by zero ends: MySQL's NULL where its sql_mode says so, else an error. */
  divisionByZero(): 'error' | 'null';
  /** Writes a call of read_file, and notes what it needs. */
  fileContent(content: FileContent): string;
  /** Set behind the grouping of a query that may name columns which are no part of its groups. */
  readonly loose: LooseGrouping | null;
  /** Whether this is inside a query that is part of an expression, which may speak of the tables around it. */
  readonly isInner: boolean;
  readonly care: Care;
  /** Set where an aggregate or a window is an operand of arithmetic, which needs room for its result: what that will be coerced to. */
  readonly summand?: 'number' | 'signed' | undefined;
  /** Variants that are written in one form, see `variantKeys`. */
  readonly variantKeys: ReadonlySet<string>;
  /** Throws 1065 when what is written is beyond measure. */
  readonly spend: Spend;
  /** What parameters of a lambda (lower case) stand for where the engine's has others. */
  readonly lambdaNames: ReadonlyMap<string, string>;
  /** Translates a query that stands for a table. */
  query(query: QueryExpression): string;
  /** Translates a query that is part of an expression. */
  subquery(query: QueryExpression): string;
  /** The same of one that is a value. */
  value(query: QueryExpression): string;
  /** The path of a column of a location that the SQL has by another name; null for others. */
  sqlPath(column: ColumnName): readonly string[] | null;
  /** Whether a table of this database stands in FROM, here or around. */
  readsTable(database: string, table: string): boolean;
}

/** An expression as DuckDB writes it; every operation in parentheses. */
export function writeExpression(expression: Expression, context: ExpressionContext): string {
  return context.writer.write(expression, context);
}

import type { Span } from '../lexer/token.js';
import type { StageLocation } from '../location.js';
import type { JsonTableFallback } from '../json/table.js';
import type { DataType } from './data-type.js';
import type { Series } from './series.js';
import type { StagedLocation } from './staged-location.js';

/** `SELECT …`, a set operation, `VALUES …`, with what may surround them: WITH, ORDER BY, LIMIT. */
export interface QueryExpression {
  readonly kind: 'query-expression';
  readonly isRecursive: boolean;
  readonly with: readonly CommonTable[];
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  readonly limit: Limit | null;
}

/** `name [(columns)] AS [[NOT] MATERIALIZED] (query)` */
export interface CommonTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly materialized: boolean | null;
  readonly query: QueryExpression;
}

export type QueryBody = Select | SetOperation | Values | NestedQuery;

/** A query in parentheses. */
export interface NestedQuery {
  readonly kind: 'nested';
  readonly query: QueryExpression;
}

export interface SetOperation {
  readonly kind: 'set-operation';
  readonly operator: 'UNION' | 'EXCEPT' | 'INTERSECT';
  readonly all: boolean;
  readonly left: QueryBody;
  readonly right: QueryBody;
}

/** `VALUES (1, 'a'), (2, 'b')` */
export interface Values {
  readonly kind: 'values';
  /** Whether they are written `ROW(…)`. */
  readonly isOfRows: boolean;
  readonly rows: readonly (readonly Expression[])[];
}

export interface Select {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: readonly TableReference[];
  readonly where: Expression | null;
  readonly groupBy: GroupBy | null;
  readonly having: Expression | null;
  readonly windows: readonly NamedWindow[];
  readonly qualify: Expression | null;
}

/** `text` is the item as it was written, which names a column without alias. */
export interface SelectItem {
  readonly expression: Expression;
  readonly alias: string | null;
  readonly text: string;
}

export type GroupBy =
  | { readonly kind: 'all' }
  | { readonly kind: 'items'; readonly items: readonly Expression[]; readonly withRollup: boolean }
  | { readonly kind: 'sets'; readonly operator: 'GROUPING SETS' | 'ROLLUP' | 'CUBE'; readonly sets: readonly (readonly Expression[])[] };

export interface OrderItem {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nulls: 'FIRST' | 'LAST' | null;
}

export interface Limit {
  readonly count: Expression | null;
  readonly offset: Expression | null;
}

/** What stands in FROM: a table, or tables joined. */
export type TableReference = NamedTable | StagedFiles | TableFunction | CountingTable | SampledTable | DerivedTable | ExpandedView | UnnestedTable | JsonTable | Join | PivotedTable | UnpivotedTable;

/** `[AS] name [(columns)]` behind a table. */
export interface Alias {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface NamedTable {
  readonly kind: 'table';
  /** `[catalog, database,] table` */
  readonly path: readonly string[];
  /** Of `IDENTIFIER($variable)`, whose value is the path; null for a table that is named. */
  readonly variable: string | null;
  readonly alias: Alias | null;
  readonly span: Span;
}

/** `@stage/path (FILE_FORMAT => 'csv')` */
export interface StagedFiles {
  readonly kind: 'staged';
  readonly location: StagedLocation;
  readonly alias: Alias | null;
}

/** `list_stage(location => '@s')`: arguments by position and by name. */
export interface TableFunction {
  readonly kind: 'table-function';
  readonly call: TableFunctionCall;
  readonly alias: Alias | null;
  readonly span: Span;
}

/** `numbers(10)` and its kin. */
export interface CountingTable {
  readonly kind: 'series';
  readonly series: Series;
  readonly alias: Alias | null;
}

export interface TableFunctionCall {
  readonly name: string;
  readonly positional: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
}

/** A query in FROM; `lateral` if it may speak of the tables before it. */
export interface DerivedTable {
  readonly kind: 'derived';
  readonly query: QueryExpression;
  readonly lateral: boolean;
  readonly alias: Alias | null;
}

/** A view, its query in place of its name. */
export interface ExpandedView {
  readonly kind: 'view';
  /** `[catalog, database,] view` as it was written */
  readonly path: readonly string[];
  readonly query: QueryExpression;
  readonly alias: Alias;
  /** Whether the alias was written, which hides the name. */
  readonly isNamed: boolean;
}

/** Elements of an array or a variant as rows: `LATERAL FLATTEN(input => …)`, `unnest(…)`. */
export interface UnnestedTable {
  readonly kind: 'unnested';
  readonly call: TableFunctionCall;
  readonly alias: Alias | null;
}

/** `JSON_TABLE(document, path COLUMNS (…)) alias` */
export interface JsonTable {
  readonly kind: 'json-table';
  readonly document: Expression;
  readonly path: string;
  readonly columns: readonly JsonTableItem[];
  readonly alias: Alias | null;
}

export type JsonTableItem =
  | { readonly kind: 'ordinality'; readonly name: string }
  | { readonly kind: 'exists'; readonly name: string; readonly type: DataType; readonly path: string }
  | { readonly kind: 'value'; readonly name: string; readonly type: DataType; readonly path: string; readonly onEmpty: JsonTableFallback; readonly onError: JsonTableFallback }
  | { readonly kind: 'nested'; readonly path: string; readonly columns: readonly JsonTableItem[] };

export interface Join {
  readonly kind: 'join';
  readonly type: JoinType;
  readonly natural: boolean;
  readonly left: TableReference;
  readonly right: TableReference;
  readonly condition: JoinCondition;
}

export type JoinType = 'INNER' | 'CROSS' | 'LEFT' | 'RIGHT' | 'FULL' | 'LEFT SEMI' | 'RIGHT SEMI' | 'LEFT ANTI' | 'RIGHT ANTI' | 'ASOF' | 'ASOF LEFT';

export type JoinCondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'on'; readonly condition: Expression }
  | { readonly kind: 'using'; readonly columns: readonly string[] };

export interface SampledTable {
  readonly kind: 'sampled';
  readonly table: TableReference;
  readonly sample: Sample;
}

/** `SAMPLE ROW (10)`, `SAMPLE BLOCK (5)`, `SAMPLE ROW (7 ROWS)` */
export interface Sample {
  readonly method: 'row' | 'block';
  readonly size: string;
  readonly unit: 'percent' | 'rows';
}

/** `t PIVOT(sum(x) FOR c IN ('a', 'b'))`; the values may be those of a query, of which IN (ANY) is one. */
export interface PivotedTable {
  readonly kind: 'pivot';
  readonly source: TableReference;
  readonly aggregate: Expression;
  readonly column: readonly string[];
  readonly values: readonly SelectItem[] | QueryExpression;
  readonly alias: Alias | null;
}

/** `t UNPIVOT(value FOR name IN (a, b))` */
export interface UnpivotedTable {
  readonly kind: 'unpivot';
  readonly source: TableReference;
  readonly value: string;
  readonly name: string;
  readonly columns: readonly { readonly column: string; readonly label: string | null }[];
  readonly alias: Alias | null;
}

export type Expression =
  | NumberLiteral
  | TextLiteral
  | BytesLiteral
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'system-variable'; readonly scope: 'global' | 'session' | null; readonly name: string }
  /** `@name` */
  | { readonly kind: 'user-variable'; readonly name: string }
  /** `@name := value` */
  | { readonly kind: 'assignment'; readonly name: string; readonly value: Expression }
  /** `$name` */
  | { readonly kind: 'session-variable'; readonly name: string }
  | ColumnName
  /** `IDENTIFIER($variable)`: the column that the variable names */
  | { readonly kind: 'identifier'; readonly variable: string; readonly span: Span }
  | Star
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | '~' | 'NOT'; readonly operand: Expression }
  | Binary
  | Call
  | { readonly kind: 'case'; readonly subject: Expression | null; readonly branches: readonly CaseBranch[]; readonly otherwise: Expression | null }
  | { readonly kind: 'cast'; readonly operand: Expression; readonly type: DataType; readonly isTry: boolean; readonly isSuffix: boolean }
  | { readonly kind: 'in'; readonly operand: Expression; readonly values: readonly Expression[] | QueryExpression; readonly negated: boolean }
  | { readonly kind: 'between'; readonly operand: Expression; readonly low: Expression; readonly high: Expression; readonly negated: boolean }
  | Like
  | { readonly kind: 'is'; readonly operand: Expression; readonly what: 'NULL' | 'TRUE' | 'FALSE' | 'UNKNOWN'; readonly negated: boolean }
  | { readonly kind: 'subquery'; readonly query: QueryExpression }
  | { readonly kind: 'exists'; readonly query: QueryExpression }
  | { readonly kind: 'quantified'; readonly left: Expression; readonly operator: ComparisonOperator; readonly quantifier: 'ANY' | 'ALL'; readonly query: QueryExpression }
  | { readonly kind: 'row'; readonly items: readonly Expression[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
  | VariantPath
  | { readonly kind: 'subscript'; readonly operand: Expression; readonly index: Expression }
  | { readonly kind: 'field'; readonly operand: Expression; readonly name: string | number }
  | Interval
  | FileContent
  | { readonly kind: 'lambda'; readonly parameters: readonly string[]; readonly body: Expression }
  | { readonly kind: 'collate'; readonly operand: Expression; readonly collation: string };

/** `read_file(…)`: the content of a file, whose path is that of the location, or depends on the row. */
export interface FileContent {
  readonly kind: 'file-content';
  readonly location: StageLocation;
  /** Null where the location has the whole path. */
  readonly path: Expression | null;
}

/** As it was written, hexadecimal included. */
export interface NumberLiteral {
  readonly kind: 'number';
  readonly text: string;
}

export interface TextLiteral {
  readonly kind: 'text';
  readonly text: string;
}

/** `x'4D79'`, `b'101'` */
export interface BytesLiteral {
  readonly kind: 'bytes';
  readonly hex: string;
}

/** `[[database.]table.]column`, or `[table.]$n`: a staged file's column by its position, whose path ends in `$n` too. */
export interface ColumnName {
  readonly kind: 'column';
  readonly path: readonly string[];
  /** Which parts of the path were written in quotes; none where it is empty. */
  readonly quoted: readonly boolean[];
  /** From 1; null for a column by name, whatever its name looks like. */
  readonly position: number | null;
  readonly span: Span;
}

/** `*`, `t.*`, `* EXCLUDE (a, b)` */
export interface Star {
  readonly kind: 'star';
  readonly table: readonly string[];
  readonly exclude: readonly string[];
}

export type ComparisonOperator = '=' | '<=>' | '<' | '>' | '<=' | '>=' | '<>';

/** Operators of variants that PostgreSQL has too: containment, keys, SQL/JSON paths. */
export type JsonOperator = '@>' | '<@' | '?' | '?|' | '?&' | '@?' | '@@';

export interface Binary {
  readonly kind: 'binary';
  readonly operator:
    | ComparisonOperator | 'OR' | 'XOR' | 'AND' | '+' | '-' | '*' | '/' | 'DIV' | '%' | '||' | '&' | '|' | '<<' | '>>' | '^'
    | 'IS DISTINCT FROM' | 'IS NOT DISTINCT FROM' | 'REGEXP' | 'NOT REGEXP' | 'SOUNDS LIKE' | '->' | '->>' | JsonOperator | 'MEMBER OF';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Like {
  readonly kind: 'like';
  readonly operand: Expression;
  /** More than one for LIKE ANY and LIKE ALL. */
  readonly patterns: readonly Expression[];
  readonly quantifier: 'ANY' | 'ALL';
  readonly escape: Expression | null;
  readonly ignoreCase: boolean;
  readonly negated: boolean;
}

export interface Call {
  readonly kind: 'call';
  /** Lower case. */
  readonly name: string;
  /** `quantile_cont(0.5)(x)` has parameters before its arguments. */
  readonly parameters: readonly Expression[];
  readonly args: readonly Expression[];
  readonly distinct: boolean;
  readonly orderBy: readonly OrderItem[];
  readonly filter: Expression | null;
  readonly nulls: 'IGNORE' | null;
  readonly over: Window | string | null;
  readonly span: Span;
}

export interface CaseBranch {
  readonly when: Expression;
  readonly then: Expression;
}

export type PathStep = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'index'; readonly index: Expression };

/** `v:a.b[0]` */
export interface VariantPath {
  readonly kind: 'path';
  readonly operand: Expression;
  readonly steps: readonly PathStep[];
}

/** `INTERVAL 1 DAY`, `INTERVAL '1:30' MINUTE_SECOND`; without unit the text says all (`INTERVAL '1 day'`). */
export interface Interval {
  readonly kind: 'interval';
  readonly amount: Expression;
  readonly unit: string | null;
}

/** `(PARTITION BY … ORDER BY … ROWS BETWEEN … AND …)`, perhaps on top of a named window. */
export interface Window {
  readonly base: string | null;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly frame: Frame | null;
}

export interface NamedWindow {
  readonly name: string;
  readonly window: Window;
}

export interface Frame {
  readonly unit: 'ROWS' | 'RANGE' | 'GROUPS';
  readonly start: FrameBound;
  readonly end: FrameBound | null;
  readonly exclude: string | null;
}

export type FrameBound =
  | { readonly kind: 'UNBOUNDED PRECEDING' | 'UNBOUNDED FOLLOWING' | 'CURRENT ROW' }
  | { readonly kind: 'PRECEDING' | 'FOLLOWING'; readonly amount: Expression };

import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StagewireError } from '../../errors/index.js';
import { parseStatement } from '../../sql/parse.js';
import { nativeFunctions } from '../../engine/functions/native-functions.js';
import { DocumentRequests } from '../../engine/threads/document-requests.js';
import { Threads } from '../../engine/threads/threads.js';
import { compileQuery } from '../../sql/query/compile.js';
import { knownFunctions } from '../../sql/query/functions/rules.js';
import { openDialect, type Dialect } from '../support/dialect.js';
import { SESSION } from '../support/session-values.js';

const SECRET = 'local file secret';
let directory: string;
let file: string;
let dialect: Dialect;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-hostile-'));
  file = join(directory, 'secret.csv');
  await writeFile(file, `${SECRET}\n`);
  dialect = await openDialect();
});

afterAll(async () => {
  await dialect.close();
  await rm(directory, { recursive: true });
});

/** Functions of DuckDB that read files, settings, catalogs or the environment, run SQL, or change something. */
const DANGEROUS = [
  'read_csv', 'read_csv_auto', 'read_text', 'read_blob', 'read_parquet', 'parquet_scan', 'parquet_metadata', 'parquet_schema', 'parquet_file_metadata', 'parquet_kv_metadata', 'parquet_bloom_probe', 'read_json', 'read_json_auto', 'read_ndjson',
  'read_ndjson_auto', 'read_json_objects', 'read_ndjson_objects', 'sniff_csv', 'getenv', 'query', 'query_table', 'current_setting', 'getvariable', 'duckdb_settings', 'duckdb_functions', 'duckdb_tables', 'duckdb_secrets', 'duckdb_extensions', 'duckdb_databases',
  'duckdb_logs', 'pragma_version', 'pragma_table_info', 'pragma_database_list', 'pragma_storage_info', 'pragma_user_agent', 'pragma_platform', 'which_secret', 'checkpoint', 'force_checkpoint', 'nextval', 'currval', 'current_schemas', 'current_query', 'txid_current',
  'in_search_path', 'pg_typeof', 'add_parquet_key', 'sql_auto_complete', 'json_execute_serialized_sql', 'json_serialize_sql', 'json_serialize_plan', 'from_substrait', 'arrow_scan', 'pandas_scan', 'seq_scan', 'index_scan', 'summary', 'repeat_row', 'test_all_types',
  'enable_logging', 'disable_logging', 'write_log', 'set_config', 'export', 'load', 'install', 'attach', 'copy', 'icu_calendar_names', 'pg_timezone_names', 'allocate', 'glob_files', 'list_files', 'array_apply_sql', 'stats', 'vector_type', 'constant_or_null', 'hash', 'md5_number', 'error',
];

/** Spellings of a call that must all end the same way. */
const SPELLINGS: readonly ((name: string) => string)[] = [
  (name) => `SELECT ${name}('F')`, (name) => `SELECT * FROM ${name}('F')`, (name) => `SELECT * FROM ${name.toUpperCase()} ('F') t`, (name) => `SELECT \`${name}\`('F')`, (name) => `SELECT * FROM \`${name}\`('F')`, (name) => `SELECT main.${name}('F')`, (name) => `SELECT * FROM main.${name}('F')`,
  (name) => `SELECT * FROM system.main.${name}('F')`, (name) => `SELECT fn.${name}('F')`, (name) => `SELECT ${name}/**/('F')`, (name) => `SELECT /*!50000 ${name}('F') */`, (name) => `SELECT 1 FROM (SELECT 1) t, LATERAL ${name}('F')`, (name) => `SELECT * FROM TABLE(${name}('F'))`,
  (name) => `SELECT 'F'.${name}()`, (name) => `SELECT array_transform(['F'], x -> ${name}(x))`, (name) => `SELECT count(*) FILTER (WHERE ${name}('F') IS NULL) FROM numbers(1)`, (name) => `WITH c AS (SELECT ${name}('F') AS x) SELECT * FROM c`, (name) => `SELECT 1 ORDER BY ${name}('F')`,
  (name) => `SELECT array_aggregate(['F'], '${name}')`, (name) => `SELECT array_reduce(['F'], '${name}')`, (name) => `SELECT ${name}_if('F', 1)`, (name) => `SELECT ${name}_distinct('F')`, (name) => `SELECT ${name}(1)('F')`, (name) => `SELECT ${name}('F') OVER ()`, (name) => `SELECT CAST('F' AS ${name})`,
  (name) => `SELECT 1 LIMIT ${name}('F')`, (name) => `SELECT 1 FROM numbers(1) QUALIFY ${name}('F')`, (name) => `SELECT extract(${name} FROM 'F')`, (name) => `SELECT date_trunc('${name}(''F'')', now())`, (name) => `VALUES (${name}('F'))`, (name) => `SELECT {'k': ${name}('F')}`, (name) => `SELECT ['F'][${name}('F')]`,
];

const translated = (sql: string): string => {
  const statement = parseStatement(sql)?.statement;
  if (statement?.kind !== 'query') throw new Error(`no query: ${sql}`);
  const compiled = compileQuery(statement, SESSION);
  return compiled.kind === 'constant' ? '' : compiled.sql;
};

describe('functions of the engine that reach beyond the query are unknown, in every spelling', () => {
  it.each(DANGEROUS)('%s', (name) => {
    for (const spell of SPELLINGS) {
      const sql = spell(name).replaceAll('F', '/etc/passwd');
      let written: string;
      try {
        written = translated(sql);
      } catch (error) {
        expect(error, sql).toBeInstanceOf(StagewireError);
        continue;
      }
      // What is translated after all must not call it; a column or a text may have its name.
      expect(written.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '""'), sql).not.toMatch(new RegExp(`(?<![a-z_])${name}\\s*\\(`, 'i'));
    }
  });

  it('and none of them is in the list of functions', () => {
    const names = new Set(knownFunctions().map(({ name }) => name));
    expect(DANGEROUS.filter((name) => names.has(name))).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'constructor_if', '__proto___distinct'])('names of JavaScript are no functions: %s', (name) => {
    expect(() => translated(`SELECT ${name}(1)`)).toThrow(StagewireError);
    expect(() => translated(`SELECT ${name}()`)).toThrow(StagewireError);
    expect(() => translated(`SELECT CAST(1 AS ${name})`)).toThrow(StagewireError);
  });
});

describe('no text of a query names a file to the engine', () => {
  it.each([
    "SELECT * FROM 'FILE'", 'SELECT * FROM `FILE`', 'SELECT * FROM `FILE` AS t', "SELECT * FROM (SELECT 1) a JOIN 'FILE'", "WITH `FILE` AS (SELECT 1 AS x) SELECT x FROM `FILE`", "SELECT * FROM x'FILE'", 'SELECT "FILE".* FROM (SELECT 1) t',
    "SELECT * FROM (TABLE 'FILE')", "SELECT LOAD_FILE('FILE')", "COPY (SELECT 1) TO 'FILE'", "EXPORT DATABASE 'FILE'", "ATTACH 'FILE' AS x", "INSTALL 'FILE'", "LOAD 'FILE'", "SELECT 1; ATTACH 'FILE'", "PRAGMA database_list", "CALL pragma_version()",
    "SELECT 1 INTO OUTFILE 'FILE'", "SELECT 1 INTO DUMPFILE 'FILE'", "FROM 'FILE'", "SUMMARIZE 'FILE'", "DESCRIBE SELECT * FROM 'FILE'", "SELECT COLUMNS('FILE') FROM (SELECT 1) t", 'SELECT * FROM file.csv', 'SELECT * REPLACE (1 AS a) FROM `FILE`',
    "SELECT * FROM (SELECT 'FILE' AS t) a, LATERAL (SELECT * FROM t) b", "SELECT * FROM unnest('FILE')", "SELECT struct_extract('FILE', 'x')", "SELECT * FROM flatten(input => 'FILE')", "SELECT (SELECT * FROM 'FILE')", "SELECT 1 UNION SELECT * FROM 'FILE'",
    "CREATE MACRO f() AS TABLE FROM 'FILE'", "CREATE FUNCTION f AS () -> read_text('FILE')", "PREPARE p AS SELECT * FROM 'FILE'", "SET home_directory = 'FILE'", "SET enable_external_access = true",
  ])('%s', async (sql) => {
    let answer: string;
    try {
      answer = JSON.stringify(await dialect.rows(sql.replaceAll('FILE', file)));
    } catch (error) {
      answer = error instanceof Error ? error.message : String(error);
    }
    expect(answer).not.toContain(SECRET);
  });

  it('a name of WITH whose letters the engine tells apart is none of a file', async () => {
    // In the only directory that the engine may open. `[…]` is a pattern for it that matches the name 1, and looks as if it named Parquet.
    const names = join(dialect.cacheDirectory, 'names');
    await copyFile(new URL('../formats/spark-samples/micros.parquet', import.meta.url), join(names, '1'));
    for (const [declared, asked] of [['\u212a', 'k'], ['\u00c4', '\u00e4']] as const) {
      const name = (letter: string): string => `\`${join(names, `[1${letter}.parquet?]`)}\``;
      expect(await dialect.rows(`WITH ${name(declared)} AS (SELECT 1 AS x) SELECT * FROM ${name(asked)}`)).toEqual([[1]]);
    }
  });

  it('a bound value is a value', async () => {
    const text = (value: string): { type: { name: 'varchar' }; value: string } => ({ type: { name: 'varchar' }, value });
    for (const value of [file, `'); SELECT * FROM read_text('${file}'); --`, `' || getenv('HOME') || '`]) {
      expect(await dialect.rows('SELECT concat(?, x) FROM (SELECT 1 AS x) t', [text(value)])).toEqual([[`${value}1`]]);
    }
  });
});

describe('quoting holds whatever is in a text or a name', () => {
  const TEXTS = ["'", "''", "\\'", '"', '`', '\\', "'; DROP SCHEMA fn; --", '$$', '\0', '\n--', '/*', '*/', "\\x27", '%_', '𝔘𝔫𝔦', '${x}', '$1', "E'\\'", "a'b\"c`d\\e"];

  it.each(TEXTS)('as a text: %j', async (text) => {
    const literal = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
    expect(await dialect.rows(`SELECT ${literal}, concat(${literal}, ''), length(x) FROM (SELECT ${literal} AS x) t`)).toEqual([[text, text, Array.from(text).length]]);
    expect(await dialect.rows(`SELECT x FROM (SELECT ${literal} AS x) t WHERE x = ${literal} AND x IN (${literal})`)).toEqual([[text]]);
  });

  it.each(TEXTS.filter((text) => text !== '\0'))('as a name: %j', async (text) => {
    const name = `\`${text.replaceAll('`', '``')}\``;
    expect(await dialect.columns(`SELECT ${name}, t.${name} AS ${name} FROM (SELECT 1 AS ${name}) t`)).toEqual([`${text}: int32`, `${text}: int32`]);
    expect(await dialect.rows(`WITH ${name} AS (SELECT 5 AS ${name}) SELECT ${name}.${name} FROM ${name}`)).toEqual([[5]]);
    expect(await dialect.rows(`SELECT array_transform([1], ${name} -> ${name} + 1)`)).toEqual([['[2]']]);
  });

  it.each(TEXTS.filter((text) => text !== '\0'))('as a key of a variant: %j', async (text) => {
    const json = JSON.stringify({ [text]: 7 }).replaceAll('\\', '\\\\').replaceAll("'", "''");
    const key = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
    expect(await dialect.rows(`SELECT get(parse_json('${json}'), ${key})`)).toEqual([['7']]);
  });
});

it('every macro that the translation names exists, and every one is named', () => {
  const folder = new URL('../../', import.meta.url);
  const sources = (path: string): string[] => readdirSync(new URL(path, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|sql)$/.test(name)).map((name) => readFileSync(new URL(`${path}/${name}`, folder), 'utf8'));
  const macros = sources('engine/macros').join('\n');
  const made = new Set([...macros.matchAll(/^CREATE MACRO fn\.(\w+)/gm)].map(([, name]) => name ?? ''));
  const used = new Set([...[...sources('sql/query'), ...sources('engine/formats')].join('\n').matchAll(/\bfn\.(\w+)/g)].map(([, name]) => name ?? '').filter((name) => name !== 'x'));
  const listed = new Set(knownFunctions().map(({ name }) => name));
  const inMacros = new Set([...macros.replaceAll(/^CREATE MACRO fn\.\w+/gm, '').matchAll(/\bfn\.(\w+)/g)].map(([, name]) => name ?? ''));
  expect([...used].filter((name) => !made.has(name))).toEqual([]);
  expect([...made].filter((name) => !used.has(name) && !inMacros.has(name) && !listed.has(name))).toEqual([]);
});

it('every function outside SQL that the translation names exists, and every one is named', async () => {
  const folder = new URL('../../', import.meta.url);
  const text = (path: string): string => readdirSync(new URL(path, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|sql)$/.test(name)).map((name) => readFileSync(new URL(`${path}/${name}`, folder), 'utf8')).join('\n');
  const query = text('sql/query');
  const listed = new Set([...`${query}\n${text('engine/macros')}\n${text('engine/formats')}\n${text('engine/inspect')}`.matchAll(/\bstagewire_(\w+)/g)].map(([, name]) => name ?? ''));
  // Those of `natives` and `aes` are named by the function of the dialect that they are.
  const made = (await nativeFunctions(new DocumentRequests(new Threads(1, 0)))).map(({ name }) => name);
  expect([...listed].filter((name) => !made.includes(name) && !['read_file', 'aes_', ''].includes(name))).toEqual([]);
  expect(made.filter((name) => !listed.has(name) && !knownFunctions().some((known) => known.name === name))).toEqual([]);
});

it('every listed function is written with functions that the engine knows', async () => {
  const unknown: string[] = [];
  for (const { name } of knownFunctions()) {
    for (let count = 0; count <= 4; count += 1) {
      const sql = `SELECT ${name}(${Array.from({ length: count }, () => 'NULL').join(', ')}) FROM (SELECT 1) t`;
      try {
        await dialect.rows(sql);
      } catch (error) {
        if (error instanceof Error && /does not exist|Catalog Error|no function matches the given name/i.test(error.message)) unknown.push(`${sql}: ${error.message}`);
      }
    }
  }
  expect(unknown).toEqual([]);
}, 300_000);

import { StagewireError } from '../../errors/index.js';
import type { TlsSettings } from '../settings.js';
import type { Scalar } from '../../sql/query/quoting.js';
import { acceptSqlMode } from './sql-mode.js';

/** A system variable, as the MySQL 8.4 manual describes it, with the value that fits what this server does. */
export interface VariableDefinition {
  readonly value: Scalar;
  /** Where it exists: `global` ones have no session value. */
  readonly scope: 'both' | 'global' | 'session';
  readonly readOnly: boolean;
  /** Checks and normalises a value that is set. Throws 2803 (1231). */
  readonly accept: (value: Scalar, name: string) => Scalar;
}

type Accept = VariableDefinition['accept'];

function wrong(name: string, value: Scalar): StagewireError {
  return new StagewireError('WrongValueForVariable', `Variable '${name}' can't be set to the value of '${String(value)}'`);
}

const anything: Accept = (value) => value;

const flag: Accept = (value, name) => {
  const word = String(value).toUpperCase();
  if (['1', 'ON', 'TRUE'].includes(word)) return 1;
  if (['0', 'OFF', 'FALSE'].includes(word)) return 0;
  throw wrong(name, value);
};

const integer = (least: number, most: number): Accept => (value, name) => {
  const number = typeof value === 'bigint' ? Number(value) : typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw wrong(name, value);
  return Math.min(Math.max(number, least), most);
};

const oneOf = (...words: readonly string[]): Accept => (value, name) => {
  const found = words.find((word) => word.toUpperCase() === String(value).toUpperCase());
  if (found === undefined) throw wrong(name, value);
  return found;
};

const timeZone: Accept = (value) => {
  const text = String(value);
  if (/^system$/i.test(text)) return 'SYSTEM';
  if (/^[+-](0?\d|1[0-4]):[0-5]\d$/.test(text)) return text;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    throw new StagewireError('WrongValueForVariable', `Unknown or incorrect time zone: '${text}'`, { mysql: { errno: 1298, sqlState: 'HY000' } });
  }
};

/** Character sets in which this server reads statements and sends results: those whose text is UTF-8, and its subsets. */
const CHARSETS = ['utf8mb4', 'utf8mb3', 'utf8', 'ascii', 'latin1', 'binary'];

export const acceptCharset: Accept = (value) => {
  const text = String(value).toLowerCase();
  if (value === null || CHARSETS.includes(text)) return value === null ? null : text;
  throw new StagewireError('WrongValueForVariable', `Unknown character set: '${text}'`, { mysql: { errno: 1115, sqlState: '42000' } });
};

const both = (value: Scalar, accept: Accept = anything): VariableDefinition => ({ value, scope: 'both', readOnly: false, accept });
const global = (value: Scalar, accept: Accept = anything): VariableDefinition => ({ value, scope: 'global', readOnly: false, accept });
const fixed = (value: Scalar): VariableDefinition => ({ value, scope: 'global', readOnly: true, accept: anything });
const session = (value: Scalar, accept: Accept = anything): VariableDefinition => ({ value, scope: 'session', readOnly: false, accept });
const fixedInSession = (value: Scalar): VariableDefinition => ({ value, scope: 'both', readOnly: true, accept: anything });

const SQL_MODE = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';
const ISOLATION = oneOf('READ-UNCOMMITTED', 'READ-COMMITTED', 'REPEATABLE-READ', 'SERIALIZABLE');
const YEAR = 31_536_000;

/** What the values of this process are made from. */
export interface VariableSources {
  readonly version: string;
  readonly hostname: string;
  readonly mysqlPort: number;
  readonly dataDir: string;
  readonly maxConnections: number;
  readonly maxAllowedPacket: number;
  /** Null: none. */
  readonly mysqlSocket: string | null;
  readonly tls: TlsSettings;
}

/** All system variables by name. */
export function variableDefinitions(sources: VariableSources): ReadonlyMap<string, VariableDefinition> {
  return new Map(Object.entries({
    auto_increment_increment: both(1, integer(1, 65_535)),
    auto_increment_offset: both(1, integer(1, 65_535)),
    autocommit: both(1, flag),
    big_tables: both(0, flag),
    binary_output_format: both('HEX', oneOf('HEX', 'BASE64', 'UTF-8', 'UTF-8-LOSSY')),
    binlog_format: both('ROW'),
    bulk_insert_buffer_size: both(8_388_608, integer(0, Number.MAX_SAFE_INTEGER)),
    character_set_client: both('utf8mb4', acceptCharset),
    character_set_connection: both('utf8mb4', acceptCharset),
    character_set_database: both('utf8mb4', acceptCharset),
    character_set_filesystem: both('binary', acceptCharset),
    character_set_results: both('utf8mb4', acceptCharset),
    character_set_server: both('utf8mb4', acceptCharset),
    character_set_system: fixed('utf8mb3'),
    character_sets_dir: fixed(''),
    collation_connection: both('utf8mb4_0900_ai_ci'),
    collation_database: both('utf8mb4_0900_ai_ci'),
    collation_server: both('utf8mb4_0900_ai_ci'),
    connect_timeout: global(10, integer(2, YEAR)),
    datadir: fixed(sources.dataDir),
    default_authentication_plugin: fixed('mysql_native_password'),
    default_storage_engine: both('stagewire'),
    div_precision_increment: both(4, integer(0, 30)),
    error_count: { ...fixedInSession(0), scope: 'session' },
    explicit_defaults_for_timestamp: both(1, flag),
    foreign_key_checks: both(1, flag),
    group_concat_max_len: both(1_048_576, integer(4, Number.MAX_SAFE_INTEGER)),
    have_openssl: fixed(sources.tls.enabled ? 'YES' : 'DISABLED'),
    have_ssl: fixed(sources.tls.enabled ? 'YES' : 'DISABLED'),
    hostname: fixed(sources.hostname),
    init_connect: global(''),
    innodb_lock_wait_timeout: both(50, integer(1, YEAR)),
    interactive_timeout: both(28_800, integer(1, YEAR)),
    last_insert_id: session(0, integer(0, Number.MAX_SAFE_INTEGER)),
    license: fixed('Apache-2.0'),
    local_infile: global(1, flag),
    lock_wait_timeout: both(YEAR, integer(1, YEAR)),
    lower_case_file_system: fixed(0),
    lower_case_table_names: fixed(0),
    max_allowed_packet: fixedInSession(sources.maxAllowedPacket),
    max_connections: fixed(sources.maxConnections),
    max_execution_time: both(0, integer(0, Number.MAX_SAFE_INTEGER)),
    max_prepared_stmt_count: global(16_382, integer(0, 4_194_304)),
    net_buffer_length: both(16_384, integer(1024, 1_048_576)),
    net_read_timeout: both(30, integer(1, YEAR)),
    net_write_timeout: both(60, integer(1, YEAR)),
    optimizer_switch: both(''),
    performance_schema: fixed(0),
    port: fixed(sources.mysqlPort),
    profiling: both(0, flag),
    protocol_version: fixed(10),
    pseudo_thread_id: session(0, integer(0, Number.MAX_SAFE_INTEGER)),
    query_cache_size: global(0, integer(0, 0)),
    query_cache_type: both('OFF', oneOf('OFF')),
    read_file_limit: both(64 * 1024 * 1024, integer(1, 1024 * 1024 * 1024)),
    read_only: global(0, flag),
    require_secure_transport: global(sources.tls.required ? 1 : 0, flag),
    resultset_metadata: session('FULL', oneOf('FULL', 'NONE')),
    session_track_gtids: both('OFF', oneOf('OFF')),
    session_track_transaction_info: both('OFF', oneOf('OFF', 'STATE', 'CHARACTERISTICS')),
    session_track_schema: both(1, flag),
    session_track_state_change: both(0, flag),
    session_track_system_variables: both('time_zone,autocommit,character_set_client,character_set_results,character_set_connection'),
    socket: fixed(sources.mysqlSocket ?? ''),
    ssl_ca: fixed(sources.tls.ca ?? ''),
    ssl_cert: fixed(sources.tls.files?.cert ?? ''),
    ssl_key: fixed(sources.tls.files?.key ?? ''),
    tls_version: fixed(sources.tls.enabled ? 'TLSv1.2,TLSv1.3' : ''),
    protocol_compression_algorithms: fixed('zlib,zstd,uncompressed'),
    net_compression_level: fixed(6),
    sql_auto_is_null: both(0, flag),
    sql_big_selects: both(1, flag),
    sql_dialect: both('MySQL', oneOf('MySQL', 'PostgreSQL')),
    sql_log_bin: session(1, flag),
    sql_mode: both(SQL_MODE, acceptSqlMode),
    sql_notes: both(1, flag),
    sql_quote_show_create: both(1, flag),
    sql_safe_updates: both(0, flag),
    sql_select_limit: both('18446744073709551615'),
    sql_warnings: both(0, flag),
    storage_engine: both('stagewire'),
    super_read_only: global(0, flag),
    system_time_zone: fixed('UTC'),
    time_zone: both('SYSTEM', timeZone),
    timezone: both('UTC', timeZone),
    transaction_isolation: both('REPEATABLE-READ', ISOLATION),
    transaction_read_only: both(0, flag),
    tx_isolation: both('REPEATABLE-READ', ISOLATION),
    tx_read_only: both(0, flag),
    unique_checks: both(1, flag),
    version: fixed(sources.version),
    version_comment: fixed('Stagewire'),
    version_compile_machine: fixed(process.arch === 'x64' ? 'x86_64' : process.arch),
    version_compile_os: fixed(process.platform === 'darwin' ? 'macos' : process.platform),
    wait_timeout: both(28_800, integer(1, YEAR)),
    warning_count: { ...fixedInSession(0), scope: 'session' },
  } satisfies Record<string, VariableDefinition>));
}

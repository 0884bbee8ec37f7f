import type { Scalar } from '../../sql/query/quoting.js';
import type { TlsSettings } from '../settings.js';
import { parseVariables } from './parse-variables.js';
import { DATABEND_SETTINGS } from './tables/databend.js';
import { INNODB_VARIABLES } from './tables/innodb.js';
import { PERFORMANCE_SCHEMA_VARIABLES } from './tables/performance-schema.js';
import { REPLICATION_VARIABLES } from './tables/replication.js';
import { SERVER_VARIABLES } from './tables/server.js';
import type { VariableType } from './variable-type.js';

/** A system variable: the lines of `tables/` describe them. */
export interface VariableDefinition {
  readonly name: string;
  /** Where it exists: `global` ones have no session value. */
  readonly scope: 'both' | 'global' | 'session';
  readonly readOnly: boolean;
  readonly type: VariableType;
  /** The value at the start of the process. */
  readonly value: Scalar;
  /** Empty for those that the MySQL manual describes. */
  readonly description: string;
}

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

/** Values that settings of the server decide; nobody can set them. */
function decidedBySettings(sources: VariableSources): Readonly<Record<string, Scalar>> {
  const { tls } = sources;
  return {
    datadir: sources.dataDir,
    have_openssl: tls.enabled ? 'YES' : 'DISABLED',
    have_ssl: tls.enabled ? 'YES' : 'DISABLED',
    hostname: sources.hostname,
    max_allowed_packet: sources.maxAllowedPacket,
    max_connections: sources.maxConnections,
    port: sources.mysqlPort,
    protocol_compression_algorithms: 'zlib,zstd,uncompressed',
    socket: sources.mysqlSocket ?? '',
    ssl_ca: tls.ca ?? '',
    ssl_cert: tls.files?.cert ?? '',
    ssl_key: tls.files?.key ?? '',
    tls_version: tls.enabled ? 'TLSv1.2,TLSv1.3' : '',
    version: sources.version,
    version_compile_machine: process.arch === 'x64' ? 'x86_64' : process.arch,
    version_compile_os: process.platform === 'darwin' ? 'macos' : process.platform,
  };
}

/** Values with which settings of the server begin. */
function begunBySettings({ tls }: VariableSources): Readonly<Record<string, Scalar>> {
  return { require_secure_transport: tls.required ? 1 : 0 };
}

const TABLES = [SERVER_VARIABLES, INNODB_VARIABLES, REPLICATION_VARIABLES, PERFORMANCE_SCHEMA_VARIABLES];
const DEFINITIONS = TABLES.flatMap((table) => parseVariables(table));
export const SETTINGS: readonly VariableDefinition[] = parseVariables(DATABEND_SETTINGS);

/** All system variables by name, in the order of names. */
export function variableDefinitions(sources: VariableSources): ReadonlyMap<string, VariableDefinition> {
  const decided = decidedBySettings(sources);
  const begun = begunBySettings(sources);
  const definitions = [...DEFINITIONS, ...SETTINGS].map((definition): VariableDefinition => {
    const value = decided[definition.name];
    if (value !== undefined) return { ...definition, value, readOnly: true };
    return { ...definition, value: begun[definition.name] ?? definition.value };
  });
  return new Map(definitions.sort((a, b) => (a.name < b.name ? -1 : 1)).map((definition) => [definition.name, definition]));
}

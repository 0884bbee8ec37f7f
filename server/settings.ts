import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isNetwork } from './networks.js';

/** Everything that the environment decides, as one frozen value. */
export interface Settings {
  readonly host: string;
  readonly mysqlPort: number;
  readonly httpPort: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL. */
  readonly catalogUrl: string | null;
  /** Null: a directory below the data directory. */
  readonly storageUrl: string | null;
  readonly s3AccessKeyId: string | null;
  readonly s3SecretAccessKey: string | null;
  readonly s3SessionToken: string | null;
  /** Null: not given. */
  readonly rootPassword: string | null;
  /** Directories below which `fs://` stages may point. */
  readonly fsRoots: readonly string[];
  /** The Hugging Face Hub. */
  readonly hubUrl: string;
  /** Null: a key generated in the data directory. */
  readonly secretKey: string | null;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly logFormat: 'json' | 'pretty';
  /** Base URL under which clients reach the HTTP listener; null: derived from the connection. */
  readonly publicUrl: string | null;
  /** Whether stages may point at plain-http endpoints. */
  readonly allowInsecure: boolean;
  /** Path of the Unix socket on which MySQL clients are served too; null: none. */
  readonly mysqlSocket: string | null;
  /** Networks (CIDR) from which connections begin with a header of the PROXY protocol. */
  readonly proxyNetworks: readonly string[];
  readonly tls: TlsSettings;
  readonly maxConnections: number;
  /** Bytes. */
  readonly maxAllowedPacket: number;
  /** Bytes that the query engine may use. */
  readonly engineMemory: number;
  readonly engineThreads: number;
  /** Queries that may compute at once. */
  readonly engineCalls: number;
  /** Bytes of local copies of staged files that are kept. */
  readonly cacheSize: number;
  /** Bytes of the engine's memory for results of queries that are kept. */
  readonly resultCacheSize: number;
  /** Bytes on disk for what queries can't hold in memory. */
  readonly spillSize: number;
}

/** TLS of the MySQL listener. Paths are absolute. */
export interface TlsSettings {
  readonly enabled: boolean;
  /** Null: made at the first start, in the data directory. */
  readonly files: { readonly cert: string; readonly key: string } | null;
  /** Who signs the certificates of clients; null: nobody, or the generated authority. */
  readonly ca: string | null;
  /** Whether clients must use TLS or the Unix socket: the first value of `require_secure_transport`. */
  readonly required: boolean;
}

/** What is wrong with the environment; `message` has one line for each fault. */
export class SettingsError extends Error {}

const port = z.string().regex(/^\d{1,5}$/, 'expected a port from 0 to 65535').transform(Number).refine((value) => value <= 65_535, 'expected a port from 0 to 65535');
const count = (least: number, most: number): z.ZodType<number> => {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z.string().regex(/^\d{1,15}$/, expected).transform(Number).refine((value) => value >= least && value <= most, expected);
};
const flag = z.enum(['true', 'false', '1', '0'], { error: 'expected true or false' }).transform((value) => value === 'true' || value === '1');
const url = (pattern: RegExp, expected: string): z.ZodString => z.string().regex(pattern, `expected ${expected}`);

const absolute = z.string().min(1, 'expected a directory').transform((value) => path.resolve(value));
const roots = z.string().transform((value, context) => {
  const directories = value.split(':').filter((directory) => directory !== '');
  const relative = directories.find((directory) => !path.isAbsolute(directory));
  if (relative !== undefined) context.addIssue({ code: 'custom', message: `'${relative}' is not an absolute directory` });
  return directories;
});

const file = z.string().min(1, 'expected a file').transform((value) => path.resolve(value));
const networks = z.string().transform((value, context) => {
  const given = value.split(/[\s,]+/).filter((network) => network !== '');
  const wrong = given.find((network) => !isNetwork(network));
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: `'${wrong}' is neither an address nor a network such as 10.0.0.0/8` });
  return given;
});

const MIB = 1024 * 1024;

/** One entry for each variable of the environment. */
const SCHEMA = z.object({
  STAGEWIRE_HOST: z.string().min(1, 'expected a host name or address').default('127.0.0.1'),
  STAGEWIRE_MYSQL_PORT: port.default(3307),
  STAGEWIRE_HTTP_PORT: port.default(8000),
  STAGEWIRE_DATA_DIR: absolute.default(() => path.resolve('data')),
  STAGEWIRE_CATALOG_URL: url(/^postgres(ql)?:\/\/./, 'a postgres:// URL').optional(),
  STAGEWIRE_STORAGE_URL: url(/^(s3|fs):\/\/./, 'an s3:// or fs:// URL').optional(),
  STAGEWIRE_S3_ACCESS_KEY_ID: z.string().optional(),
  STAGEWIRE_S3_SECRET_ACCESS_KEY: z.string().optional(),
  STAGEWIRE_S3_SESSION_TOKEN: z.string().optional(),
  STAGEWIRE_ROOT_PASSWORD: z.string().optional(),
  STAGEWIRE_FS_ROOTS: roots.default([]),
  STAGEWIRE_HF_ENDPOINT: url(/^https?:\/\/[^/]+\/?$/, 'an http:// or https:// URL of a host').transform((value) => value.replace(/\/$/, '')).default('https://huggingface.co'),
  STAGEWIRE_SECRET_KEY: z.string().min(16, 'expected at least 16 characters').optional(),
  STAGEWIRE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { error: 'expected fatal, error, warn, info, debug, trace or silent' }).default('info'),
  STAGEWIRE_LOG_FORMAT: z.enum(['json', 'pretty'], { error: 'expected json or pretty' }).optional(),
  STAGEWIRE_PUBLIC_URL: url(/^https?:\/\/[^/]+(\/.*)?$/, 'an http:// or https:// URL').transform((value) => value.replace(/\/+$/, '')).optional(),
  STAGEWIRE_ALLOW_INSECURE: flag.default(true),
  STAGEWIRE_MYSQL_SOCKET: file.optional(),
  STAGEWIRE_PROXY_NETWORKS: networks.default([]),
  STAGEWIRE_TLS: z.enum(['on', 'off'], { error: 'expected on or off' }).default('on'),
  STAGEWIRE_TLS_CERT: file.optional(),
  STAGEWIRE_TLS_KEY: file.optional(),
  STAGEWIRE_TLS_CA: file.optional(),
  STAGEWIRE_REQUIRE_SECURE_TRANSPORT: flag.default(false),
  STAGEWIRE_MAX_CONNECTIONS: count(1, 100_000).default(1000),
  STAGEWIRE_MAX_ALLOWED_PACKET: count(MIB, 1024 * MIB).default(128 * MIB),
  STAGEWIRE_ENGINE_MEMORY: count(64 * MIB, Number.MAX_SAFE_INTEGER).default(() => Math.floor(totalmem() / 4)),
  STAGEWIRE_ENGINE_THREADS: count(1, 1024).default(() => availableParallelism()),
  STAGEWIRE_CACHE_SIZE: count(0, Number.MAX_SAFE_INTEGER).default(10 * 1024 * MIB),
  STAGEWIRE_RESULT_CACHE_SIZE: count(0, Number.MAX_SAFE_INTEGER).optional(),
  STAGEWIRE_SPILL_SIZE: count(0, Number.MAX_SAFE_INTEGER).default(20 * 1024 * MIB),
}).strict();

type Environment = Readonly<Record<string, string | undefined>>;

/** Values in messages would show passwords; these are named only. */
const SECRET = /PASSWORD|SECRET|ACCESS_KEY|TOKEN|CATALOG_URL/;

/**
 * Reads the settings from the environment. A variable that begins with STAGEWIRE_ and is not known, or
 * one whose value can't be understood, is a SettingsError that names it. `isTerminal` says whether
 * the log goes to a person.
 */
export function readSettings(env: Environment, isTerminal: boolean): Settings {
  const ours = Object.fromEntries(Object.entries(env).filter(([name, value]) => name.startsWith('STAGEWIRE_') && value !== undefined && (value !== '' || name === 'STAGEWIRE_ROOT_PASSWORD')));
  const parsed = SCHEMA.safeParse(ours);
  if (!parsed.success) throw new SettingsError(parsed.error.issues.flatMap((issue) => describe(issue, ours)).join('\n'));
  const values = parsed.data;
  const ownKey = values.STAGEWIRE_S3_ACCESS_KEY_ID !== undefined;
  if (ownKey !== (values.STAGEWIRE_S3_SECRET_ACCESS_KEY !== undefined)) {
    throw new SettingsError('STAGEWIRE_S3_ACCESS_KEY_ID and STAGEWIRE_S3_SECRET_ACCESS_KEY must be set together');
  }
  return Object.freeze({
    host: values.STAGEWIRE_HOST,
    mysqlPort: values.STAGEWIRE_MYSQL_PORT,
    httpPort: values.STAGEWIRE_HTTP_PORT,
    dataDir: values.STAGEWIRE_DATA_DIR,
    catalogUrl: values.STAGEWIRE_CATALOG_URL ?? null,
    storageUrl: values.STAGEWIRE_STORAGE_URL ?? null,
    // The usual AWS names are a fallback for all three together, never mixed with ours.
    s3AccessKeyId: (ownKey ? values.STAGEWIRE_S3_ACCESS_KEY_ID : env['AWS_ACCESS_KEY_ID']) ?? null,
    s3SecretAccessKey: (ownKey ? values.STAGEWIRE_S3_SECRET_ACCESS_KEY : env['AWS_SECRET_ACCESS_KEY']) ?? null,
    s3SessionToken: (ownKey ? values.STAGEWIRE_S3_SESSION_TOKEN : env['AWS_SESSION_TOKEN']) ?? null,
    rootPassword: values.STAGEWIRE_ROOT_PASSWORD ?? null,
    fsRoots: values.STAGEWIRE_FS_ROOTS,
    hubUrl: values.STAGEWIRE_HF_ENDPOINT,
    secretKey: values.STAGEWIRE_SECRET_KEY ?? null,
    logLevel: values.STAGEWIRE_LOG_LEVEL,
    logFormat: values.STAGEWIRE_LOG_FORMAT ?? (isTerminal ? 'pretty' : 'json'),
    publicUrl: values.STAGEWIRE_PUBLIC_URL ?? null,
    allowInsecure: values.STAGEWIRE_ALLOW_INSECURE,
    mysqlSocket: values.STAGEWIRE_MYSQL_SOCKET ?? null,
    proxyNetworks: values.STAGEWIRE_PROXY_NETWORKS,
    tls: tlsSettings(values),
    maxConnections: values.STAGEWIRE_MAX_CONNECTIONS,
    maxAllowedPacket: values.STAGEWIRE_MAX_ALLOWED_PACKET,
    engineMemory: values.STAGEWIRE_ENGINE_MEMORY,
    engineThreads: values.STAGEWIRE_ENGINE_THREADS,
    engineCalls: halfOfPool(env['UV_THREADPOOL_SIZE']),
    cacheSize: values.STAGEWIRE_CACHE_SIZE,
    resultCacheSize: values.STAGEWIRE_RESULT_CACHE_SIZE ?? Math.min(64 * MIB, Math.floor(values.STAGEWIRE_ENGINE_MEMORY / 8)),
    spillSize: values.STAGEWIRE_SPILL_SIZE,
  });
}

/** Threads that libuv starts unless told. */
const DEFAULT_POOL = 4;

/** Half of libuv's threads: each query that computes has one, and files, DNS and passwords need some too. */
function halfOfPool(poolSize: string | undefined): number {
  const size = poolSize !== undefined && /^\d+$/.test(poolSize) ? Number(poolSize) : DEFAULT_POOL;
  return Math.max(1, Math.floor(size / 2));
}

function tlsSettings(values: z.output<typeof SCHEMA>): TlsSettings {
  const { STAGEWIRE_TLS_CERT: cert, STAGEWIRE_TLS_KEY: key, STAGEWIRE_TLS_CA: ca } = values;
  if ((cert === undefined) !== (key === undefined)) throw new SettingsError('STAGEWIRE_TLS_CERT and STAGEWIRE_TLS_KEY must be set together');
  const enabled = values.STAGEWIRE_TLS === 'on';
  const required = values.STAGEWIRE_REQUIRE_SECURE_TRANSPORT;
  if (required && !enabled) throw new SettingsError('STAGEWIRE_REQUIRE_SECURE_TRANSPORT=true needs STAGEWIRE_TLS=on');
  return { enabled, files: cert === undefined || key === undefined ? null : { cert, key }, ca: ca ?? null, required };
}

function describe(issue: z.core.$ZodIssue, values: Environment): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => `${name} is no setting of stagewire; README lists them`);
  const name = String(issue.path[0]);
  const shown = SECRET.test(name) ? '' : `='${values[name] ?? ''}'`;
  return [`${name}${shown} is not understood: ${issue.message}`];
}

/** MySQL's number and SQLSTATE for an error, as they stand in an ERR packet. */
export interface MysqlCode {
  readonly errno: number;
  readonly sqlState: string;
}

const UNKNOWN: MysqlCode = { errno: 1105, sqlState: 'HY000' };
const mysql = (errno: number, sqlState: string): MysqlCode => ({ errno, sqlState });

interface KindDefinition {
  /** Stable number of the kind, the one that Databend uses. */
  readonly code: number;
  readonly mysql: MysqlCode;
}

const kind = (code: number, mysqlCode: MysqlCode = UNKNOWN): KindDefinition => ({ code, mysql: mysqlCode });

/**
 * Every kind of error that a statement can end with. Where MySQL has a number for the case
 * (`ER_*` of the MySQL error reference) clients get that one, otherwise 1105 (ER_UNKNOWN_ERROR).
 */
export const KINDS = {
  Internal: kind(1001),
  Unimplemented: kind(1002, mysql(1235, '42000')),
  UnknownDatabase: kind(1003, mysql(1049, '42000')),
  SyntaxException: kind(1005, mysql(1064, '42000')),
  BadArguments: kind(1006),
  UnknownFunction: kind(1008, mysql(1305, '42000')),
  EmptyData: kind(1016),
  UnknownTable: kind(1025, mysql(1146, '42S02')),
  BadDataValueType: kind(1010),
  NumberArgumentsNotMatch: kind(1028, mysql(1582, '42000')),
  TableAlreadyExists: kind(2302, mysql(1050, '42S01')),
  AbortedQuery: kind(1043, mysql(1317, '70100')),
  BadBytes: kind(1046),
  UnknownColumn: kind(1058, mysql(1054, '42S22')),
  IllegalGrant: kind(1061),
  PermissionDenied: kind(1063, mysql(1227, '42000')),
  SemanticError: kind(1065),
  UnknownCompressionType: kind(1075),
  InvalidCompressionData: kind(1076),
  ParquetFileInvalid: kind(1201),
  TableSchemaMismatch: kind(1303),
  InvalidConfig: kind(2002),
  InvalidArgument: kind(2004),
  UnknownUser: kind(2201),
  UserAlreadyExists: kind(2202),
  UnknownRole: kind(2204),
  InvalidPassword: kind(2215),
  IllegalUser: kind(2218),
  UnknownStage: kind(2501),
  StageAlreadyExists: kind(2502),
  IllegalStageFileFormat: kind(2505),
  StagePermissionDenied: kind(2506),
  UnknownFileFormat: kind(2507),
  IllegalFileFormat: kind(2508),
  FileFormatAlreadyExists: kind(2509),
  UnknownConnection: kind(2510),
  ConnectionAlreadyExists: kind(2512),
  UnknownVariable: kind(2801, mysql(1193, 'HY000')),
  WrongValueForVariable: kind(2803, mysql(1231, '42000')),
  ReadOnlyVariable: kind(2804, mysql(1238, 'HY000')),
  StorageNotFound: kind(3001),
  StoragePermissionDenied: kind(3002),
  StorageUnavailable: kind(3901),
  StorageUnsupported: kind(3902),
  StorageInsecure: kind(3903),
  StorageOther: kind(4000),
  CatalogUnavailable: kind(4100),
  AuthenticateFailure: kind(5100, mysql(1045, '28000')),
} as const satisfies Record<string, KindDefinition>;

export type ErrorKind = keyof typeof KINDS;

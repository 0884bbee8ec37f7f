/** Names of options whose values are secret, in any spelling that a statement may use. */
const SECRET_OPTIONS = [
  'access_key_id', 'aws_key_id', 'secret_access_key', 'aws_secret_key', 'access_key_secret', 'session_token', 'security_token',
  'aws_token', 'token', 'master_key', 'external_id', 'aws_external_id', 'account_key', 'credential', 'secret_id', 'secret_key',
  'delegation', 'password', 'key',
];

const SECRET_LITERAL = new RegExp(
  String.raw`(\b(?:${SECRET_OPTIONS.join('|')})['"]?\s*(?:=>|=)\s*|\bidentified\s+(?:with\s+\S+\s+)?(?:by|as)\s+|\bpassword\s*\(\s*|\bset\s+password\s+for\s+\S+\s*:?=\s*)` +
    String.raw`('(?:[^'\\]|\\.|'')*'?|"(?:[^"\\]|\\.|"")*"?)`,
  'gis',
);

/**
 * The statement with every secret literal replaced by asterisks of the same length, so that
 * positions stay valid. Used wherever statement text leaves the server: errors and logs.
 */
export function maskSecrets(sql: string): string {
  return sql.replace(SECRET_LITERAL, (_whole, before: string, literal: string) => before + mask(literal));
}

const mask = (literal: string): string => literal.replace(/[^\n]/g, '*');

/**
 * A secret value as results show it: up to four characters vanish wholly, otherwise the first
 * and last two remain.
 */
export function maskValue(value: string): string {
  return value.length <= 4 ? '***' : `${value.slice(0, 2)}***${value.slice(-2)}`;
}

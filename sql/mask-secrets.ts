/** Names of options whose values are secret, in any spelling that a statement may use. */
const SECRET_OPTIONS = [
  'access_key_id', 'aws_key_id', 'secret_access_key', 'aws_secret_key', 'access_key_secret', 'session_token', 'security_token',
  'aws_token', 'master_key', 'external_id', 'aws_external_id', 'account_key', 'secret_id', 'secret_key',
];
/** Those that may well be the names of columns: what is compared with them is secret if it is a text. */
const SECRET_WORDS = ['token', 'credential', 'delegation', 'password', 'key'];

/** Blanks and comments; the marks of a comment whose content counts, not the content. No text is read in two ways, or some would take for ever. */
const GAP = String.raw`(?:\s|/\*!\d*|/\*(?!!)(?:[^*]|\*(?!/)){0,200}\*/|\*/|(?:--|#)[^\n]{0,200}\n)`;
const EQUALS = String.raw`['"\x60]?${GAP}*=>?${GAP}*`;
/** In quotes, those of a statement that is itself a text too; of one that was cut the closing ones are missing. Plain characters are taken in runs, for a choice at each would be too deep in a long text. */
const LITERAL = String.raw`(?:''(?=[^'])[^'\\]*(?:\\.[^'\\]*)*''|""(?=[^"])[^"\\]*(?:\\.[^"\\]*)*""|\\'[^'\\]*(?:\\[^'][^'\\]*)*(?:\\')?|\\"[^"\\]*(?:\\[^"][^"\\]*)*(?:\\")?|'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'?|"[^"\\]*(?:(?:\\.|"")[^"\\]*)*"?|\$\$[^$]*(?:\$(?!\$)[^$]*)*(?:\$\$)?)`;
/** A value without quotes. */
const BARE = String.raw`(?:[^\s,;'"()=>?$\\*/]|/(?!\*))+`;

const SECRET = new RegExp(
  [
    String.raw`(\b(?:${SECRET_OPTIONS.join('|')})${EQUALS})(${LITERAL}|${BARE})`,
    String.raw`(\b(?:${SECRET_WORDS.join('|')})${EQUALS}|\bidentified${GAP}+(?:with${GAP}+\S+${GAP}+)?(?:by|as)${GAP}*|\bpassword${GAP}*\(${GAP}*|\bset${GAP}+password${GAP}+for\b[^=;]{1,100}=${GAP}*)(${LITERAL})`,
  ].join('|'),
  'gis',
);
/** A text that is a URL; behind a doubled quote there is one within a text, whatever it is that ends it. */
const URL_LITERAL = new RegExp(String.raw`(?=(?:''|""|\\['"]|['"]|\$\$)https?://)(?:''(?=h)[^'\\]*(?:(?:\\.|'''')[^'\\]*)*(?:'')?|""(?=h)[^"\\]*(?:(?:\\.|"""")[^"\\]*)*(?:"")?|${LITERAL})`, 'gis');
/** A URL anywhere else. */
const BARE_URL = /\bhttps?:\/\/[^\s'"]+/gi;
/** The former password behind a masked one. */
const REPLACED = new RegExp(String.raw`(\*['"]${GAP}+replace${GAP}+)(${LITERAL})`, 'gis');

/**
 * The statement with asterisks in every secret literal, so that positions stay valid and it reads as before. Used wherever statement
 * text leaves the server: errors, lists of statements and logs.
 */
export function maskSecrets(sql: string): string {
  // URLs come first, for the quotes around a masked word would end one.
  const unsigned = sql.replace(URL_LITERAL, maskQuery).replace(BARE_URL, maskQuery);
  const masked = unsigned.replace(SECRET, (_whole, option?: string, value?: string, before?: string, literal?: string) => `${option ?? before ?? ''}${mask(value ?? literal ?? '')}`);
  return masked.replace(REPLACED, (_whole, before: string, literal: string) => before + mask(literal));
}

const DELIMITER = /^(?:''(?=[^'])|""(?=[^"])|\\['"]|\$\$|['"])/;

/** As a text in quotes of the same length; one that was cut stays open. */
function mask(secret: string): string {
  const open = DELIMITER.exec(secret)?.[0];
  if (open === undefined) return secret.length < 2 ? '*' : `'${asterisks(secret.slice(2))}'`;
  const rest = secret.slice(open.length);
  return rest.endsWith(open) ? open + asterisks(rest.slice(0, -open.length)) + open : open + asterisks(rest);
}

/** The query of a URL signs it. In a text it goes on to its end, over blanks and quotes. */
function maskQuery(url: string): string {
  const query = url.indexOf('?') + 1;
  if (query === 0) return url;
  const open = DELIMITER.exec(url)?.[0] ?? '';
  const end = url.endsWith(open) ? Math.max(query, url.length - open.length) : url.length;
  return url.slice(0, query) + asterisks(url.slice(query, end)) + url.slice(end);
}

const asterisks = (text: string): string => text.replace(/[^\n]+/g, (line) => '*'.repeat(line.length));

/**
 * A secret value as results show it: up to four characters vanish wholly, otherwise the first
 * and last two remain.
 */
export function maskValue(value: string): string {
  return value.length <= 4 ? '***' : `${value.slice(0, 2)}***${value.slice(-2)}`;
}

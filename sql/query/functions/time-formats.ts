/** Specifiers of MySQL (manual, DATE_FORMAT) and DuckDB's (strptime) for parsing. */
const SPECIFIERS: Readonly<Record<string, string>> = {
  a: '%a', b: '%b', c: '%-m', d: '%d', e: '%-d', f: '%f', H: '%H', h: '%I', I: '%I', i: '%M', j: '%j', k: '%-H', l: '%-I', M: '%B', m: '%m', p: '%p', r: '%I:%M:%S %p',
  S: '%S', s: '%S', T: '%H:%M:%S', W: '%A', Y: '%Y', y: '%y', F: '%Y-%m-%d', '%': '%%',
};

const PRINTED: Readonly<Record<string, string>> = { ...SPECIFIERS, w: '%w', U: '%U', v: '%V', x: '%G' };

/** A format of MySQL for DuckDB's strftime; null if it has specifiers that strftime lacks. */
export function printFormat(format: string): string | null {
  let isKnown = !/%$/.test(format.replaceAll('%%', ''));
  const printed = format.replaceAll(/%(.)/gs, (_, letter: string) => {
    const specifier = PRINTED[letter];
    isKnown &&= specifier !== undefined || !/[A-Za-z]/.test(letter);
    return specifier ?? letter;
  });
  return isKnown && !printed.includes('\0') ? printed : null;
}

/** Databend's words of formats (strftime's, of the library chrono) that mean something else in MySQL or are none there. */
const DATABEND: Readonly<Record<string, string>> = {
  ...SPECIFIERS, M: '%M', B: '%B', A: '%A', h: '%b', c: '%a %b %-d %H:%M:%S %Y', D: '%m/%d/%y', e: '%-d', R: '%H:%M', X: '%H:%M:%S', x: '%m/%d/%y', z: '%z', Z: '%Z', u: '%u', w: '%w', U: '%U', W: '%W', V: '%V', G: '%G', n: '\n', t: '\t',
};

/** A format of Databend for DuckDB's strptime and strftime; null if it has words that those lack. MySQL's `%i` is taken for minutes too. */
export function databendFormat(format: string): string | null {
  let isKnown = !/%$/.test(format.replaceAll('%%', ''));
  const written = format.replaceAll(/%(\.?)(.)/gs, (_, point: string, letter: string) => {
    isKnown &&= DATABEND[letter] !== undefined;
    return point + (DATABEND[letter] ?? '');
  });
  return isKnown && !written.includes('\0') ? written : null;
}

const OF_DATE = /[abcdDejMmWYyFXxVvUuw]/;
const OF_TIME = /[fHhIiklprSsT]/;

/** A format of MySQL for DuckDB's strptime, null if that has no word for a part of it; and what it speaks of. */
export function parseFormat(format: string): { readonly duckdb: string | null; readonly hasDate: boolean; readonly hasTime: boolean } {
  let [hasDate, hasTime, isKnown] = [false, false, true];
  const duckdb = format.replaceAll(/%(.)/gs, (_, letter: string) => {
    const specifier = SPECIFIERS[letter];
    isKnown &&= specifier !== undefined;
    hasDate ||= OF_DATE.test(letter);
    hasTime ||= OF_TIME.test(letter);
    return specifier ?? '';
  });
  return { duckdb: isKnown ? duckdb : null, hasDate, hasTime };
}

const ANY_RUN = '%';
const ANY_ONE = '_';
const ESCAPE = '\\';

/**
 * Whether a name matches a LIKE pattern, ignoring case. Takes time in proportion to the product of both
 * lengths whatever the pattern: clients choose it.
 */
export function matchesLike(name: string, pattern: string): boolean {
  const text = Array.from(name.toLowerCase());
  const tokens = readTokens(pattern.toLowerCase());
  let at = 0;
  let token = 0;
  /** Where to go on when a guess about the last `%` was wrong. */
  let retry: { token: number; at: number } | null = null;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted?.kind === 'run') {
      retry = { token: ++token, at };
    } else if (wanted?.kind === 'one' || (wanted?.kind === 'character' && wanted.character === text[at])) {
      token++;
      at++;
    } else if (retry !== null) {
      token = retry.token;
      at = ++retry.at;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every(({ kind }) => kind === 'run');
}

type Token = { readonly kind: 'run' } | { readonly kind: 'one' } | { readonly kind: 'character'; readonly character: string };

function readTokens(pattern: string): Token[] {
  const tokens: Token[] = [];
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === ESCAPE) {
      escaped = true;
      continue;
    }
    if (escaped) tokens.push({ kind: 'character', character });
    else if (character === ANY_RUN) tokens.push({ kind: 'run' });
    else if (character === ANY_ONE) tokens.push({ kind: 'one' });
    else tokens.push({ kind: 'character', character });
    escaped = false;
  }
  if (escaped) tokens.push({ kind: 'character', character: ESCAPE });
  return tokens;
}
